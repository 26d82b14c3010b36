//! The log of answers: what follows from it, and that nothing written is lost.

mod log_on_disk;
mod memory;
mod merging;
mod properties;
mod what_follows;

use layerwise::progress::{LogReading, Progress, Record, RecordKind, Timestamp};
use layerwise::quiz::{Given, Outcome};

/// An answer at this moment to the question `q` of the lesson `l`.
fn answer(at: u64, change: impl FnOnce(&mut Outcome)) -> Record {
    let mut outcome = Outcome {
        lesson: "l".to_owned(),
        question: "q".to_owned(),
        skill: None,
        hash: "h1".to_owned(),
        seed: 7,
        file: None,
        given: Given::Choice(vec![0]),
        correct: true,
        try_number: 1,
        closed: true,
        hints: 0,
        confidence: None,
        had: false,
    };
    change(&mut outcome);
    Record { at: Timestamp(at), kind: RecordKind::Answer(outcome) }
}

/// What follows from the bytes of a log.
fn read(log: &[u8]) -> Progress {
    let mut reading = LogReading::default();
    reading.feed(log);
    reading.finish()
}
