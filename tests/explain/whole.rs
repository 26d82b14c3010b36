//! The whole file as a document.

use crate::support::spent::Spent;
use std::convert::Infallible;

use layerwise::doc::{self, Document, Page};
use layerwise::explain::whole::{Drawing, Manner, SVG, each_part};
use layerwise::explain::{Choice, Depth};

fn document(text: &str, choice: Choice, drawing: Drawing) -> Document {
    let analysis = super::analysed(text);
    let mut document = Document::default();
    let Ok(()) = each_part(&analysis, choice, Manner { drawing, inside: None }, |piece| {
        document.blocks.extend(piece.blocks);
        Ok::<(), Infallible>(())
    });
    document
}

fn markdown(text: &str) -> String {
    doc::markdown::write(&document(text, Choice::default(), Drawing::Mermaid))
}

const FILE: &str = "FROM python:3.12-slim AS base\n\
    ENV APP_HOME=/app DB_PASSWORD=hunter2secret\n\
    WORKDIR $APP_HOME\n\
    FROM base AS dependencies\n\
    COPY requirements.txt .\n\
    RUN --mount=type=secret,id=netrc pip install -r requirements.txt\n\
    FROM dependencies AS test\n\
    RUN pytest\n\
    FROM dependencies AS production\n\
    ARG REVISION\n\
    COPY . .\n\
    RUN useradd --uid 1000 app && true\n\
    USER app\n\
    EXPOSE 8000 9000/udp\n\
    VOLUME /data\n\
    CMD [\"gunicorn\", \"--bind\", \"0.0.0.0:8000\", \"app:app\"]\n";

#[test]
fn it_says_what_it_builds_and_how_to_run_it() {
    let text = markdown(FILE);
    for said in [
        "By default the image of the stage `production`.",
        "With `--target test` the image of that stage.",
        "It starts from `python:3.12-slim`.",
        "A container runs `gunicorn --bind 0.0.0.0:8000 app:app`. It runs as `app`.",
        "```mermaid\n",
        "| `requirements.txt` (line 5) | lines 5, 6, 11, 12 |",
        "| any file that is sent (line 11: `.`) | lines 11, 12 |",
        "| the build argument `REVISION` (line 10) | line 12 |",
        "| `REVISION` | nothing (line 10) |",
        "| `APP_HOME` | `/app` | By its name it says where something is installed. Line 3 uses it for the folder that WORKDIR goes to. |",
        "docker build --tag app --build-arg REVISION=… --secret id=netrc,src=… .\n",
        "docker build --tag test --target test --build-arg",
        "docker run --rm --publish 8000:8000 --publish 9000:9000/udp --volume data:/data app\n",
        "- **stage**: the instructions from one FROM to the next",
    ] {
        assert!(text.contains(said), "not said: {said}\n--- but:\n{text}");
    }
    assert!(!text.contains("hunter2"), "{text}");
}

#[test]
fn a_port_is_spoken_of_where_one_is_declared() {
    assert!(markdown(FILE).contains("opens a port that it says it listens on:"));
    let text = markdown("FROM scratch\nCMD [\"/app\"]\n");
    assert!(text.contains("No line says that it listens on a port;"), "{text}");
    assert!(!text.contains("that it says it listens on"), "{text}");
}

#[test]
fn a_stage_or_less_is_said_when_that_is_asked_for() {
    let file = super::read(FILE);
    let stage = file.stages.iter().find(|stage| stage.name.as_deref() == Some("test"));
    let choice = Choice { stage: stage.map(|stage| stage.id), ..Choice::default() };
    let text = doc::markdown::write(&document(FILE, choice, Drawing::Characters));
    assert!(text.starts_with("## Stage `test`\n") && text.contains("pytest"), "{text}");
    assert!(!text.contains("gunicorn") && !text.contains("Words used here"), "{text}");
    let length = |depth| {
        let choice = Choice { depth, stage: None };
        doc::markdown::write(&document(FILE, choice, Drawing::Characters)).len()
    };
    assert!(length(Depth::Brief) < length(Depth::Usual));
    assert!(length(Depth::Usual) < length(Depth::Full));
}

