//! What the lessons of the course say of a reader's own file.

use layerwise::tui::{Start, StartLesson};

use super::guide::guide;
use super::{Play, folder_beside, start};

/// What is copied and built in one stage is fetched by another.
const STAGES: &str = "\
FROM node:24 AS build
ARG BASE
WORKDIR /app
COPY package.json ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:24
ARG RELEASE=1
RUN npm install -g pnpm
COPY --from=build /app/dist ./dist
CMD [\"node\", \"dist/server.js\"]
";

/// The same in one stage.
const ONE: &str = "\
FROM python:3.13
WORKDIR /app
COPY requirements.txt ./
RUN pip install -r requirements.txt
COPY . .
CMD [\"python\", \"app.py\"]
";

/// A lesson of the course at a step, from 1, with what waits behind pauses.
fn at(lesson: &str, step: usize, file: &str) -> Play {
    let lesson = StartLesson::Id(lesson.to_owned());
    let start = Start { lesson, ..start(file.as_bytes()) };
    let mut play = Play::started(&start, 90, 120);
    play.send(folder_beside());
    for _ in 1..step {
        play.keys("]");
    }
    while guide(&play).contains("Space show more") {
        play.keys("Space");
    }
    play
}

/// What the guide says, on one line.
fn said(play: &Play) -> String {
    guide(play).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(play: &Play, says: &str, not: &str) {
    let said = said(play);
    assert!(said.contains(says), "{says}\n{said}");
    assert!(!said.contains(not), "{not}\n{said}");
}

#[test]
fn layers_of_other_stages_are_not_said_to_be_in_the_image() {
    let several = "the image that is made is the last stage";
    check(&at("what-is", 5, STAGES), several, "All the others");
    check(&at("what-is", 5, ONE), "begins a stage", several);
}

#[test]
fn what_another_stage_copies_is_not_said_to_be_in_the_image() {
    let (image, other) = ("copies . into the image", "copies . into another stage only");
    check(&at("context", 1, STAGES), other, image);
    check(&at("context", 1, ONE), image, other);
    let goes_on = STAGES.replace("\nFROM node:24\n", "\nFROM build\n");
    check(&at("context", 1, &goes_on), image, other);
}

#[test]
fn what_stands_below_runs_again_in_its_stage() {
    let (whole, stage) = ("or WORKDIR below the COPY. Each", "below it in its stage: each");
    check(&at("cache-rules", 1, STAGES), stage, whole);
    let whole = "the COPY runs, and what stands below it; no";
    check(
        &at("cache-order", 1, STAGES),
        "what stands below it in its stage; no installation",
        whole,
    );
}

#[test]
fn installations_from_a_list_are_known_with_their_flags() {
    for install in ["npm ci --omit=dev", "pnpm install --frozen-lockfile", "yarn", "bun install"] {
        let file = format!("FROM node:24\nCOPY . .\nRUN {install}\n");
        let (open, done) = ("○ open Where packages are", "✓ done Where packages are");
        check(&at("cache-order", 7, &file), open, done);
        check(&at("cache-order", 7, &file), "○ open Nothing is installed", "✓ done Nothing");
        let file = format!("FROM node:24\nCOPY package.json ./\nRUN {install}\nCOPY . .\n");
        check(&at("cache-order", 7, &file), done, open);
    }
    let named = "FROM node:24\nCOPY . .\nRUN npm install -g pnpm\n";
    check(&at("cache-order", 7, named), "✓ done Where packages are", "○ open Where packages are");
}

#[test]
fn a_comment_behind_a_list_has_no_line_of_its_own() {
    let anatomy = at("anatomy", 11, "FROM alpine\nCMD [\"x\"] # start\n");
    check(&anatomy, "○ open Every comment has a line", "✓ done Every comment");
}

#[test]
fn what_comes_from_another_stage_is_not_said_to_be_of_root() {
    check(&at("context", 9, STAGES), "keeps the owner that it has there", "ADD bring belongs");
    check(&at("non-root", 2, STAGES), "files keep their owner", "they bring belongs to root");
}

#[test]
fn the_answer_does_not_stand_there_before_the_question() {
    let user = format!("{ONE}RUN useradd app\nUSER app\n");
    for step in 1..=3 {
        let said = said(&at("non-root", step, &user));
        assert!(!said.contains("the container runs as"), "step {step}\n{said}");
    }
    check(&at("non-root", 3, &user), "Which user does a container", "no USER above it");
    let layers = at("what-is", 5, ONE);
    check(&layers, "A question from your own file: which lines add a layer?", "so they add layers");
    assert!(layers.model.highlights.focus.is_empty(), "{:?}", layers.model.highlights.focus);
    check(&at("cache-rules", 3, ONE), "Which of these steps run again?", "A worked example");
    check(&at("cache-rules", 4, ONE), "A worked example", "Which of these steps");
    check(&at("cache-rules", 5, ONE), "which steps run after a touch?", "compare what is in");
    let copied = ONE.replace("COPY . .", "RUN useradd app\nUSER app\nCOPY . .");
    check(&at("context", 9, &copied), "A question from your own file", "belongs to root");
}

#[test]
fn a_project_in_node_is_given_a_list_for_node() {
    let list = |file: &str| {
        let mut play = at("context", 6, file);
        play.keys("Esc Esc");
        said(&play)
    };
    assert!(list(STAGES).contains("**/node_modules"), "{}", list(STAGES));
    assert!(list(ONE).contains("**/__pycache__"), "{}", list(ONE));
}

#[test]
fn arguments_of_every_stage_are_looked_at() {
    let file = format!("ARG VERSION=24\n{STAGES}");
    let play = at("cache-rules", 8, &file);
    let source = &play.model.file.dockerfile().source;
    let lines = play.model.highlights.focus.iter().map(|it| source.line_at(it.start).get());
    // Line 1 stands in no stage.
    assert_eq!(lines.collect::<Vec<_>>(), [3, 11]);

    let mut play = at("cache-rules", 10, STAGES);
    check(&play, "○ open What changes with each release", "nothing to do");
    play.save(&STAGES.replace("ARG RELEASE=1\n", ""));
    check(&play, "✓ done What changes with each release", "○ open");
}

#[test]
fn what_a_later_stage_asks_for_counts() {
    let asks = "FROM alpine AS one\nFROM alpine\nARG TARGETARCH\nRUN fetch $TARGETARCH\n";
    let tick = |file: &str| {
        let mut play = at("platforms", 1, file);
        while !said(&play).contains("What a stage uses of the target") {
            play.keys("]");
        }
        said(&play).contains("✓ done What a stage uses of the target")
    };
    assert!(tick(asks));
    assert!(!tick(&asks.replace("ARG TARGETARCH\n", "")));
}

#[test]
fn a_day_of_the_week_may_be_written_small() {
    let mut play = at("what-is", 3, ONE);
    play.keys("Esc Enter").type_text("monday");
    play.keys("Enter");
    check(&play, "✓ Right", "Not “monday”");
}
