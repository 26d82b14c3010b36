//! What of a line is in the image: packages and files, where that is certain.

use layerwise::analysis::Analysis;
use layerwise::build::Options;
use layerwise::context::{Entry, EntryKind, Ignore, Snapshot, Tree};
use layerwise::dockerfile::Instruction;
use layerwise::lesson::{Ask, Generator};
use layerwise::quiz::generate::Generated;

use super::{analysis, choices, known_bases, plain, questions_in};

/// What holds for every such question, whatever the file.
pub fn check(made: &Generated, analysis: &Analysis, at: &Instruction, is_part: bool) {
    let right: Vec<String> =
        choices(made).iter().filter(|it| it.right).map(|it| it.text.words()).collect();
    let [right] = &right[..] else { panic!("{right:?}") };
    let is_built = analysis.build.is_needed(at.stage.unwrap());
    assert_eq!(right.contains("not built at all"), !is_built, "{right}");
    let text = analysis.file.source.text();
    let named = |before: &str| {
        let (_, rest) = right.split_once(before)?;
        rest.split(' ').next()?.parse::<usize>().ok()
    };
    let line = |number: usize| text.lines().nth(number - 1).unwrap();
    if right.contains("deletes it") {
        assert!(is_part && line(named("line ").unwrap()).contains("rm "), "{right}");
    } else if right.starts_with("yes: line") {
        assert!(!is_part && line(named("line ").unwrap()).contains("--from"), "{right}");
    } else {
        assert_eq!(right.starts_with("yes"), is_part, "{right}");
    }
}

fn folder() -> Snapshot {
    let mut tree = Tree::default();
    for name in ["app.py", "main.go", "settings.py", "site.tar", "secret.txt", "src/a.txt"] {
        tree.insert(name, Entry { kind: EntryKind::File, mode: 0o644, size: 1, digest: None });
    }
    Snapshot::of_tree("folder", &tree, Ignore::read(".dockerignore", "secret.txt\n"))
}

/// What is asked about the line of a number: its right answer; `None` where nothing is.
fn answer(text: &str, number: u32, what: &str) -> Option<String> {
    let analysis = analysis(text.as_bytes(), known_bases());
    let ask = Ask { count: 9, ..Ask::plain(Generator::InFinalImage) };
    let made = questions_in(&folder(), &ask, &analysis, 1).unwrap_or_default();
    let is_it = |made: &&Generated| {
        let line = analysis.file.source.line_at(made.about[0].start).get();
        line == number && plain(&made.question.prompt).contains(what)
    };
    let made = made.iter().find(is_it)?;
    let right = choices(made).iter().find(|it| it.right)?;
    Some(right.text.words())
}

#[track_caller]
fn package(text: &str, number: u32, expected: Option<&str>) {
    assert_eq!(answer(text, number, "Is the package").as_deref(), expected, "{text}");
}

#[track_caller]
fn path(text: &str, number: u32, expected: Option<&str>) {
    assert_eq!(answer(text, number, "have that file").as_deref(), expected, "{text}");
}

#[test]
fn packages_that_are_certain() {
    let stays = Some("yes: it is in the layer of this line");
    let install = "RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*";
    package(&format!("FROM a\n{install}\nCOPY . .\nUSER app\n"), 2, stays);
    package("FROM a\nRUN apk add --no-cache curl=8.1\nRUN pip install -r x\n", 2, stays);
    let builder = format!("FROM a AS b\n{install}\nFROM a\nCOPY --from=b /srv/out /x\n");
    package(&builder, 2, Some("no: the image is not made of this stage"));
    package(
        &format!("FROM a AS b\n{install}\nFROM b\nRUN echo\n"),
        2,
        Some("yes: the image is made of this stage, too"),
    );
    package(
        &format!("FROM a AS b\n{install}\nFROM a\nRUN echo\n"),
        2,
        Some("no: this stage is not built at all"),
    );
}

#[test]
fn packages_that_are_not_certain_are_not_asked_about() {
    for run in [
        "apt-get install -y curl || true",
        "apt-get install -y curl; echo",
        "exit 0 && apt-get install -y curl",
        "apt-get install -y curl-",
        "apt-get install -y ./curl.deb",
        "apt-get install -y $PACKAGES",
        "apt-get install --download-only curl",
        "apk add --root /mnt curl",
        "apt-get install -y curl && apt-get purge -y curl",
        "apt-get install -y curl && ./clean.sh",
        "if test -f x; then apt-get install -y curl; fi",
        "echo # apt-get install curl",
    ] {
        package(&format!("FROM a\nRUN {run}\n"), 2, None);
    }
    for later in ["RUN ./clean.sh", "RUN apt-get remove -y curl", "RUN apt-get install -y x"] {
        package(&format!("FROM a\nRUN apt-get install -y curl\n{later}\n"), 2, None);
    }
    for taken in ["/usr/local", "/", "/opt/venv", "/li*"] {
        let text = format!("FROM a AS b\nRUN apk add curl\nFROM a\nCOPY --from=b {taken} /x\n");
        package(&text, 2, None);
    }
    package("FROM a AS b\nRUN apk add curl\nRUN make\nFROM a\nCOPY --from=b /out /x\n", 2, None);
    package(
        "FROM a AS b\nRUN apk add curl\nFROM a\nRUN --mount=from=b,target=/b cp -r /b /c\n",
        2,
        None,
    );
    package("FROM a\nRUN --mount=type=tmpfs,target=/usr apk add curl\n", 2, None);
}

