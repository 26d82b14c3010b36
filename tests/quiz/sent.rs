//! `sent`: the folder beside the file, and what wrong beliefs make of it.

use std::fmt::Write;

use layerwise::analysis::Analysis;
use layerwise::build::Options;
use layerwise::context::{Entry, EntryKind, Ignore, Snapshot, Tree, Usage};
use layerwise::lesson::{Ask, Generator};
use layerwise::quiz::generate::{Generated, Material, NotAsked, generate};
use proptest::prelude::*;
use proptest::sample::select;

use super::{analysis, choices, known_bases, plain};

const FILE: &str = "\
FROM python:3.12 AS base
WORKDIR /app
COPY requirements.txt ./
COPY src /app/src
COPY . .
FROM base AS test
COPY tests /tests
FROM base
CMD [\"python\"]
";

fn folder(paths: &[&str], ignore: Option<&str>) -> Snapshot {
    let mut tree = Tree::default();
    for path in paths {
        let entry = Entry { kind: EntryKind::File, mode: 0o644, size: 1, digest: None };
        tree.insert(*path, entry);
    }
    let ignore = ignore.map(|text| Ignore::read(".dockerignore", text)).unwrap_or_default();
    Snapshot::of_tree("folder", &tree, ignore)
}

fn made(ask: &Ask, text: &str, snapshot: &Snapshot) -> Result<Vec<Generated>, NotAsked> {
    let analysis = analysis(text.as_bytes(), known_bases());
    generate(ask, &Material { analysis: &analysis, snapshot: Some(snapshot) }, 0)
}

/// The question about a path, as text; `✓` the right option, `✗` the others with their beliefs.
#[track_caller]
fn about(path: &str, text: &str, snapshot: &Snapshot) -> String {
    let ask = Ask { path: Some(path.to_owned()), ..Ask::plain(Generator::Sent) };
    let made = match made(&ask, text, snapshot) {
        Ok(made) => made,
        Err(not_asked) => return format!("{path}: not asked: {}\n", not_asked.reason),
    };
    text_of(&made[0])
}

fn text_of(made: &Generated) -> String {
    let mut shown = format!("{}\n", plain(&made.question.prompt));
    for (choice, belief) in choices(made).iter().zip(&made.beliefs) {
        let mark = if choice.right { "✓" } else { "✗" };
        let id = belief.map_or("", |belief| belief.id.unwrap_or("-"));
        writeln!(shown, "{mark} {} {id}", choice.text.words()).unwrap();
    }
    format!("{shown}{}\n", plain(&made.question.explanation))
}

#[test]
fn where_nothing_is_left_out_one_question_is_enough() {
    let ask = Ask { count: 2, ..Ask::plain(Generator::Sent) };
    let paths = [".env", ".git/HEAD", "src/app.pyc", "admin/.env", "README.md"];
    let count = |ignore| made(&ask, FILE, &folder(&paths, ignore)).unwrap().len();
    assert_eq!((count(None), count(Some("# none\n")), count(Some("*.pyc\n.env\n"))), (1, 1, 2));
}

#[test]
fn each_belief_leads_where_it_leads() {
    let ignore = "*.pyc\n.env\nsrc/cache\nlogs\n!logs/keep.txt\n!*.md\ndocs/*.md\nREADME.md\n";
    let paths = [
        "src/app.pyc",
        "admin/.env",
        "src/cache/data/x",
        "logs/keep.txt",
        "README.md",
        "docs/deep/guide.md",
        ".git/HEAD",
        "Dockerfile",
        "requirements.txt",
    ];
    let snapshot = folder(&paths, Some(ignore));
    let shown: Vec<String> = paths.iter().map(|path| about(path, FILE, &snapshot)).collect();
    insta::assert_snapshot!("sent_beliefs", shown.join("\n"));
}

#[test]
fn without_an_ignore_file_hidden_files_are_asked_about() {
    let snapshot = folder(&[".env", ".git/HEAD", "app.py"], None);
    let shown = [".env", ".git/HEAD", "app.py"].map(|path| about(path, FILE, &snapshot));
    insta::assert_snapshot!("sent_without_ignore_file", shown.join("\n"));
}

#[test]
fn what_cannot_be_asked_says_why() {
    let ask = Ask::plain(Generator::Sent);
    let reason = |made: Result<Vec<Generated>, NotAsked>| made.unwrap_err().reason;
    let text = FILE.as_bytes();
    let analysis = analysis(text, known_bases());
    let nowhere = generate(&ask, &Material { analysis: &analysis, snapshot: None }, 0);
    assert_eq!(reason(nowhere), "no folder is known that goes with this Dockerfile");
    let refused = folder(&["a"], Some("a\n!\n"));
    let words = "line 2 of the ignore file is refused, so no build starts";
    assert_eq!(reason(made(&ask, FILE, &refused)), words);
    let words = "no line of the target asks for a file of the folder";
    assert_eq!(reason(made(&ask, "FROM a\n", &folder(&["a"], Some("a\n")))), words);
    let named = Ask { path: Some("**/.env".to_owned()), ..ask.clone() };
    let words = "no line of the target asks for a file named **/.env";
    let other = "FROM a\nCOPY src /x\n";
    assert_eq!(reason(made(&named, other, &folder(&["admin/.env", "src/a"], None))), words);
    let words = "this folder has no `.dockerignore`, so no file is left out that a `COPY` asks for";
    assert_eq!(reason(made(&ask, FILE, &folder(&["a"], None))), words);
    let copy = "FROM a\nCOPY . .\n";
    let words = "no line of .dockerignore takes out a file which the target asks for";
    assert_eq!(reason(made(&ask, copy, &folder(&["a"], Some("b\n")))), words);
    let words = "every way to read .dockerignore takes out the same files that the target asks for";
    assert_eq!(reason(made(&ask, copy, &folder(&["a", "b"], Some("a\n")))), words);
    let missing = Ask { path: Some("nothing".to_owned()), ..ask };
    let words = "the folder holds no file nothing";
    assert_eq!(reason(made(&missing, FILE, &folder(&["a"], None))), words);
}

#[test]
fn one_of_each_kind_is_asked() {
    let many: Vec<String> = (0..2_000).map(|number| format!("src/part-{number}.pyc")).collect();
    let mut paths: Vec<&str> = many.iter().map(String::as_str).collect();
    paths.extend(["logs/keep.txt", "logs/a", "docs/x/y.md"]);
    let snapshot = folder(&paths, Some("*.pyc\nlogs\n!logs/keep.txt\ndocs/*.md\n"));
    let ask = Ask { count: 9, ..Ask::plain(Generator::Sent) };
    let made = made(&ask, FILE, &snapshot).unwrap();
    let prompts: Vec<String> = made.iter().map(|it| plain(&it.question.prompt)).collect();
    let pyc = prompts.iter().filter(|prompt| prompt.contains(".pyc")).count();
    assert_eq!(pyc, 1, "{prompts:?}");
    assert!(prompts.len() >= 4, "{prompts:?}");
}

/// Works the answer out anew: from what the walk decided, and from who takes the path.
pub fn check(made: &Generated, analysis: &Analysis, snapshot: &Snapshot) {
    let prompt = plain(&made.question.prompt);
    if prompt.contains("Which list decides") {
        return check_list(made, snapshot);
    }
    let asks = prompt.rsplit_once("asks for ").unwrap().1;
    let path = asks.trim_start_matches('`').split(['`']).next().unwrap();
    let path = path.trim_end_matches(". Is it sent?").trim_end_matches(" among others");
    let id = snapshot.find(path).unwrap_or_else(|| panic!("{path:?} of {prompt:?}"));
    let right: Vec<_> = choices(made).iter().filter(|choice| choice.right).collect();
    let [right] = right.as_slice() else { panic!("{right:?}") };
    let words = right.text.words();
    let is_read = snapshot.dockerfile.as_deref() == Some(path)
        || Some(path) == list_read(snapshot).as_deref();
    let start = match (snapshot[id].sent, is_read) {
        (true, _) => "It is sent: ",
        (false, true) => "Only the builder reads it: ",
        (false, false) => "It is not sent: ",
    };
    assert!(words.starts_with(start), "{path}: {words}");
    match snapshot.deciding(id) {
        Some(pattern) => {
            let list = snapshot.ignore.name.as_deref().unwrap_or_default();
            let by = format!("line {} of {list}, {},", pattern.line, pattern.text);
            assert!(words.contains(&by), "{path}: {words} without {by}");
        }
        None => assert!(words.contains("no line"), "{path}: {words}"),
    }
    let Analysis { file, options, build, .. } = analysis;
    let usage = Usage::of(file, options, build, snapshot);
    let proof = file.source.line_at(made.proof[0].start);
    let takers: Vec<_> = usage.taken_by(snapshot, id).iter().map(|it| it.taker.line).collect();
    assert!(!snapshot[id].sent || takers.contains(&proof), "{path} is taken by {takers:?}");
}

/// Where the list lies that the scan found.
fn list_read(snapshot: &Snapshot) -> Option<String> {
    let name = snapshot.ignore.name.as_deref()?;
    let folder = snapshot.dockerfile.as_deref().and_then(|path| path.rsplit_once('/'));
    Some(match folder {
        Some((folder, _)) if name != ".dockerignore" => format!("{folder}/{name}"),
        _ => name.to_owned(),
    })
}

fn check_list(made: &Generated, snapshot: &Snapshot) {
    let right: Vec<_> = choices(made).iter().filter(|choice| choice.right).collect();
    let [right] = right.as_slice() else { panic!("{right:?}") };
    let expected = list_read(snapshot).unwrap_or_else(|| "none: everything is sent".to_owned());
    assert_eq!(right.text.words(), expected);
}

/// A folder whose Dockerfile lies at a path, with the list that a build of it reads.
fn with_dockerfile(paths: &[&str], dockerfile: &str, list: Option<(&str, &str)>) -> Snapshot {
    let mut snapshot = folder(paths, None);
    if let Some((name, text)) = list {
        let mut tree = Tree::default();
        for path in paths {
            let kind = EntryKind::File;
            tree.insert(*path, Entry { kind, mode: 0o644, size: 1, digest: None });
        }
        snapshot = Snapshot::of_tree("folder", &tree, Ignore::read(name, text));
    }
    snapshot.dockerfile = Some(dockerfile.to_owned());
    snapshot
}

#[test]
fn the_dockerfile_and_the_lists_are_asked_about() {
    let own = "docker/Dockerfile.dockerignore";
    let all = ["app.py", ".dockerignore", "docker/.dockerignore", own, "docker/Dockerfile"];
    let ask = Ask { count: 9, ..Ask::plain(Generator::Sent) };
    let mut shown = String::new();
    for snapshot in [
        with_dockerfile(&["Dockerfile", "a"], "Dockerfile", Some((".dockerignore", "Docker*\n"))),
        with_dockerfile(&all[..3], "docker/Dockerfile", Some((".dockerignore", "*.md\n"))),
        with_dockerfile(
            &all,
            "docker/Dockerfile",
            Some(("Dockerfile.dockerignore", "**/Docker*\n")),
        ),
        with_dockerfile(&["app.py", "docker/.dockerignore"], "docker/Dockerfile", None),
        with_dockerfile(&["app.py", ".dockerignore"], "Dockerfile", Some((".dockerignore", "x\n"))),
    ] {
        match made(&ask, "FROM a\nCOPY . .\n", &snapshot) {
            Err(not_asked) => writeln!(shown, "not asked: {}\n", not_asked.reason).unwrap(),
            Ok(questions) => {
                for question in &questions {
                    check(question, &analysis(b"FROM a\nCOPY . .\n", known_bases()), &snapshot);
                    writeln!(shown, "{}", text_of(question)).unwrap();
                }
            }
        }
    }
    insta::assert_snapshot!("sent_lists", shown);
    // A line that names it does fail: nothing is asked about that.
    let snapshot =
        with_dockerfile(&["Dockerfile", "a"], "Dockerfile", Some((".dockerignore", "Docker*\n")));
    assert!(made(&ask, "FROM a\nCOPY Dockerfile .\n", &snapshot).is_err());
}

const PARTS: [&str; 8] = ["a", "b.md", ".env", "src", "cache", "x.pyc", ".git", "logs"];
const PATTERNS: [&str; 14] = [
    "*.pyc", "**/*.pyc", ".env", "**/.env", "src", "!src", "src/*", "!src/a", "logs", "!logs/a",
    "*", "!*.md", "cache/**", "a/b.md",
];
const LINES: [&str; 6] = [
    "COPY . .",
    "COPY src /src",
    "COPY --exclude=*.md . /x",
    "ADD logs /l",
    "RUN --mount=type=bind,source=src,target=/s make",
    "COPY a* /z/",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn the_right_option_is_what_the_walk_decides(
        parts in prop::collection::vec(prop::collection::vec(select(&PARTS[..]), 1..4), 1..25),
        patterns in prop::collection::vec(select(&PATTERNS[..]), 0..6),
        lines in prop::collection::vec(select(&LINES[..]), 0..4),
        seed: u64,
    ) {
        let mut tree = Tree::default();
        for path in parts.iter().map(|parts| parts.join("/")) {
            let above = path.match_indices('/').map(|(end, _)| &path[..end]);
            let is_free = above.into_iter().all(|it| tree.get(it).is_none_or(Entry::is_folder));
            if is_free && tree.get(&path).is_none() {
                let kind = EntryKind::File;
                tree.insert(path, Entry { kind, mode: 0o644, size: 1, digest: None });
            }
        }
        let ignore = Ignore::read(".dockerignore", &patterns.join("\n"));
        let snapshot = Snapshot::of_tree("folder", &tree, ignore);
        let text = format!("FROM a\n{}\n", lines.join("\n"));
        let analysis = analysis(text.as_bytes(), Options::default());
        let ask = Ask { count: 9, ..Ask::plain(Generator::Sent) };
        let material = Material { analysis: &analysis, snapshot: Some(&snapshot) };
        for made in generate(&ask, &material, seed).into_iter().flatten() {
            check(&made, &analysis, &snapshot);
            let texts: Vec<String> = choices(&made).iter().map(|it| it.text.words()).collect();
            let distinct: std::collections::BTreeSet<&String> = texts.iter().collect();
            prop_assert_eq!(distinct.len(), texts.len());
            prop_assert!(texts.len() >= 3);
            prop_assert_eq!(made.beliefs.iter().flatten().count(), texts.len() - 1);
        }
    }
}

#[test]
fn another_line_of_the_list_is_told_apart_by_whether_it_matches() {
    let feedback = |ignore: &str| {
        let snapshot = folder(&[".github/a.yml"], Some(ignore));
        let ask = Ask { path: Some(".github/a.yml".to_owned()), ..Ask::plain(Generator::Sent) };
        let made = made(&ask, FILE, &snapshot).unwrap();
        let said = choices(&made[0]).iter().map(|choice| plain(&choice.feedback));
        said.collect::<Vec<_>>().join("\n")
    };
    let said = feedback(".git\n.svn\n");
    assert!(said.contains("matches neither the path nor a folder above it"), "{said}");
    assert!(!said.contains("it were another"), "{said}");
}

#[test]
fn what_the_builder_reads_is_asked_about_where_nothing_else_is_there() {
    let list = Some((".dockerignore", "Docker*\n*.pyc\n"));
    let of = |paths: &[&str]| {
        let snapshot = with_dockerfile(paths, "Dockerfile", list);
        let ask = Ask { count: 9, ..Ask::plain(Generator::Sent) };
        let made = made(&ask, "FROM a\nCOPY . .\n", &snapshot).unwrap();
        let prompts = made.iter().map(|it| plain(&it.question.prompt));
        prompts.collect::<Vec<_>>().join("\n")
    };
    assert!(of(&["Dockerfile", "a"]).contains("asks for `Dockerfile`"));
    let with_others = of(&["Dockerfile", "src/a.pyc"]);
    assert!(with_others.contains("src/a.pyc"), "{with_others}");
    assert!(!with_others.contains("asks for `Dockerfile`"), "{with_others}");
}
