//! A better order keeps the image, and saves what it says.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use layerwise::build::{Options, evaluate, facts};
use layerwise::cache::{Advised, Before, Move, Scenario, State, advise};
use layerwise::dockerfile::parse;
use layerwise::source::Source;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;
use serde_json::Value;

/// A project with lists of dependencies for several languages.
fn state(dockerfile: &str, files: &[&str]) -> State {
    let mut before = Before { dockerfile: Some(dockerfile.to_owned()), ..Before::default() };
    before.dockerfile_in_context = Some(false);
    let mut state = before.state().unwrap().unwrap();
    for path in files {
        state.write(path, "text\n");
    }
    state
}

const PYTHON: &[&str] = &["app.py", "requirements.txt", "templates/index.html"];
const NODE: &[&str] = &["package.json", "package-lock.json", "src/index.js"];

/// The moves, the numbers and the file afterwards.
#[track_caller]
fn check(dockerfile: &str, files: &[&str], expected: &str) {
    let shown = match advise(&state(dockerfile, files)) {
        Advised::Unknown(reason) => format!("unknown: {reason}\n"),
        Advised::Nothing(_) => "nothing\n".to_owned(),
        Advised::Better(advice) => {
            let gains = advice.gains.iter().map(|gain| {
                format!("{}: {} -> {}\n", gain.name, gain.before.words(), gain.after.words())
            });
            gains.collect::<String>() + &advice.text
        }
    };
    assert_eq!(shown, expected);
}

#[test]
fn a_list_is_copied_alone_above_its_installation() {
    check(
        "FROM python:3\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n",
        PYTHON,
        "app.py: 2 steps, 1 of them RUN -> 1 step, no RUN\n\
         requirements.txt: 2 steps, 1 of them RUN -> 3 steps, 1 of them RUN\n\
         FROM python:3\nWORKDIR /app\nCOPY requirements.txt ./\n\
         RUN pip install -r requirements.txt\nCOPY . .\n",
    );
    // The list stands above already.
    check(
        "FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nCOPY . .\nRUN npm ci\n",
        NODE,
        "src/index.js: 2 steps, 1 of them RUN -> 1 step, no RUN\n\
         package-lock.json: 3 steps, 1 of them RUN -> 3 steps, 1 of them RUN\n\
         package.json: 3 steps, 1 of them RUN -> 3 steps, 1 of them RUN\n\
         FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\n",
    );
}

#[test]
fn comments_flags_and_line_endings_stay() {
    check(
        "FROM node:22\r\nWORKDIR /app\r\n# All\r\nCOPY --chown=node . .\r\n# Install\r\nRUN npm ci",
        NODE,
        "src/index.js: 2 steps, 1 of them RUN -> 1 step, no RUN\n\
         package-lock.json: 2 steps, 1 of them RUN -> 3 steps, 1 of them RUN\n\
         package.json: 2 steps, 1 of them RUN -> 3 steps, 1 of them RUN\n\
         FROM node:22\r\nWORKDIR /app\r\nCOPY --chown=node package.json package-lock.json ./\r\n\
         # Install\r\nRUN npm ci\r\n# All\r\nCOPY --chown=node . .",
    );
}

#[test]
fn an_argument_goes_below_what_does_not_use_it() {
    let files = &["app.py"];
    check(
        "FROM debian\nARG COMMIT\nRUN apt-get update\nCOPY . .\nLABEL commit=$COMMIT\n",
        files,
        "app.py: 1 step, no RUN -> 1 step, no RUN\nCOMMIT: 2 steps, 1 of them RUN -> nothing\n\
         FROM debian\nRUN apt-get update\nCOPY . .\nARG COMMIT\nLABEL commit=$COMMIT\n",
    );
    for stays in [
        // It is used, by a command that may read anything, or by an installation.
        "FROM debian\nARG COMMIT\nRUN echo $COMMIT\n",
        "FROM debian\nARG COMMIT\nRUN make\n",
        "FROM debian\nARG PIP_INDEX_URL\nRUN pip install flask\n",
        "FROM debian\nARG A\nENV A=$A\nRUN apt-get update\n",
    ] {
        check(stays, files, "nothing\n");
    }
}

