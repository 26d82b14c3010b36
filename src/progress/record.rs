//! One line of the log.

use serde::{Deserialize, Serialize};

use crate::quiz::Outcome;

/// The newest version of the log's format. It rises when an older layerwise
/// would misread a line; a new optional field is no reason. Each line says the
/// lowest version that reads it, so that an older layerwise goes on counting
/// what it knows and passes over the rest as newer.
///
/// 1: answers, lessons read to the end, resets. 2: lessons known beforehand.
pub const FORMAT: u32 = 2;

/// A moment: milliseconds since 1970-01-01 00:00 UTC.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(pub u64);

impl Timestamp {
    /// The moment so much later.
    #[must_use]
    pub fn after(self, time: std::time::Duration) -> Self {
        Self(self.0.saturating_add(u64::try_from(time.as_millis()).unwrap_or(u64::MAX)))
    }

    /// The day in UTC as `2026-11-20`.
    pub fn day(self) -> String {
        let (year, month, day) = civil(self.0 / 86_400_000);
        format!("{year:04}-{month:02}-{day:02}")
    }
}

/// Something that happened, with its moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: RecordKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordKind {
    /// A question was answered or a task done.
    Answer(Outcome),
    /// The reader came to the end of a lesson.
    Finished {
        /// The lesson's id.
        lesson: String,
    },
    /// The reader showed to know a lesson beforehand.
    Known {
        /// The lesson's id.
        lesson: String,
    },
    /// The reader wants to start anew; what was written before stays in the log and counts no more.
    Reset {
        /// The lesson's id; `None` for everything.
        lesson: Option<String>,
    },
}

/// Why a line of the log is not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineFault {
    /// Written by a newer layerwise in a format with this number.
    #[error("written in format {0} by a newer layerwise")]
    Newer(u32),
    /// No record: cut off while it was written, or changed by something else.
    #[error("not a record")]
    Unreadable,
}

/// A line as it is written. `ts` and `v` first, so that a person sees them first.
#[derive(Deserialize, Serialize)]
struct Line {
    v: u32,
    ts: Timestamp,
    #[serde(flatten)]
    kind: LineKind,
}

#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum LineKind {
    Answer(Outcome),
    Finished { finished: String },
    Known { known: String },
    Reset { reset: String },
    ResetAll { reset_all: bool },
}

impl Record {
    /// The record as a line with its newline.
    pub fn to_line(&self) -> String {
        let kind = match &self.kind {
            RecordKind::Answer(outcome) => LineKind::Answer(outcome.clone()),
            RecordKind::Finished { lesson } => LineKind::Finished { finished: lesson.clone() },
            RecordKind::Known { lesson } => LineKind::Known { known: lesson.clone() },
            RecordKind::Reset { lesson: Some(lesson) } => LineKind::Reset { reset: lesson.clone() },
            RecordKind::Reset { lesson: None } => LineKind::ResetAll { reset_all: true },
        };
        let v = if matches!(kind, LineKind::Known { .. }) { 2 } else { 1 };
        let line = Line { v, ts: self.at, kind };
        // Strings, numbers and lists of them are always JSON.
        let mut text = harmless(&serde_json::to_string(&line).unwrap_or_default());
        text.push('\n');
        text
    }

    /// Reads a line; fields that it does not know are passed over.
    ///
    /// # Errors
    /// When the line is no record or of a newer format.
    pub fn parse(line: &[u8]) -> Result<Self, LineFault> {
        check_format(line)?;
        let line: Line = serde_json::from_slice(line).map_err(|_| LineFault::Unreadable)?;
        let kind = match line.kind {
            LineKind::Answer(outcome) => RecordKind::Answer(outcome),
            LineKind::Finished { finished } => RecordKind::Finished { lesson: finished },
            LineKind::Known { known } => RecordKind::Known { lesson: known },
            LineKind::Reset { reset } => RecordKind::Reset { lesson: Some(reset) },
            LineKind::ResetAll { reset_all: true } => RecordKind::Reset { lesson: None },
            LineKind::ResetAll { reset_all: false } => return Err(LineFault::Unreadable),
        };
        Ok(Record { at: line.ts, kind })
    }
}

/// A line of JSON in which everything that a terminal might obey is written
/// as `\uXXXX`: a program reads the same.
pub fn harmless(line: &str) -> String {
    let mut buffer = [0; 4];
    let mut is_harmless =
        |letter: char| (' '..='~').contains(&letter) || is_shown(letter.encode_utf8(&mut buffer));
    line.chars().fold(String::with_capacity(line.len()), |mut text, letter| {
        if is_harmless(letter) {
            text.push(letter);
        } else {
            let mut units = [0; 2];
            for unit in letter.encode_utf16(&mut units) {
                text += &format!("\\u{unit:04x}");
            }
        }
        text
    })
}

/// Whether the safe display leaves it as it is.
fn is_shown(letter: &str) -> bool {
    crate::source::safe_line(letter) == letter
}

/// Whether the line is of a format that this version reads.
pub(super) fn check_format(line: &[u8]) -> Result<(), LineFault> {
    #[derive(Deserialize)]
    struct Version {
        v: u32,
    }
    match serde_json::from_slice::<Version>(line) {
        Ok(Version { v }) if v > FORMAT => Err(LineFault::Newer(v)),
        Ok(_) => Ok(()),
        Err(_) => Err(LineFault::Unreadable),
    }
}

/// Year, month and day of a number of days since 1970-01-01, by counting in
/// years that begin in March, so that the leap day is a year's last.
fn civil(days: u64) -> (u64, u64, u64) {
    const DAYS_OF_400_YEARS: u64 = 146_097;
    const DAYS_FROM_MARCH_OF_YEAR_0: u64 = 719_468;
    let days = days.saturating_add(DAYS_FROM_MARCH_OF_YEAR_0);
    let (era, day_of_era) = (days / DAYS_OF_400_YEARS, days % DAYS_OF_400_YEARS);
    let leap_days = day_of_era / 1_460 + day_of_era / 146_096 - day_of_era / 36_524;
    let year_of_era = (day_of_era - leap_days) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day)
}