#[test]
fn a_broken_file_has_a_document_too() {
    for text in [
        "",
        "FROM\n",
        "RUN a\n",
        "FROM a\nFOO\nCOPY --from=nobody a b\n",
        "FROM a AS b\nFROM b AS b\n",
    ] {
        let text = markdown(text);
        assert!(text.starts_with("# "), "{text}");
    }
}

#[test]
fn the_page_needs_nothing_from_elsewhere() {
    let mut page = Page::new(SVG);
    page.add(&document(FILE, Choice::default(), Drawing::Svg).blocks);
    let html = page.finish("Dockerfile");
    for bad in ["<script", "<link", "src=\"", "url(", "@import", "hunter2"] {
        assert!(!html.contains(bad), "{bad}");
    }
    for good in ["<html lang=\"en\">", "<svg", "prefers-color-scheme: dark", "<main id=\"text\">"] {
        assert!(html.contains(good), "{good}");
    }
}

#[test]
fn a_long_file_takes_time_in_line_with_its_length() {
    let time = |count: usize| {
        let text = (0..count).fold(String::new(), |text, at| {
            text + &format!("FROM a AS s{at}\nARG A{at}\nCOPY x{at} y\nRUN apt-get install -y curl && echo {at}\n")
        });
        Spent::on(|| document(&text, Choice::default(), Drawing::Mermaid))
    };
    let (few, many) = (time(100), time(800));
    let limit = few * 24 + std::time::Duration::from_millis(500);
    assert!(many < limit, "{few:?}, then {many:?}");
}

/// The sample with the structure that many projects have.
const FOUR: &str = include_str!("../../lessons/27-explain-repo/samples/py-four-stages.Dockerfile");

#[test]
fn a_file_of_four_stages_is_told_as_a_colleague_would() {
    let said = markdown(FOUR);
    for expected in [
        // Contents, findings, and what is the same.
        "* [Stage packages](#stage-packages)",
        "| 56 | hint | With a name, Kubernetes cannot tell",
        "The same as on line 36, and it does the same here.",
        "> **The checks find (hint):** gcc is in the image that is shipped",
        // Why, by what the file itself shows.
        "2 stages start from it (lines 32, 46)",
        "the installation on line 29 comes from the cache",
        "It stands before the USER on line 56",
        // Tables, and flags with their values.
        "| `PYTHONUNBUFFERED` | `1` | It makes Python write out at once",
        "| `black` | a formatter of Python code. |",
        "- `--uid 4200` (flag): With this number.",
        "`tests/`, `docs/`, `*.md`, `.git*`, `.env.example` (argument): An argument of `rm`",
        "`\"--bind\" \"0.0.0.0:8300\"` (flag): Listens there.",
        "| `3.12-alpine` | Alpine | musl | below 150 MB |",
        // What a hand-written document gets wrong.
        "it is no wait before the first one",
        "deleting them here only hides them",
        "pip takes no notice of it",
        // Commands with the file's own values.
        "docker run --rm --publish 8300:8300 --volume \"$PWD\":/srv/catalogue develop",
    ] {
        assert!(said.contains(expected), "not said: {expected}\n{said}");
    }
    for unexpected in ["Single-threaded", "smaller image size", "is pinned"] {
        assert!(!said.contains(unexpected), "said: {unexpected}");
    }
}

#[test]
fn nothing_is_claimed_of_a_release_that_the_table_does_not_hold() {
    for (image, is_known) in
        [("node:lts-bookworm-slim", true), ("node:lts-buster-slim", false), ("python:2.7", false)]
    {
        let said = markdown(&format!("FROM {image}\nRUN true\n"));
        assert_eq!(said.contains("(layerwise's table of images, `"), is_known, "{image}: {said}");
    }
}

#[test]
fn what_stands_before_the_first_stage_has_a_heading() {
    for text in ["ARG A=1\nFROM alpine\n", "# syntax=docker/dockerfile:1\nARG A=1\nFROM alpine\n"] {
        let said = markdown(text);
        assert_eq!(said.matches("## Before the first stage\n").count(), 1, "{said}");
    }
}