#[test]
fn a_list_is_read_where_it_stands() {
    // What is named by its whole path, in the folder that everybody shares.
    check(
        "FROM python:3\nCOPY requirements.txt /tmp\nRUN apt-get update && apt-get install -y gcc\n\
         RUN pip wheel -r /tmp/requirements.txt\nCOPY . /app\n",
        PYTHON,
        "app.py: 1 step, no RUN -> 1 step, no RUN\n\
         requirements.txt: 4 steps, 2 of them RUN -> 3 steps, 1 of them RUN\n\
         FROM python:3\nRUN apt-get update && apt-get install -y gcc\nCOPY requirements.txt /tmp\n\
         RUN pip wheel -r /tmp/requirements.txt\nCOPY . /app\n",
    );
    // A COPY of the list alone goes up with the installation.
    let app = "app.py: 3 steps, 1 of them RUN -> 1 step, no RUN\n";
    let list = "requirements.txt: 3 steps, 1 of them RUN -> 3 steps, 1 of them RUN\n";
    check(
        "FROM python:3\nCOPY . /app\n# The list\nCOPY requirements.txt /tmp/\n\
         RUN pip install -r /tmp/requirements.txt",
        PYTHON,
        &format!(
            "{app}{list}FROM python:3\n# The list\nCOPY requirements.txt /tmp/\n\
             RUN pip install -r /tmp/requirements.txt\nCOPY . /app"
        ),
    );
    let (app, list) = (app.replacen('3', "2", 1), list.replacen('3', "2", 1));
    for (file, better) in [
        (
            "COPY . /tmp/x\nRUN pip download -d /w -c /tmp/x/requirements.txt flask\n",
            "COPY requirements.txt /tmp/x/\n\
             RUN pip download -d /w -c /tmp/x/requirements.txt flask\nCOPY . /tmp/x\n",
        ),
        (
            "WORKDIR /usr/src/app\nCOPY . .\nRUN pip install -r requirements.txt\n",
            "WORKDIR /usr/src/app\nCOPY requirements.txt ./\n\
             RUN pip install -r requirements.txt\nCOPY . .\n",
        ),
        (
            "WORKDIR /usr/local/app\nCOPY . .\nRUN pip install -r requirements.txt\n",
            "WORKDIR /usr/local/app\nCOPY requirements.txt ./\n\
             RUN pip install -r requirements.txt\nCOPY . .\n",
        ),
        (
            "WORKDIR /app\nCOPY . .\nRUN pip install --prefix=/w -r /app/requirements.txt\n",
            "WORKDIR /app\nCOPY requirements.txt /app/\n\
             RUN pip install --prefix=/w -r /app/requirements.txt\nCOPY . .\n",
        ),
    ] {
        let expected = format!("{app}{list}FROM python:3\n{better}");
        check(&format!("FROM python:3\n{file}"), PYTHON, &expected);
    }
}

#[test]
fn a_command_that_is_sent_into_a_folder_reads_there() {
    check(
        "FROM node:22\nCOPY . /x\nRUN npm --prefix /x ci\n",
        NODE,
        "src/index.js: 2 steps, 1 of them RUN -> 1 step, no RUN\n\
         package-lock.json: 2 steps, 1 of them RUN -> 3 steps, 1 of them RUN\n\
         package.json: 2 steps, 1 of them RUN -> 3 steps, 1 of them RUN\n\
         FROM node:22\nCOPY package.json package-lock.json /x/\nRUN npm --prefix /x ci\nCOPY . /x\n",
    );
    check(
        "FROM golang\nCOPY . /x\nRUN go -C /x mod download\n",
        &["go.mod", "go.sum", "main.go"],
        "main.go: 2 steps, 1 of them RUN -> 1 step, no RUN\n\
         go.mod: 2 steps, 1 of them RUN -> 3 steps, 1 of them RUN\n\
         go.sum: 2 steps, 1 of them RUN -> 3 steps, 1 of them RUN\n\
         FROM golang\nCOPY go.mod go.sum /x/\nRUN go -C /x mod download\nCOPY . /x\n",
    );
}

