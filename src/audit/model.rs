//! What a check list is made of, and what judging it gives.

use super::Material;
use crate::source::Span;

/// A check list.
#[derive(Debug)]
pub struct List {
    /// Its name on the command line: `patterns`.
    pub name: &'static str,
    /// Its title.
    pub title: &'static str,
    /// Whom it is for, in a sentence.
    pub about: &'static str,
    /// Its items in order.
    pub items: &'static [Item],
}

/// An item of a list.
pub struct Item {
    /// Its name within the list: `user`.
    pub key: &'static str,
    /// What should hold, as a short sentence without a full stop.
    pub says: &'static str,
    /// What decides it.
    pub judge: fn(&Material<'_>) -> Judgement,
    /// The lesson that treats it, by its id.
    pub lesson: &'static str,
    /// What such lists often say about it, and what holds; empty where they are right.
    pub caution: &'static str,
}

/// How an item stands in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It holds.
    Done,
    /// It does not hold.
    NotDone,
    /// It says nothing about this file.
    NotApplicable,
    /// The file cannot tell.
    Unknown,
    /// It does not hold, and comments in the file silence the checks that say so.
    Silenced,
}

/// How an item stands, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The answer.
    pub verdict: Verdict,
    /// Why, in sentences about this file; text from the file is in it as it is.
    pub reason: String,
    /// The places that decide it, in the file's order.
    pub proof: Vec<Span>,
}

/// An item with its judgement.
#[derive(Debug)]
pub struct Judged {
    /// The item.
    pub item: &'static Item,
    /// How it stands.
    pub judgement: Judgement,
}

impl Verdict {
    /// All, in the order in which they are counted.
    pub const ALL: [Verdict; 5] = [
        Verdict::Done,
        Verdict::NotDone,
        Verdict::Silenced,
        Verdict::NotApplicable,
        Verdict::Unknown,
    ];

    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Done => "done",
            Verdict::NotDone => "not done",
            Verdict::NotApplicable => "does not apply",
            Verdict::Unknown => "unknown",
            Verdict::Silenced => "silenced",
        }
    }

    /// One column wide; it says the same without its colour.
    pub fn symbol(self) -> &'static str {
        match self {
            Verdict::Done => "✓",
            Verdict::NotDone => "✗",
            Verdict::NotApplicable => "–",
            Verdict::Unknown => "?",
            Verdict::Silenced => "○",
        }
    }
}

impl Judgement {
    fn of(verdict: Verdict, reason: impl Into<String>) -> Self {
        Self { verdict, reason: reason.into(), proof: Vec::new() }
    }

    /// It holds.
    pub fn done(reason: impl Into<String>) -> Self {
        Self::of(Verdict::Done, reason)
    }

    /// It does not.
    pub fn not_done(reason: impl Into<String>) -> Self {
        Self::of(Verdict::NotDone, reason)
    }

    /// It says nothing about this file.
    pub fn not_applicable(reason: impl Into<String>) -> Self {
        Self::of(Verdict::NotApplicable, reason)
    }

    /// The file cannot tell.
    pub fn unknown(reason: impl Into<String>) -> Self {
        Self::of(Verdict::Unknown, reason)
    }

    /// With the places that decide it.
    pub fn proved_by(mut self, proof: impl IntoIterator<Item = Span>) -> Self {
        self.proof.extend(proof.into_iter().filter(|span| !span.is_empty()));
        self.proof.sort_unstable();
        self.proof.dedup();
        self
    }

    /// With another sentence behind the reason.
    pub fn adding(mut self, sentence: &str) -> Self {
        if !sentence.is_empty() {
            self.reason.push(' ');
            self.reason.push_str(sentence);
        }
        self
    }

    /// Both together: what is not done decides, then what is unknown; what
    /// does not apply says nothing beside the other.
    pub fn and(self, other: Self) -> Self {
        let weight = |verdict: Verdict| match verdict {
            Verdict::NotDone => 4,
            Verdict::Unknown => 3,
            Verdict::Silenced => 2,
            Verdict::Done => 1,
            Verdict::NotApplicable => 0,
        };
        let verdict =
            if weight(other.verdict) > weight(self.verdict) { other.verdict } else { self.verdict };
        Self { verdict, ..self }.adding(&other.reason).proved_by(other.proof)
    }
}

impl std::fmt::Debug for Item {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Item").field("key", &self.key).finish_non_exhaustive()
    }
}
