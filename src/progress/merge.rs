//! Several logs made one.
//!
//! The lines of a log keep their order; those of another that it does not have
//! yet are put between them by their time. So nothing is lost, nothing
//! stands twice, and merging the same again changes nothing.

use std::collections::HashSet;

use super::record::{LineFault, Record};
use serde::Deserialize;

/// What came of a merge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// The lines of both, each with its newline.
    pub log: Vec<u8>,
    /// How many lines are new.
    pub added: usize,
    /// How many lines of the other log stood in the first already.
    pub known: usize,
    /// How many lines of the other log are no records and were left out.
    pub refused: usize,
}

/// Puts the lines of `other` that are records into `log`. All lines of `log`
/// stay, those that nobody can read included; a last line without a newline
/// gets one.
pub fn merge(log: &[u8], other: &[u8]) -> Merged {
    let own: Vec<&[u8]> = lines(log).collect();
    let mut seen: HashSet<&[u8]> = own.iter().copied().collect();
    let mut merged = Merged::default();
    let mut fresh: Vec<&[u8]> = Vec::new();
    for line in lines(other) {
        if seen.contains(line) {
            merged.known += 1;
        } else if is_record(line) {
            seen.insert(line);
            fresh.push(line);
        } else {
            merged.refused += 1;
        }
    }
    merged.added = fresh.len();
    merged.log.reserve(log.len() + other.len() + 1);
    let mut own = timed(&own).peekable();
    let mut fresh = timed(&fresh).peekable();
    loop {
        let takes_own = match (own.peek(), fresh.peek()) {
            (Some((one, _)), Some((other, _))) => one <= other,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (None, None) => break,
        };
        let next = if takes_own { own.next() } else { fresh.next() };
        if let Some((_, line)) = next {
            merged.log.extend_from_slice(line);
            merged.log.push(b'\n');
        }
    }
    merged
}

/// The lines that say anything, without what ends them.
fn lines(log: &[u8]) -> impl Iterator<Item = &[u8]> {
    log.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty())
}

/// Whether a line is a record of this or of a newer format.
fn is_record(line: &[u8]) -> bool {
    match Record::parse(line) {
        Ok(_) => true,
        Err(LineFault::Newer(_)) => moment(line).is_some(),
        Err(LineFault::Unreadable) => false,
    }
}

/// Each line with its time; one without, and one behind a later one, has the
/// time of the line above, so that the order of the lines is that of the times.
fn timed<'a, 'l>(lines: &'l [&'a [u8]]) -> impl Iterator<Item = (u64, &'a [u8])> + use<'a, 'l> {
    let mut latest = 0;
    lines.iter().map(move |line| {
        latest = moment(line).unwrap_or_default().max(latest);
        (latest, *line)
    })
}

fn moment(line: &[u8]) -> Option<u64> {
    #[derive(Deserialize)]
    struct Moment {
        ts: u64,
    }
    serde_json::from_slice::<Moment>(line).ok().map(|line| line.ts)
}