#[test]
fn files_that_are_certain() {
    path(
        "FROM a\nWORKDIR /srv\nCOPY app.py ./\nRUN rm -f /srv/app.py\n",
        3,
        Some("no: line 4 deletes it"),
    );
    path(
        "FROM a AS b\nCOPY app.py /srv/\nFROM b\nRUN echo\n",
        2,
        Some("yes: the image is made of this stage, too"),
    );
    path(
        "FROM a AS b\nCOPY app.py /srv/\nFROM a\nCOPY --from=b /srv /app\n",
        2,
        Some("yes: line 4 takes it from there"),
    );
    path(
        "FROM a AS b\nCOPY main.go /srv/\nRUN go build -o /out/x\nFROM a\nCOPY --from=b /out/x /x\n",
        2,
        Some("no: no line takes it from there"),
    );
}

#[test]
fn files_that_are_not_certain_are_not_asked_about() {
    for lines in [
        // Where it goes, or whether it is a file, depends on more than the line.
        "COPY app.py /srv\nRUN rm /srv/app.py",
        "COPY src /srv/\nRUN rm -r /srv/a.txt",
        "COPY *.py /srv/\nRUN rm /srv/app.py",
        "COPY secret.txt /srv/\nRUN rm /srv/secret.txt",
        "ADD site.tar /srv/\nRUN rm /srv/site.tar",
        // Whether it is deleted does.
        "COPY app.py /srv/\nRUN rm /srv/app.py || true",
        "COPY app.py /srv/\nRUN --mount=type=tmpfs,target=/srv rm -rf /srv/app.py",
        "COPY app.py /srv/\nRUN ./clean.sh && rm /srv/app.py",
        "COPY app.py /srv/\nRUN rm $X/app.py",
        "COPY app.py /srv/\nRUN rm -rf /srv\nCOPY . /srv/",
    ] {
        path(&format!("FROM a\n{lines}\n"), 2, None);
    }
    for rest in [
        "FROM a\nCOPY --from=b /srv/* /app/",
        "FROM a\nCOPY --from=b /srv /app\nRUN ./clean.sh",
        "FROM a\nCOPY --from=b /srv /app\nCOPY . /app",
        "RUN cp -r /srv /out\nFROM a\nCOPY --from=b /out /app",
        "FROM a AS c\nCOPY --from=b /srv /app\nFROM a\nCOPY --from=c /app /app",
        "FROM a\nRUN --mount=from=b,target=/b cp /b/srv/app.py /",
    ] {
        path(&format!("FROM a AS b\nCOPY app.py /srv/\n{rest}\n"), 2, None);
    }
}

#[test]
fn of_a_stage_that_is_not_built_nothing_is_said_to_be_taken() {
    let question = |text: &str, target: Option<&str>, number: u32| {
        let options = Options { target: target.map(str::to_owned), ..known_bases() };
        let analysis = analysis(text.as_bytes(), options);
        let ask = Ask { count: 9, ..Ask::plain(Generator::InFinalImage) };
        let made = questions_in(&folder(), &ask, &analysis, 1).unwrap();
        let line = |made: &Generated| analysis.file.source.line_at(made.about[0].start).get();
        made.into_iter().find(|made| line(made) == number).unwrap()
    };
    let said = |made: &Generated| {
        choices(made).iter().map(|it| plain(&it.feedback)).collect::<Vec<_>>().join("\n")
    };
    let text = "FROM a AS test\nRUN x\nFROM a AS deps\nRUN y\nFROM a AS last\nRUN z\n";
    let above = question(text, None, 2);
    let why = plain(&above.question.explanation);
    let words =
        "Nothing that the target needs leads to the stage `test`, so BuildKit does not build it.";
    assert!(why.contains(words) && !why.contains("COPY --from"), "{why}");
    assert!(plain(&above.question.hints[0]).contains("from the target back"));
    assert!(said(&above).contains("if everything above the target were built"), "{}", said(&above));
    // What stands below the target was not built by the old builder either.
    let below = question(text, Some("deps"), 6);
    assert!(said(&below).contains("if every stage of a file were built"), "{}", said(&below));
    assert!(!said(&below).contains("above the target"), "{}", said(&below));
}
