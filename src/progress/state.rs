//! What follows from the records, one after the other.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::record::{FORMAT, LineFault, Record, RecordKind, Timestamp, check_format};
use crate::quiz::{Confidence, Outcome};

/// Everything that follows from a log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What is known of each lesson, by id.
    pub lessons: BTreeMap<String, LessonProgress>,
    /// How many records were counted.
    pub records: u64,
    /// How many lines were no records.
    pub unreadable: u64,
    /// How many lines a newer layerwise wrote.
    pub newer: u64,
}

/// What is known of one lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonProgress {
    /// Its questions and tasks, by id.
    pub items: BTreeMap<String, ItemProgress>,
    /// When the reader last came to its end.
    pub finished: Option<Timestamp>,
    /// When the reader was last here.
    pub last: Timestamp,
}

/// What is known of one question or task.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemProgress {
    /// The content hash of what was answered last.
    pub hash: String,
    /// When it was last answered.
    pub last: Timestamp,
    /// How many answers were given, to any version of it.
    pub answers: u64,
    /// Whether this version was ever answered rightly.
    pub right: bool,
    /// Whether this version came to its end once: right, or the last try was used.
    pub closed: bool,
    /// Whether the latest round was right on the first try and without a hint.
    pub solid: bool,
    /// Whether the reader was not sure in the latest answer.
    pub unsure: bool,
    /// How many tries the present round has used; 0 when no round is open.
    #[serde(default)]
    pub tries: u32,
}

/// The fields of a line that count, borrowed from it: a log of a million
/// lines is read at each start, and building whole records takes three times as long.
#[derive(Deserialize)]
struct Line<'a> {
    v: u32,
    #[serde(default)]
    ts: Timestamp,
    #[serde(borrow, default)]
    lesson: Cow<'a, str>,
    #[serde(borrow, default)]
    question: Cow<'a, str>,
    #[serde(borrow, default)]
    hash: Cow<'a, str>,
    correct: Option<bool>,
    #[serde(rename = "try")]
    try_number: Option<u32>,
    #[serde(default)]
    closed: bool,
    #[serde(default)]
    hints: u32,
    confidence: Option<Confidence>,
    #[serde(borrow, default)]
    finished: Cow<'a, str>,
    #[serde(borrow, default)]
    reset: Cow<'a, str>,
    #[serde(default)]
    reset_all: bool,
}

impl Progress {
    /// Takes a line of the log, without its newline. Blank lines count for
    /// nothing, broken ones are counted and passed over.
    pub fn take_line(&mut self, line: &[u8]) {
        if line.trim_ascii().is_empty() {
            return;
        }
        match self.take(line) {
            Ok(()) => self.records += 1,
            Err(LineFault::Newer(_)) => self.newer += 1,
            Err(LineFault::Unreadable) => self.unreadable += 1,
        }
    }

    /// Takes a record that was not read from a log, such as the answer just given.
    pub fn take_record(&mut self, record: &Record) {
        self.records += 1;
        match &record.kind {
            RecordKind::Answer(outcome) => self.answer(record.at, &Answer::from(outcome)),
            RecordKind::Finished { lesson } => self.finish(record.at, lesson),
            RecordKind::Reset { lesson } => self.reset(lesson.as_deref()),
        }
    }

    /// What is known of a lesson; `None` when nothing is.
    pub fn lesson(&self, id: &str) -> Option<&LessonProgress> {
        self.lessons.get(id)
    }

    /// What is known of a question or task; `None` when it was never answered.
    pub fn item(&self, lesson: &str, id: &str) -> Option<&ItemProgress> {
        self.lesson(lesson).and_then(|lesson| lesson.items.get(id))
    }

    fn take(&mut self, line: &[u8]) -> Result<(), LineFault> {
        // Checking the text once and borrowing from it is faster than checking each string.
        let text = std::str::from_utf8(line).map_err(|_| LineFault::Unreadable)?;
        let line: Line<'_> = match serde_json::from_str(text) {
            Ok(line) => line,
            // Another format may give other types to the same fields.
            Err(_) => return Err(check_format(line).err().unwrap_or(LineFault::Unreadable)),
        };
        if line.v > FORMAT {
            return Err(LineFault::Newer(line.v));
        }
        if line.reset_all {
            self.reset(None);
        } else if !line.reset.is_empty() {
            self.reset(Some(&line.reset));
        } else if !line.finished.is_empty() {
            self.finish(line.ts, &line.finished);
        } else if let (Some(correct), false) = (line.correct, line.question.is_empty()) {
            let answer = Answer {
                lesson: &line.lesson,
                question: &line.question,
                hash: &line.hash,
                correct,
                try_number: line.try_number.unwrap_or(1),
                closed: line.closed,
                hints: line.hints,
                unsure: line.confidence == Some(Confidence::NotSure),
            };
            self.answer(line.ts, &answer);
        } else {
            return Err(LineFault::Unreadable);
        }
        Ok(())
    }

    fn answer(&mut self, at: Timestamp, answer: &Answer<'_>) {
        let lesson = self.lessons.entry(answer.lesson.to_owned()).or_default();
        lesson.last = at;
        lesson.items.entry(answer.question.to_owned()).or_default().answer(at, answer);
    }

    fn finish(&mut self, at: Timestamp, lesson: &str) {
        let lesson = self.lessons.entry(lesson.to_owned()).or_default();
        lesson.last = at;
        lesson.finished = Some(at);
    }

    fn reset(&mut self, lesson: Option<&str>) {
        match lesson {
            Some(lesson) => drop(self.lessons.remove(lesson)),
            None => self.lessons.clear(),
        }
    }
}

/// What of an answer counts.
struct Answer<'a> {
    lesson: &'a str,
    question: &'a str,
    hash: &'a str,
    correct: bool,
    try_number: u32,
    closed: bool,
    hints: u32,
    unsure: bool,
}

impl<'a> From<&'a Outcome> for Answer<'a> {
    fn from(outcome: &'a Outcome) -> Self {
        Self {
            lesson: &outcome.lesson,
            question: &outcome.question,
            hash: &outcome.hash,
            correct: outcome.correct,
            try_number: outcome.try_number,
            closed: outcome.closed,
            hints: outcome.hints,
            unsure: outcome.confidence == Some(Confidence::NotSure),
        }
    }
}

impl ItemProgress {
    fn answer(&mut self, at: Timestamp, answer: &Answer<'_>) {
        if self.hash != answer.hash {
            // Another version: what was known of the old one says little of it.
            *self = Self { hash: answer.hash.to_owned(), answers: self.answers, ..Self::default() };
        }
        // A record stands twice in the log after a write that failed half-way
        // and was repeated, and after a merge.
        let twice = self.last == at && at != Timestamp::default();
        self.answers += u64::from(!twice);
        self.last = at;
        self.right |= answer.correct;
        let is_closed = answer.correct || answer.closed;
        self.closed |= is_closed;
        self.tries = if is_closed { 0 } else { answer.try_number };
        if answer.try_number <= 1 {
            self.solid = answer.correct && answer.hints == 0;
        }
        self.unsure = answer.unsure;
    }
}
