//! Instruction counts of what a person waits for, against budgets.
//!
//! Counts are the same on every run, whatever else the machine does, so a
//! limit here fails for a change of the code and for nothing else. Needs
//! `valgrind` and `gungraun-runner`; `.ci/run` installs both.
#![allow(missing_docs, reason = "the macros of the harness make public items")]

use std::hint::black_box;
use std::sync::Arc;

use gungraun::prelude::*;
use gungraun::{Callgrind, EventKind};
use layerwise::analysis::Analysis;
use layerwise::build::{self, Build, Options};
use layerwise::checks::{self, Around, Finding};
use layerwise::doc::markdown::{self, Page};
use layerwise::doc::{self, LayoutOptions};
use layerwise::dockerfile::{self, Dockerfile};
use layerwise::host::{FileNews, Opened, Origin, opened};
use layerwise::source::Source;
use layerwise::tui::{self, Message, Model, Settings, Start, ThemeChoice};
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::{Rect, Size};

/// The size of the terminal for frames.
const SIZE: Size = Size { width: 120, height: 40 };

/// A lesson of about 350 lines.
const LESSON: &str = include_str!("../../lessons/02-anatomy/lesson.md");

/// What evaluating 5,000 lines may take; 30 million were measured on 2026-11-29.
const EVALUATE_LIMIT: u64 = 42_000_000;

/// What checking 50 lines with ten layers of packages may take; 1.7 million were measured on
/// 2026-11-29.
const CHECK_LIMIT: u64 = 2_300_000;

/// An ordinary Dockerfile of about this many lines.
fn text_of(lines: usize) -> String {
    let mut text = String::from("# syntax=docker/dockerfile:1\nFROM python:3.12-slim AS base\n");
    for number in 0..lines / 5 {
        text.push_str(&format!(
            "# part {number}\nENV NAME_{number}=value\nCOPY src/part_{number} /srv/part_{number}/\n\
             RUN apt-get update && \\\n    apt-get install -y package-{number}\n"
        ));
    }
    text + "CMD [\"python\", \"app.py\"]\n"
}

fn source_of(lines: usize) -> Arc<Source> {
    Arc::new(Source::new("Dockerfile", text_of(lines).into_bytes()))
}

fn opened_with(lines: usize) -> Opened {
    opened("Dockerfile", text_of(lines).into_bytes(), Origin::File("Dockerfile".into()))
}

fn start_with(file: Opened) -> Start {
    let settings = Settings { theme: ThemeChoice::Dark, ..Settings::default() };
    Start { settings, ..Start::new(file) }
}

/// A screen that shows a file of this many lines, as after the first frame.
fn model_of(lines: usize) -> Model {
    let mut model = Model::new(&start_with(opened_with(lines)), SIZE);
    tui::update(&mut model, Message::Ready);
    model
}

/// The same, and what the file holds after an edit.
fn saved(lines: usize) -> (Model, Vec<u8>) {
    (model_of(lines), text_of(lines).replace("3.12", "3.13").into_bytes())
}

fn press(model: &mut Model, key: char) {
    let key = KeyEvent::new(KeyCode::Char(key), KeyModifiers::NONE);
    tui::update(model, Message::Key(key));
}

fn frame_of(model: &Model) -> Buffer {
    let mut buffer = Buffer::empty(Rect::from((ratatui::layout::Position::ORIGIN, SIZE)));
    tui::draw(model, &mut buffer);
    buffer
}

/// About 1.3 times what was measured on 2026-11-20 with the release profile.
fn limit(instructions: u64) -> LibraryBenchmarkConfig {
    let mut config = LibraryBenchmarkConfig::default();
    config.tool(Callgrind::default().hard_limits([(EventKind::Ir, instructions)]));
    config
}

// Twice the lines, twice the limit: what grows faster than its input fails.
#[library_benchmark]
#[bench::lines_50(args = (source_of(50)), config = limit(200_000))]
#[bench::lines_5_000(args = (source_of(5_000)), config = limit(14_000_000))]
#[bench::lines_10_000(args = (source_of(10_000)), config = limit(28_000_000))]
#[bench::lines_20_000(args = (source_of(20_000)), config = limit(56_000_000))]
#[bench::lines_40_000(args = (source_of(40_000)), config = limit(112_000_000))]
fn parse(source: Arc<Source>) -> Dockerfile {
    black_box(dockerfile::parse(source))
}

fn parsed(lines: usize) -> Dockerfile {
    dockerfile::parse(source_of(lines))
}

