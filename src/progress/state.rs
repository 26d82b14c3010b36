//! What follows from the records, one after the other.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::memory::{Memory, Rating};
use super::record::{FORMAT, LineFault, Record, RecordKind, Timestamp, check_format};
use super::skills::SkillTable;
use crate::quiz::{Confidence, Level, Outcome};

/// A longer gap between two records is a pause, in milliseconds.
const LONGEST_GAP: u64 = 600_000;
/// From this stability on, in days, a skill is firm.
const FIRM: f64 = 10.0;
/// Below this stability, in days, a skill is as good as new.
const WEAK: f64 = 1.5;

/// Everything that follows from a log.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// What is known of each lesson, by id.
    pub lessons: BTreeMap<String, LessonProgress>,
    /// What is known of each skill, by its name.
    pub skills: BTreeMap<String, Memory>,
    /// How long the reader was at it, in milliseconds: the time between
    /// records, without pauses of more than ten minutes.
    pub spent: u64,
    /// The moment of the last record.
    pub latest: Timestamp,
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
    /// When the reader last showed to know it beforehand.
    #[serde(default)]
    pub known: Option<Timestamp>,
    /// How long the reader was at it, in milliseconds, without pauses.
    #[serde(default)]
    pub spent: u64,
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
    /// Of a task: whether the file had all of it before anything was done.
    #[serde(default)]
    pub had: bool,
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
    skill: Option<Cow<'a, str>>,
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
    #[serde(default)]
    had: bool,
    #[serde(borrow, default)]
    finished: Cow<'a, str>,
    #[serde(borrow, default)]
    known: Cow<'a, str>,
    #[serde(borrow, default)]
    reset: Cow<'a, str>,
    #[serde(default)]
    reset_all: bool,
}

impl Progress {
    /// Takes a line of the log, without its newline. Blank lines count for
    /// nothing, broken ones are counted and passed over.
    pub(super) fn take_line(&mut self, line: &[u8], skills: &mut SkillTable) {
        if line.trim_ascii().is_empty() {
            return;
        }
        match self.take(line, skills) {
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
            RecordKind::Known { lesson } => self.know(record.at, lesson),
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

    fn take(&mut self, line: &[u8], skills: &mut SkillTable) -> Result<(), LineFault> {
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
        } else if !line.known.is_empty() {
            self.know(line.ts, &line.known);
        } else if let (Some(correct), false) = (line.correct, line.question.is_empty()) {
            let skill = match &line.skill {
                Some(skill) => Some(skill.as_ref()),
                None => skills.skill(&line.lesson, &line.question),
            };
            let answer = Answer {
                lesson: &line.lesson,
                question: &line.question,
                skill,
                hash: &line.hash,
                correct,
                try_number: line.try_number.unwrap_or(1),
                closed: line.closed,
                hints: line.hints,
                confidence: line.confidence,
                had: line.had,
            };
            self.answer(line.ts, &answer);
        } else {
            return Err(LineFault::Unreadable);
        }
        Ok(())
    }

    fn answer(&mut self, at: Timestamp, answer: &Answer<'_>) {
        let lesson = self.lesson_at(at, answer.lesson);
        lesson.items.entry(answer.question.to_owned()).or_default().answer(at, answer);
        if let (Some(skill), Some(rating)) = (answer.skill, answer.rating()) {
            self.review(at, skill, rating);
        }
    }

    fn finish(&mut self, at: Timestamp, lesson: &str) {
        self.lesson_at(at, lesson).finished = Some(at);
    }

    fn know(&mut self, at: Timestamp, lesson: &str) {
        self.lesson_at(at, lesson).known = Some(at);
    }

    /// A lesson in which something happened now; the time since the last
    /// record was spent on it.
    fn lesson_at(&mut self, at: Timestamp, lesson: &str) -> &mut LessonProgress {
        let gap = Some(at.0.saturating_sub(self.latest.0)).filter(|gap| *gap <= LONGEST_GAP);
        let spent = gap.filter(|_| self.latest.0 > 0).unwrap_or_default();
        self.spent += spent;
        if at.0 > 0 {
            self.latest = at;
        }
        let lesson = self.lessons.entry(lesson.to_owned()).or_default();
        lesson.spent += spent;
        lesson.last = at;
        lesson
    }

    fn review(&mut self, at: Timestamp, skill: &str, rating: Rating) {
        match self.skills.get_mut(skill) {
            // The same record twice: after a write that was repeated.
            Some(memory) if memory.last == at => {}
            Some(memory) => *memory = memory.next(rating, at),
            None => drop(self.skills.insert(skill.to_owned(), Memory::first(rating, at))),
        }
    }

    /// The skills that are to be asked on this day, the most forgotten first.
    pub fn due(&self, now: Timestamp) -> Vec<&str> {
        let mut due = self.by_urgency(now);
        due.retain(|skill| self.skills.get(*skill).is_some_and(|memory| memory.is_due(now)));
        due
    }

    /// All skills that were ever asked, the most forgotten first.
    pub fn by_urgency(&self, now: Timestamp) -> Vec<&str> {
        let mut all: Vec<(&str, &Memory)> =
            self.skills.iter().map(|(name, it)| (name.as_str(), it)).collect();
        all.sort_by(|(_, one), (_, other)| {
            one.recall_on_day(now).total_cmp(&other.recall_on_day(now))
        });
        all.into_iter().map(|(name, _)| name).collect()
    }

    /// How far the reader is with a skill: what questions about it may ask.
    pub fn level(&self, skill: &str) -> Level {
        match self.skills.get(skill).map(|memory| memory.stability) {
            Some(stability) if stability >= FIRM => Level::Firm,
            Some(stability) if stability >= WEAK => Level::Growing,
            _ => Level::New,
        }
    }

    fn reset(&mut self, lesson: Option<&str>) {
        match lesson {
            Some(lesson) => drop(self.lessons.remove(lesson)),
            None => {
                self.lessons.clear();
                self.skills.clear();
                self.spent = 0;
            }
        }
    }
}

/// What of an answer counts.
struct Answer<'a> {
    lesson: &'a str,
    question: &'a str,
    skill: Option<&'a str>,
    hash: &'a str,
    correct: bool,
    try_number: u32,
    closed: bool,
    hints: u32,
    confidence: Option<Confidence>,
    had: bool,
}

impl Answer<'_> {
    /// How it counts for the skill. The first try of a round tells; `None` for the others.
    fn rating(&self) -> Option<Rating> {
        if self.try_number > 1 {
            return None;
        }
        Some(match (self.correct, self.confidence) {
            (false, _) => Rating::Again,
            (true, Some(Confidence::NotSure)) => Rating::Hard,
            (true, _) if self.hints > 0 => Rating::Hard,
            (true, Some(Confidence::Sure)) => Rating::Easy,
            (true, None) => Rating::Good,
        })
    }
}

impl<'a> From<&'a Outcome> for Answer<'a> {
    fn from(outcome: &'a Outcome) -> Self {
        Self {
            lesson: &outcome.lesson,
            question: &outcome.question,
            skill: outcome.skill.as_deref(),
            hash: &outcome.hash,
            correct: outcome.correct,
            try_number: outcome.try_number,
            closed: outcome.closed,
            hints: outcome.hints,
            confidence: outcome.confidence,
            had: outcome.had,
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
        self.unsure = answer.confidence == Some(Confidence::NotSure);
        self.had = answer.had;
    }
}
