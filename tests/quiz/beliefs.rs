//! A wrong option names the belief that leads to it.

use std::time::Duration;

use layerwise::lesson::{Ask, Generator, Moment};
use layerwise::quiz::{Attempt, Given, Input, Submission};

use super::{analysis, choices, known_bases, plain, questions};

/// A question as text: `✓` and `✗` with the beliefs, then the lines that decide.
#[track_caller]
fn shown(ask: &Ask, text: &str) -> String {
    let analysis = analysis(text.as_bytes(), known_bases());
    let made = match questions(ask, &analysis, 0) {
        Ok(made) => made,
        Err(not_asked) => return format!("not asked: {}\n", not_asked.reason),
    };
    let mut shown = String::new();
    for made in made {
        shown += &format!("{}\n{}\n", made.question.id, plain(&made.question.prompt));
        for (choice, belief) in choices(&made).iter().zip(&made.beliefs) {
            let mark = if choice.right { '✓' } else { '✗' };
            let id = belief.map(|belief| format!("[{}] ", belief.id.unwrap_or("-")));
            let feedback = plain(&choice.feedback);
            let id = id.unwrap_or_default();
            shown += &format!("{mark} {}\n    {id}{feedback}\n", choice.text.words());
        }
        shown += &format!("{}\n\n", plain(&made.question.explanation));
    }
    shown
}

fn ask(generator: Generator) -> Ask {
    Ask::plain(generator)
}

