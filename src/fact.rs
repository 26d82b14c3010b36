//! Three-valued facts: what the file says for certain, and what it cannot say.

use crate::source::Span;

/// A computed statement: a value with the places that decide it, or *unknown* with a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact<T> {
    /// The file decides it.
    Known {
        /// The value.
        value: T,
        /// The places in the Dockerfile that decide it, in the file's order.
        proof: Vec<Span>,
    },
    /// The file alone cannot tell.
    Unknown {
        /// Why, as a sentence for the reader.
        reason: String,
    },
}

impl<T> Fact<T> {
    /// A fact that the file decides.
    pub fn known(value: T, proof: Vec<Span>) -> Self {
        Fact::Known { value, proof }
    }

    /// A fact that the file cannot decide; `reason` is a sentence for the reader.
    pub fn unknown(reason: impl Into<String>) -> Self {
        Fact::Unknown { reason: reason.into() }
    }

    /// The value, where it is known.
    pub fn value(&self) -> Option<&T> {
        match self {
            Fact::Known { value, .. } => Some(value),
            Fact::Unknown { .. } => None,
        }
    }
}