// As above: twice the lines, twice the limit.
#[library_benchmark]
#[bench::lines_5_000(args = (5_000), setup = parsed, config = limit(EVALUATE_LIMIT))]
#[bench::lines_10_000(args = (10_000), setup = parsed, config = limit(2 * EVALUATE_LIMIT))]
#[bench::lines_20_000(args = (20_000), setup = parsed, config = limit(4 * EVALUATE_LIMIT))]
#[bench::lines_40_000(args = (40_000), setup = parsed, config = limit(8 * EVALUATE_LIMIT))]
fn evaluate(file: Dockerfile) -> (Dockerfile, Build) {
    let build = build::evaluate(&file, &Options::default());
    black_box((file, build))
}

/// A file after an edit of its first FROM, and the build of it as it was before.
fn edited(lines: usize) -> (Dockerfile, Build) {
    let file = parsed(lines);
    let build = build::evaluate_again(&file, &Options::default(), None);
    let text = text_of(lines).replace("3.12", "3.9").into_bytes();
    let source = Arc::new(Source::new("Dockerfile", text));
    (dockerfile::parse_again(source, Arc::new(file)), build)
}

// 4.7 million were measured on 2026-11-29.
#[library_benchmark]
#[bench::lines_5_000(args = (5_000), setup = edited, config = limit(3_000_000))]
fn evaluate_again((file, build): (Dockerfile, Build)) -> (Dockerfile, Build) {
    let build = build::evaluate_again(&file, &Options::default(), Some(build));
    black_box((file, build))
}

// What `layerwise check FILE` does between reading and printing. The tables are asked for the
// first time here, as in a process.
#[library_benchmark]
#[bench::lines_50(args = (source_of(50)), config = limit(CHECK_LIMIT))]
fn check(source: Arc<Source>) -> Vec<Finding> {
    let file = Arc::new(dockerfile::parse(source));
    let analysis = Analysis::of(file, Options::default());
    black_box(checks::check(&analysis, &Around::default(), &checks::Settings::default()))
}

#[library_benchmark]
#[bench::lines_50(args = (50), setup = opened_with, config = limit(6_500_000))]
fn first_frame(file: Opened) -> Buffer {
    let model = Model::new(&start_with(file), SIZE);
    black_box(frame_of(&model))
}

#[library_benchmark]
#[bench::lines_50(args = (50), setup = model_of, config = limit(1_450_000))]
#[bench::lines_100_000(args = (100_000), setup = model_of, config = limit(1_700_000))]
fn key_press(mut model: Model) -> (Model, Buffer) {
    press(&mut model, '\t');
    press(&mut model, 'j');
    let frame = frame_of(&model);
    // Given back, so that taking the model apart is not counted.
    black_box((model, frame))
}

/// An explanation of a middle line, after another one made the file's index.
fn explaining(lines: usize) -> Model {
    let mut model = model_of(lines);
    for key in "2]]]]]]".chars() {
        press(&mut model, key);
    }
    model
}

#[library_benchmark]
#[bench::lines_50(args = (50), setup = explaining, config = limit(1_900_000))]
#[bench::lines_100_000(args = (100_000), setup = explaining, config = limit(1_600_000))]
fn explain_key_press(mut model: Model) -> (Model, Buffer) {
    press(&mut model, ']');
    let frame = frame_of(&model);
    black_box((model, frame))
}

#[library_benchmark]
#[bench::lines_50(args = (50), setup = saved, config = limit(2_900_000))]
#[bench::lines_5_000(args = (5_000), setup = saved, config = limit(6_500_000))]
fn save((mut model, bytes): (Model, Vec<u8>)) -> (Model, Buffer) {
    tui::update(&mut model, Message::File(FileNews::Read(bytes)));
    let frame = frame_of(&model);
    black_box((model, frame))
}

#[library_benchmark]
#[bench::anatomy(args = (LESSON), setup = markdown::read, config = limit(3_800_000))]
fn lesson_layout(page: Page) -> (Page, doc::Layout) {
    let layout = doc::layout(&page.document.blocks, &LayoutOptions::new(60));
    black_box((page, layout))
}

library_benchmark_group!(
    name = people_wait_for,
    benchmarks = [
        parse,
        evaluate,
        evaluate_again,
        check,
        first_frame,
        key_press,
        explain_key_press,
        save,
        lesson_layout
    ]
);

main!(library_benchmark_groups = people_wait_for);
