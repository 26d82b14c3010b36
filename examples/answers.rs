//! How long a log of a million answers takes to read, and how much memory.
//!
//! `cargo run --release --example answers [COUNT]`

#![allow(clippy::print_stdout, reason = "printing what it measured is what it is for")]

use std::io::Write;
use std::time::Instant;

use layerwise::host::{AnswerLog, Directories};
use layerwise::progress::{Record, RecordKind, Timestamp};
use layerwise::quiz::{Given, Outcome};

fn main() {
    let count = std::env::args().nth(1).and_then(|it| it.parse().ok()).unwrap_or(1_000_000_u64);
    let folder = tempfile::tempdir().expect("a folder for the log");
    let directories = Directories::below(folder.path());
    let log = AnswerLog::new(&directories);
    let file = std::fs::File::create(log.path()).expect("the log can be made");
    let mut file = std::io::BufWriter::new(file);
    for number in 0..count {
        file.write_all(record(number).to_line().as_bytes()).expect("the log can be written");
    }
    // On the disk, so that no answer that is measured waits for these.
    file.into_inner().expect("the log can be written").sync_all().expect("the disk takes it");
    let size = std::fs::metadata(log.path()).map(|it| it.len()).unwrap_or_default();
    println!("{count} answers, {} MB", size / 1_000_000);
    for what in ["from its start", "from the short cut"] {
        let start = Instant::now();
        let progress = log.read().expect("the log can be read");
        let (time, skills) = (start.elapsed(), progress.skills.len());
        println!("read {what}: {time:.2?}, {} records, {skills} skills", progress.records);
    }
    println!("most memory so far: {}", peak());
    let start = Instant::now();
    log.append(&[record(count)]).expect("the log can be written");
    println!("one more answer: {:.2?}", start.elapsed());
    let start = Instant::now();
    let progress = log.read().expect("the log can be read");
    println!("read after it: {:.2?}, {} records", start.elapsed(), progress.records);
    let other = [record(3), record(count + 1)].map(|it| it.to_line()).concat();
    let start = Instant::now();
    let merged = log.import(other.as_bytes()).expect("the log can be written");
    println!("import of 2: {:.2?}, {} new, most memory {}", start.elapsed(), merged.added, peak());
}

/// An answer every half minute, by turns of 28 lessons, 8 questions and 60 skills.
fn record(number: u64) -> Record {
    let outcome = Outcome {
        lesson: format!("lesson-{}", number % 28),
        question: format!("lesson-{}-question-{}", number % 28, number / 28 % 8),
        skill: Some(format!("skill.{}", number % 60)),
        hash: "96a4f39681eac0c5".to_owned(),
        seed: number,
        file: Some("b059909a750ee4b6e4b639ced43f3eb994fd9534b3d54a1dc5eb6c8262fa8d4b".to_owned()),
        given: Given::Choice(vec![0]),
        correct: !number.is_multiple_of(5),
        try_number: 1,
        closed: true,
        hints: 0,
        confidence: None,
        had: false,
    };
    Record { at: Timestamp(1_700_000_000_000 + number * 30_000), kind: RecordKind::Answer(outcome) }
}

/// The most memory that the process had, as the system says it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or("unknown".to_owned(), |line| line.trim().to_owned())
}