#[test]
fn what_would_change_for_the_command_or_the_image_stays() {
    let wheel = "app/old.whl";
    let files = [PYTHON, NODE, &[wheel, "pyproject.toml", "web/package.json"]].concat();
    let files = [&files[..], &["web/package-lock.json"]].concat();
    for file in [
        // The folder that everybody shares would get the rights of the project's.
        "COPY . /tmp\nRUN apt-get update\n",
        "COPY templates /tmp\nRUN apt-get update\n",
        "COPY t* /tmp/\nRUN apt-get update\n",
        // A wheel that lies there is taken instead of one that is built, or covered by it.
        "WORKDIR /x\nCOPY . .\nRUN pip wheel -w app -r requirements.txt\n",
        "COPY . /x\nRUN pip download --dest=/x/app flask\n",
        // Where it puts what it installs.
        "COPY . /x\nRUN pip install --target /x flask\n",
        "COPY . /x\nRUN npm install -g --prefix /x left-pad\n",
        // Settings of the project, and a project above that has this one as a part.
        "WORKDIR /x\nCOPY . .\nRUN uv pip install --system -r requirements.txt\n",
        "WORKDIR /x/web\nCOPY . /x\nRUN npm ci\n",
        // There may be no folder before the COPY that makes it.
        "COPY templates /x\nCOPY requirements.txt /x\nRUN pip install -r /x/requirements.txt\n",
        // The list would be covered by another of its name.
        "COPY . /x\nCOPY --chown=app requirements.txt /x/\nRUN pip install -r /x/requirements.txt\n",
        "COPY . /x\nCOPY app.py /x/requirements.txt\nRUN pip install -r /x/requirements.txt\n",
        // Another list, or none that is known to be there.
        "COPY . /x\nRUN pip install -r /y/requirements.txt\n",
        "COPY . /x\nRUN pip install -r /x/../x/requirements.txt\n",
    ] {
        check(&format!("FROM python:3\n{file}"), &files, "nothing\n");
    }
}

#[test]
fn what_may_read_the_files_stays() {
    for run in [
        "RUN make",
        "RUN pip install .",
        "RUN pip install -r requirements.txt -e .",
        "RUN pip install -r ../requirements.txt",
        "RUN pip install -r missing.txt",
        "RUN pip install -r requirements.txt && ./configure",
        "RUN pip install -r $LIST",
        "RUN pip install $(cat requirements.txt)",
        "RUN cat requirements.txt | xargs pip install",
        "RUN apt-get install -y ./local.deb",
        "RUN useradd -d /app app",
        "RUN [\"pip\", \"install\", \"-r\", \"requirements.txt\"]",
        "RUN --mount=type=bind,target=/x pip install -r requirements.txt",
        "RUN <<EOF\npip install -r requirements.txt\nEOF",
    ] {
        check(&format!("FROM python:3\nWORKDIR /app\nCOPY . .\n{run}\n"), PYTHON, "nothing\n");
    }
    // A folder of the system, an instruction between that counts, a trigger.
    for file in [
        "FROM python:3\nCOPY . /usr/local/lib/\nRUN apt-get update\n",
        "FROM python:3\nCOPY . /usr/src\nRUN apt-get update\n",
        "FROM python:3\nCOPY . /usr/src/linux-6\nRUN apt-get update\n",
        "FROM python:3\nCOPY . /\nRUN apt-get update\n",
        "FROM python:3\nCOPY . /app\nENV A=1\nRUN apt-get update\n",
        "FROM python:3\nADD . /app\nRUN apt-get update\n",
        "FROM python:3\nSHELL [\"python\", \"-c\"]\nCOPY . /app\nRUN apt-get update\n",
    ] {
        check(file, PYTHON, "nothing\n");
    }
    // The files would belong to an account that is not there now.
    for run in ["useradd -u 5 app", "groupadd app", "addgroup -g 5 app && adduser -G app -D me"] {
        let copy = "COPY --chown=0:app . /app";
        check(&format!("FROM python:3\n{copy}\nRUN {run}\n"), PYTHON, "nothing\n");
    }
    // What it installs would be covered by what is copied afterwards.
    let covered = [NODE, &["node_modules/left-pad/index.js"]].concat();
    check("FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\n", &covered, "nothing\n");
}

#[test]
fn accounts_that_packages_may_bring_are_taken_for_absent_and_that_is_said() {
    let assumed = |copy: &str, run: &str| {
        let file = format!("FROM python:3\n{copy} . /app\nRUN {run}\n");
        match advise(&state(&file, PYTHON)) {
            Advised::Better(advice) => advice.moves.iter().map(Move::sentence).collect::<String>(),
            other => panic!("{file}{other:?}"),
        }
    };
    let account = "if it reads none of the files that are copied there and no package makes an \
                   account called app.";
    let install = "apt-get install -y curl";
    assert!(assumed("COPY --chown=app:app", install).ends_with(account));
    assert!(!assumed("COPY --chown=5:5", install).contains("account"));
    assert!(!assumed("COPY --chown=root", install).contains("account"));
    assert!(!assumed("COPY --chown=app", "apt-get update").contains("account"));
    assert!(!assumed("COPY --chown=app", "useradd web").contains("account"));
}

