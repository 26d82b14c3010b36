//! Three-valued facts: what the file says for certain, and what it cannot say.

use crate::source::{Source, Span};

/// A computed statement: a value with the places that decide it, or *unknown* with a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact<T> {
    /// The file decides it.
    Known {
        /// The value.
        value: T,
        /// The places in the Dockerfile that decide it, in the file's order.
        proof: Vec<Span>,
        /// What else it rests on, where the file does not decide it alone:
        /// `python:3.12-slim, as of 2026-06-23 (table of images)`.
        note: Option<String>,
    },
    /// The file alone cannot tell.
    Unknown {
        /// Why, as a sentence for the reader.
        reason: String,
    },
}

/// An enumeration: `a`, `a and b`, `a, b and c`.
pub fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [start @ .., last] => format!("{} and {last}", start.join(", ")),
    }
}

/// The lines that places begin on, in words: `lines 3, 5 and 7`; `None` for no place.
pub fn lines(source: &Source, proof: &[Span]) -> Option<String> {
    let mut lines: Vec<u32> = proof.iter().map(|span| source.line_at(span.start).get()).collect();
    lines.sort_unstable();
    lines.dedup();
    let words: Vec<String> = lines.iter().map(u32::to_string).collect();
    match words.len() {
        0 => None,
        1 => Some(format!("line {}", words[0])),
        _ => Some(format!("lines {}", listed(&words))),
    }
}

impl<T> Fact<T> {
    /// A fact that the file decides.
    pub fn known(value: T, proof: Vec<Span>) -> Self {
        Fact::Known { value, proof, note: None }
    }

    /// A fact that the file cannot decide; `reason` is a sentence for the reader.
    pub fn unknown(reason: impl Into<String>) -> Self {
        Fact::Unknown { reason: reason.into() }
    }

    /// The same fact, resting on something outside the file too; an unknown one stays.
    pub fn noted(self, note: impl Into<String>) -> Self {
        match self {
            Fact::Known { value, proof, .. } => {
                Fact::Known { value, proof, note: Some(note.into()) }
            }
            unknown @ Fact::Unknown { .. } => unknown,
        }
    }

    /// The same fact with its value changed.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Fact<U> {
        match self {
            Fact::Known { value, proof, note } => Fact::Known { value: change(value), proof, note },
            Fact::Unknown { reason } => Fact::Unknown { reason },
        }
    }

    /// A fact that follows from this one and another.
    pub fn and<U, V>(self, other: Fact<U>, join: impl FnOnce(T, U) -> V) -> Fact<V> {
        match (self, other) {
            (
                Fact::Known { value: left, proof: mut all, note },
                Fact::Known { value: right, proof, note: second },
            ) => {
                all.extend(proof);
                all.sort_unstable();
                all.dedup();
                Fact::Known { value: join(left, right), proof: all, note: note.or(second) }
            }
            (Fact::Unknown { reason }, _) | (_, Fact::Unknown { reason }) => {
                Fact::Unknown { reason }
            }
        }
    }

    /// What it rests on besides the file.
    pub fn note(&self) -> Option<&str> {
        match self {
            Fact::Known { note, .. } => note.as_deref(),
            Fact::Unknown { .. } => None,
        }
    }

    /// The places that decide it; none where it is unknown.
    pub fn proof(&self) -> &[Span] {
        match self {
            Fact::Known { proof, .. } => proof,
            Fact::Unknown { .. } => &[],
        }
    }

    /// The value, where it is known.
    pub fn value(&self) -> Option<&T> {
        match self {
            Fact::Known { value, .. } => Some(value),
            Fact::Unknown { .. } => None,
        }
    }
}