const VARIABLES: &str = "\
ARG VERSION=3.12
FROM python:$VERSION AS build
ARG MODE=dev
ENV MODE=prod
RUN echo $VERSION $MODE
FROM python
ENV PORT=80
ARG PORT=8000
RUN serve $PORT
CMD [\"serve\", \"$PORT\"]
";

#[test]
fn values_of_variables() {
    let at = |name: &str, when| {
        let ask = Ask { name: Some(name.to_owned()), when, ..ask(Generator::VarValue) };
        let text = VARIABLES.replace("FROM python\n", "FROM build\n");
        shown(&ask, &text)
    };
    insta::assert_snapshot!(
        [
            at("VERSION", Moment::Build),
            at("MODE", Moment::Build),
            at("PORT", Moment::Run),
            at("NOTHING", Moment::Build),
        ]
        .join("\n")
    );
}

const PLACES: &str = "\
FROM python AS build
USER builder
WORKDIR /src
RUN cd tests && make
FROM python
RUN useradd -m app
RUN cd /opt && pip install x
WORKDIR srv
COPY . .
RUN pip install -r requirements.txt
USER app
COPY settings.py .
COPY --from=build /src /src
ENTRYPOINT serve
CMD [\"--port\", \"80\"]
";

#[test]
fn users_directories_and_owners() {
    let of = |generator| shown(&ask(generator), PLACES);
    insta::assert_snapshot!(
        [
            of(Generator::UserAtLine),
            of(Generator::UserAtRuntime),
            of(Generator::CwdAtLine),
            of(Generator::OwnerOfCopy),
        ]
        .join("\n")
    );
}

#[test]
fn a_user_of_another_stage_is_told_what_decides_who_owns_a_file() {
    let text = "FROM python:3.13 AS build\nCOPY . .\nFROM python:3.13\n\
                COPY --from=build /a /a\nUSER web\n";
    let shown = shown(&ask(Generator::OwnerOfCopy), text);
    let web = shown.split("✗ web\n").nth(1).unwrap_or_else(|| panic!("{shown}"));
    assert!(web.lines().next().unwrap().contains("--chown"), "{shown}");
}

#[test]
fn who_owns_a_file_is_asked_where_it_is_shipped() {
    let text = "FROM python:3.13 AS build\nUSER web\nCOPY a b c d /src/\nFROM python:3.13\n\
                COPY app.py /app/\nCOPY --from=build /src /src\n";
    let ask = |count| Ask { count, ..ask(Generator::OwnerOfCopy) };
    let shown_one = shown(&ask(1), text);
    assert!(shown_one.contains("app.py") && !shown_one.contains("a b c d"), "{shown_one}");
    let both = shown(&ask(2), text);
    assert!(both.contains("app.py") && both.contains("a b c d"), "{both}");
    let only = shown(&ask(1), &text.replace("COPY app.py /app/\n", ""));
    assert!(only.contains("a b c d"), "{only}");
}

#[test]
fn nobody_is_asked_who_runs_where_the_account_is_surely_missing() {
    let text = "FROM python:3.13\nRUN pip install flask\nUSER 5\nUSER app\nRUN make\nCMD [\"a\"]\n";
    let is_asked = |text: &str| {
        let at_lines = Ask { count: 9, ..ask(Generator::UserAtLine) };
        let runs = shown(&ask(Generator::UserAtRuntime), text);
        let missing = "no account of the name that `USER` says";
        (
            runs.contains("Which user"),
            runs.contains(missing),
            shown(&at_lines, text).contains("RUN make"),
        )
    };
    assert_eq!(is_asked(text), (false, true, false));
    for known in [("USER 5", "RUN useradd app\nUSER 5"), ("python:3.13", "team/base")] {
        assert_eq!(is_asked(&text.replace(known.0, known.1)), (true, false, true), "{known:?}");
    }
}

#[test]
fn an_owner_by_name_is_asked_about_where_the_account_is_there_for_certain() {
    let makes = "RUN useradd --uid 10001 app\n";
    let copies = "COPY --chown=app:app . /app/\n";
    let rest = "USER app\nCMD [\"/app/a\"]\n";
    let is_asked = |text: &str| shown(&ask(Generator::OwnerOfCopy), text).contains("Who owns");
    assert!(is_asked(&format!("FROM python:3.13\n{makes}{copies}{rest}")));
    assert!(is_asked(&format!("FROM team/base AS a\n{makes}FROM a\n{copies}{rest}")));
    // BuildKit gives the files to root where it does not find the name.
    assert!(!is_asked(&format!("FROM python:3.13\n{copies}{makes}{rest}")));
    assert!(!is_asked(&format!("FROM team/base\n{copies}{rest}")));
    // The group, too.
    for (makes, asked) in [
        ("RUN groupadd app && useradd -g app app\n", true),
        ("RUN useradd -g 5 app\n", false),
        ("RUN useradd -N app\n", false),
        ("RUN adduser -S app\n", false),
        ("RUN addgroup -S app && adduser -S app -G app\n", true),
    ] {
        assert_eq!(is_asked(&format!("FROM alpine\n{makes}{copies}{rest}")), asked, "{makes}");
    }
    let of_image = copies.replace("app:app", "node");
    assert!(is_asked(&format!("FROM node:24\n{of_image}CMD [\"/app/a\"]\n")));
    let number = copies.replace("app:app", "10001");
    assert!(is_asked(&format!("FROM team/base\n{number}{makes}{rest}")));
}

#[test]
fn the_right_user_by_another_name_is_no_wrong_option() {
    let of = |generator, text: &str| {
        let shown = shown(&Ask { count: 9, ..ask(generator) }, text);
        // Of the lines that somebody runs, the one below the user.
        shown.split_once("RUN make").map_or(shown.clone(), |(_, rest)| rest.to_owned())
    };
    let file = |user: &str, named: &str| {
        format!(
            "FROM python AS build\nUSER {named}\nRUN x\nFROM python\n\
             RUN useradd --uid 10001 app\nUSER {user}\nCOPY --chown={user} . .\nRUN make\n"
        )
    };
    for generator in [Generator::UserAtLine, Generator::UserAtRuntime, Generator::OwnerOfCopy] {
        // The account by its name, by its number, and a name whose number nobody knows.
        for (user, named) in [("10001", "app"), ("app", "10001"), ("10001", "node")] {
            let shown = of(generator, &file(user, named));
            assert!(!shown.contains(&format!("✗ {named}\n")), "{generator:?} {shown}");
        }
        let shown = of(generator, &file("10002", "app"));
        assert!(shown.contains("✗ app\n"), "{generator:?} {shown}");
    }
}

#[test]
fn what_starts() {
    let json = PLACES.replace("ENTRYPOINT serve", "ENTRYPOINT [\"serve\"]");
    let quotes =
        PLACES.replace("ENTRYPOINT serve\nCMD [\"--port\", \"80\"]", "CMD ['serve', '$A']");
    insta::assert_snapshot!(
        [
            shown(&ask(Generator::Argv), &json),
            shown(&ask(Generator::Argv), &quotes),
            shown(&ask(Generator::Pid1), &json),
            shown(&ask(Generator::Pid1), &quotes),
        ]
        .join("\n")
    );
}

#[test]
fn stages_and_layers() {
    let of = |generator| shown(&ask(generator), PLACES);
    let target = Ask { target: Some("build".to_owned()), ..ask(Generator::StagesBuilt) };
    let missing = Ask { target: Some("prod".to_owned()), ..ask(Generator::StagesBuilt) };
    insta::assert_snapshot!(
        [
            of(Generator::StagesBuilt),
            shown(&target, PLACES),
            shown(&missing, PLACES),
            of(Generator::AddsLayer),
        ]
        .join("\n")
    );
}

#[test]
fn stages_that_begin_alike_are_told_apart_by_their_lines() {
    let from = "FROM debian As app\n";
    let shown = shown(&ask(Generator::StagesBuilt), &format!("{from}{from}{from}FROM alpine\n"));
    for line in 1..4 {
        assert!(shown.contains(&format!("✗ FROM debian As app · line {line}\n")), "{shown}");
    }
    assert!(shown.contains("✓ FROM alpine\n"), "{shown}");
}

const CACHED: &str = "\
FROM python:3.12 AS base
RUN pip install wheel
ARG RELEASE=1.9
WORKDIR /app
COPY requirements.txt ./
RUN pip install -r requirements.txt
COPY . .
LABEL release=$RELEASE
FROM python:3.12 AS docs
RUN make docs
FROM base
RUN ./version $RELEASE
COPY --from=docs /docs /docs
";

#[test]
fn what_runs_again() {
    let named = |name: &str| Ask { name: Some(name.to_owned()), ..ask(Generator::CacheAfterArg) };
    let unused = "ARG TAG=3\nFROM python:$TAG\nARG A\nRUN make\nCOPY a b\n";
    let output = "FROM a AS b\nARG X=1\nRUN x\nFROM a\nRUN x\nCOPY --from=b /x /y\nRUN y\n";
    insta::assert_snapshot!(
        [
            shown(&named("RELEASE"), CACHED),
            shown(&named("TAG"), unused),
            shown(&named("NOTHING"), CACHED),
            shown(&ask(Generator::CacheAfterArg), output),
        ]
        .join("\n")
    );
}

#[test]
fn what_an_edit_runs_again() {
    let at = |generator, path: &str| Ask { path: Some(path.to_owned()), ..ask(generator) };
    let ordered = CACHED.replace("COPY requirements.txt ./\n", "COPY requirements.txt src ./\n");
    let missing = "FROM a\nCOPY missing /\nRUN x\n";
    insta::assert_snapshot!(
        [
            shown(&at(Generator::CacheAfterEdit, "app.py"), CACHED),
            shown(&at(Generator::CacheAfterEdit, "requirements.txt"), CACHED),
            shown(&at(Generator::CacheAfterEdit, "*.log"), CACHED),
            shown(&at(Generator::CacheAfterEdit, "src/**"), &ordered),
            shown(&at(Generator::CacheAfterTouch, "requirements.txt"), CACHED),
            shown(&at(Generator::CacheAfterTouch, "nothing"), CACHED),
            shown(&ask(Generator::CacheAfterEdit), missing),
        ]
        .join("\n")
    );
}

#[test]
fn marks_that_a_belief_leads_to_name_it() {
    let analysis = analysis(CACHED.as_bytes(), known_bases());
    let made = questions(&ask(Generator::CacheAfterArg), &analysis, 0).unwrap();
    let question = &made[0].question;
    let options = choices(&made[0]);
    let right: Vec<usize> = (0..options.len()).filter(|place| options[*place].right).collect();
    assert!(question.diagnoses.iter().all(|it| it.marked != right));
    // Who looks for the name marks the line that has it and what stands below, and not the install.
    let first = options.iter().position(|it| it.text.words().contains("$RELEASE")).unwrap();
    let from_there: Vec<usize> = (first..options.len() - 1).collect();
    let found = question.diagnoses.iter().find(|it| it.marked == from_there).unwrap();
    let words = plain(&found.feedback);
    assert!(words.contains("only where its name is written"), "{words}");
}

#[test]
fn a_wrong_answer_names_its_belief() {
    let text = VARIABLES.replace("FROM python\n", "FROM build\n");
    let analysis = analysis(text.as_bytes(), known_bases());
    let ask = Ask { name: Some("VERSION".to_owned()), ..ask(Generator::VarValue) };
    let made = questions(&ask, &analysis, 0).unwrap();
    let made = &made[0];
    let options = choices(made);
    let wrong = options.iter().position(|choice| choice.text.words() == "3.12").unwrap();
    let mut attempt = Attempt::new(&made.question, 5);
    let place = attempt.shown.iter().position(|place| *place == wrong).unwrap();
    attempt.enter(&Input::Pick(place));
    let submission = attempt.submit(Duration::ZERO);
    assert!(matches!(submission, Submission::Graded(verdict) if !verdict.correct));
    let Some((Given::Choice(given), _)) = attempt.last() else { panic!("{attempt:?}") };
    assert_eq!(made.beliefs[given[0]].unwrap().id, Some("M45"));
    let feedback = plain(&options[given[0]].feedback);
    assert!(feedback.contains("above the first"), "{feedback}");
}

#[test]
fn secrets_are_neither_asked_nor_shown() {
    let text = "FROM python\nENV API_TOKEN=abc123 A=1 B=2\nRUN echo $API_TOKEN $A\n\
                CMD [\"serve\", \"--password=abc123\"]\n";
    for ask in super::every_ask() {
        let analysis = analysis(text.as_bytes(), known_bases());
        let made = questions(&ask, &analysis, 0).unwrap_or_default();
        assert!(!format!("{made:?}").contains("abc123"), "{made:#?}");
    }
}

#[test]
fn what_is_unknown_is_not_asked() {
    let text = "FROM team/base:3\nENV B=$A\nRUN echo $A $B\nWORKDIR x\nRUN make\n\
                COPY --chown=$A . .\nCMD [\"x\"]\n";
    for generator in [
        Generator::VarValue,
        Generator::UserAtLine,
        Generator::UserAtRuntime,
        Generator::CwdAtLine,
        Generator::Argv,
        Generator::Pid1,
        Generator::OwnerOfCopy,
    ] {
        let analysis = analysis(text.as_bytes(), layerwise::build::Options::default());
        let not_asked = questions(&ask(generator), &analysis, 0).unwrap_err();
        let why = "set by the base image docker.io/team/base:3, which layerwise has not seen";
        assert!(not_asked.reason.ends_with(why), "{generator:?}: {}", not_asked.reason);
    }
}

#[test]
fn an_option_is_no_program_and_exec_hands_its_place_on() {
    let text = "FROM node:22\nENTRYPOINT exec node server.js\nCMD [\"--port\", \"$PORT\"]\n";
    let shown = shown(&ask(Generator::Pid1), text);
    assert!(shown.contains("✓ /bin/sh\n"), "{shown}");
    assert!(!shown.contains("--port\n"), "{shown}");
    let words = "By `exec` the shell is replaced at once by `node`, which then is process 1.";
    assert!(shown.contains(words), "{shown}");
}

#[test]
fn options_that_differ_near_their_ends_are_told_apart() {
    let words = "a-rather-long-option=of-the-program-that-is-started-in-a-container-here";
    let text =
        format!("FROM scratch\nENTRYPOINT [\"/serve\", \"--{words}\", \"--last\"]\nCMD [\"x\"]\n");
    let shown = shown(&ask(Generator::Argv), &text);
    assert!(shown.contains("\"--last\", \"x\"]"), "{shown}");
}