#[test]
fn what_cannot_be_judged_is_said() {
    check("FROM python\nCOPPY . .\n", PYTHON, "unknown: BuildKit refuses this file as it stands\n");
    check(
        "FROM python\nRUN make\n",
        PYTHON,
        "unknown: no step takes a file of the folder, and no stage has a build argument\n",
    );
    let stopped =
        advise(&state("FROM python\nCOPY --from=no/such /a b\nUSER ${A:?none}\n", PYTHON));
    assert!(matches!(stopped, Advised::Unknown(_)), "{stopped:?}");
}

/// The instructions' texts with how often each stands there.
fn instructions(text: &str) -> BTreeMap<String, usize> {
    let file = parse(std::sync::Arc::new(Source::new("Dockerfile", text.as_bytes().to_vec())));
    let mut counts = BTreeMap::new();
    for instruction in &file.instructions {
        *counts.entry(file.source.slice(instruction.span).to_owned()).or_default() += 1;
    }
    counts
}

fn config(text: &str, options: &Options) -> Value {
    let file = parse(std::sync::Arc::new(Source::new("Dockerfile", text.as_bytes().to_vec())));
    facts(&evaluate(&file, options)).more["config"].clone()
}

/// Panics where advice changes what it should keep; says whether there was some.
fn keeps(state: &State) -> bool {
    let Advised::Better(advice) = advise(state) else { return false };
    let options = &state.options;
    assert_eq!(config(&state.dockerfile, options), config(&advice.text, options));
    assert!(advice.gains.iter().all(|gain| gain.after.runs <= gain.before.runs));
    assert!(advice.gains.iter().any(|gain| gain.saved() > 0), "{advice:?}");
    let (before, mut after) = (instructions(&state.dockerfile), instructions(&advice.text));
    for (text, count) in &before {
        let left = after.remove(text).unwrap_or_default();
        assert!(left >= *count, "{text} is missing in {}", advice.text);
    }
    assert!(after.keys().all(|text| text.starts_with("COPY ")), "{after:?} is new");
    // What is in order needs no further advice.
    let mut again = state.clone();
    again.set_dockerfile(&advice.text);
    let again = advise(&again);
    assert!(matches!(again, Advised::Nothing(_)), "{again:?} after {}", advice.text);
    true
}

#[test]
fn recorded_files_are_kept() {
    for line in include_str!("../truth/cache.jsonl").lines() {
        let scenario = Scenario::from_json(line).unwrap();
        keeps(&scenario.state().unwrap().unwrap());
    }
}

const LINES: [&str; 22] = [
    "COPY . .",
    "COPY --chown=app . /srv/app",
    "COPY requirements.txt ./",
    "COPY requirements.txt app.py ./",
    "COPY requirements.txt /tmp",
    "COPY . /tmp/src",
    "COPY templates ./templates/",
    "RUN apt-get update && apt-get install -y curl",
    "RUN pip install -r requirements.txt",
    "RUN pip install flask",
    "RUN pip wheel -r /tmp/requirements.txt",
    "RUN pip install -r /tmp/src/requirements.txt",
    "RUN useradd app",
    "RUN make",
    "WORKDIR /app",
    "WORKDIR src",
    "ARG VERSION=1",
    "ARG COMMIT",
    "ENV RELEASE=$VERSION",
    "LABEL commit=$COMMIT",
    "USER app",
    "# A comment",
];

/// How many random files got advice: some must.
static BETTER: AtomicUsize = AtomicUsize::new(0);

#[test]
fn random_files_are_kept() {
    let lines = prop::collection::vec(select(&LINES[..]), 1..12);
    let mut runner = TestRunner::new(ProptestConfig::with_cases(150));
    let result = runner.run(&lines, |lines| {
        let text = format!("FROM python:3\nWORKDIR /srv\n{}\n", lines.join("\n"));
        BETTER.fetch_add(usize::from(keeps(&state(&text, PYTHON))), Ordering::Relaxed);
        Ok(())
    });
    result.unwrap();
    let better = BETTER.load(Ordering::Relaxed);
    assert!(better > 20, "only {better} files got advice");
}

#[test]
fn an_instruction_of_several_lines_is_named_by_its_words() {
    let text = "FROM python:3\nCOPY . /app\nRUN \\\n    apt-get update && \\\n    \
                apt-get install -y gcc\n";
    let Advised::Better(advice) = advise(&state(text, PYTHON)) else { panic!("a better order") };
    let words = &advice.moves[0].words;
    assert!(words.starts_with("Move `RUN apt-get update && apt-get install"), "{words}");
}
