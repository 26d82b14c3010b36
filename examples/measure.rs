//! Measures what a person feels: the first frame, a key press, a save, and
//! the peak of memory, in a pseudo-terminal, each beside a minimal ratatui
//! program in the same run. Prints a table; judges nothing.
//!
//! ```text
//! cargo build --release --bins --examples
//! target/release/examples/measure target/release/layerwise target/release/examples/minimal
//! ```

#![expect(clippy::print_stdout, reason = "it prints a table")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[path = "../tests/support/terminal.rs"]
#[allow(
    missing_docs,
    unreachable_pub,
    dead_code,
    clippy::unwrap_used,
    reason = "shared with the tests"
)]
mod terminal;

use terminal::{Launch, Place, Session};

const STARTS: usize = 40;
const PRESSES: usize = 300;
const SAVES: usize = 40;
/// How long nothing happens before a save: a person thinks between two of them.
const PAUSE: Duration = Duration::from_millis(200);

fn main() {
    // The programs start in folders of their own.
    let whole = |word| std::path::absolute(word).expect("the present folder has a name");
    let words: Vec<PathBuf> = std::env::args_os().skip(1).map(whole).collect();
    let [program, minimal] = words.as_slice() else {
        panic!("usage: measure LAYERWISE MINIMAL");
    };
    first_frame(program, minimal);
    for lines in [50, 5_000, 100_000] {
        with_file(program, lines);
        memory(program, lines);
    }
    what_follows(program, 5_000);
}

/// A Dockerfile of about this many lines, as people write them.
fn dockerfile(lines: usize) -> String {
    let mut text = String::from("# syntax=docker/dockerfile:1\nFROM python:3.12-slim AS base\n");
    let mut number = 0;
    while text.lines().count() < lines && number * 5 < lines {
        number += 1;
        text.push_str(&format!(
            "# part {number}\nENV NAME_{number}=value\nCOPY src/part_{number} /srv/part_{number}/\n\
             RUN apt-get update && \\\n    apt-get install -y package-{number}\n"
        ));
    }
    text.push_str("CMD [\"python\", \"app.py\"]\n");
    text
}

fn first_frame(program: &Path, minimal: &Path) {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let place = Place::new();
    place.write("Dockerfile", dockerfile(50));
    for _ in 0..STARTS {
        ours.push(start(program, &place, "quit").1);
        theirs.push(start(minimal, &place, "FROM").1);
    }
    let mut ratios: Vec<f64> =
        ours.iter().zip(&theirs).map(|(a, b)| a.as_secs_f64() / b.as_secs_f64()).collect();
    ratios.sort_by(f64::total_cmp);
    println!(
        "first frame, 120x40, {STARTS} starts: {} (minimal program: {}), ratio median {:.2}",
        spread(&mut ours),
        spread(&mut theirs),
        ratios[ratios.len() / 2]
    );
}

/// Starts a program and waits for its first frame; gives the time from exec to the marker.
fn start(program: &Path, place: &Place, marker: &str) -> (Session, Duration) {
    let before = Instant::now();
    let session = Launch::new(program, 120, 40).home(&place.home).folder(&place.folder).start();
    session.wait_for(marker);
    (session, before.elapsed())
}

fn with_file(program: &Path, lines: usize) {
    let place = Place::new();
    let text = dockerfile(lines);
    place.write("Dockerfile", &text);
    let mut session = Launch::new(program, 200, 60).home(&place.home).folder(&place.folder).start();
    session.wait_for("quit");
    session.settle(Duration::from_millis(300));
    let mut presses: Vec<Duration> = (0..PRESSES)
        .map(|number| {
            let before = Instant::now();
            let seen = session.count();
            session.keys(if number % 20 < 10 { "j" } else { "k" });
            session.wait_for_more(seen);
            let taken = before.elapsed();
            session.settle(Duration::from_millis(3));
            taken
        })
        .collect();
    let mut saves: Vec<Duration> = (0..SAVES)
        .map(|number| {
            let text = text.replacen("python:3.12-slim", &format!("python:3.{number}-slim"), 1);
            session.keys("g").settle(PAUSE);
            let before = Instant::now();
            place.write("Dockerfile", &text);
            session.wait_for(&format!("python:3.{number}-slim"));
            before.elapsed()
        })
        .collect();
    println!(
        "{lines} lines, 200x60: key to frame {}; save to repaint {}",
        spread(&mut presses),
        spread(&mut saves),
    );
}

/// How long after a save the view of stages shows what follows from the new text, which is
/// worked out beside the screen.
fn what_follows(program: &Path, lines: usize) {
    let place = Place::new();
    let text = dockerfile(lines);
    place.write("Dockerfile", &text);
    let mut session = Launch::new(program, 200, 60).home(&place.home).folder(&place.folder).start();
    session.wait_for("quit");
    session.keys("3").wait_for("python:3.12-slim  line 2");
    let mut times: Vec<Duration> = (0..SAVES)
        .map(|number| {
            let text = text.replacen("python:3.12-slim", &format!("python:3.{number}-slim"), 1);
            session.settle(PAUSE);
            let before = Instant::now();
            place.write("Dockerfile", &text);
            session.wait_for(&format!("python:3.{number}-slim  line 2"));
            before.elapsed()
        })
        .collect();
    println!("{lines} lines, 200x60: save to all that follows {}", spread(&mut times));
}

/// The most memory that a start, some keys and some saves take, in a terminal of the usual size.
fn memory(program: &Path, lines: usize) {
    let place = Place::new();
    let text = dockerfile(lines);
    place.write("Dockerfile", &text);
    let mut session = Launch::new(program, 120, 40).home(&place.home).folder(&place.folder).start();
    session.wait_for("quit");
    for key in "jjkklh".chars() {
        session.keys(&key.to_string()).settle(Duration::from_millis(30));
    }
    for number in 0..10 {
        let text = text.replacen("python:3.12-slim", &format!("python:3.{number}-slim"), 1);
        session.keys("g").settle(PAUSE);
        place.write("Dockerfile", &text);
        session.wait_for(&format!("python:3.{number}-slim"));
    }
    session.settle(PAUSE);
    println!("{lines} lines, 120x40: peak memory {:.1} MiB", peak_mebibytes(session.process()));
}

fn spread(times: &mut [Duration]) -> String {
    times.sort();
    let at = |share: f64| {
        let place = ((times.len() as f64 * share) as usize).min(times.len() - 1);
        times[place].as_secs_f64() * 1000.0
    };
    format!("p50 {:.2}, p90 {:.2}, p99 {:.2} ms", at(0.5), at(0.9), at(0.99))
}

fn peak_mebibytes(process: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = peak.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kilobytes.unwrap_or(f64::NAN) / 1024.0
}
