//! Answers that can be marked in the file itself.

use super::candidate::Part;
use crate::source::Span;

/// How the answer to a question can be marked in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum InFile {
    /// It cannot.
    #[default]
    No,
    /// The number of a line is the answer.
    Line,
    /// Options are lines of the file.
    Options {
        /// For each option, in the question's order, the instruction that it
        /// is; `None` for the option that stands for none of the others.
        places: Vec<Option<Span>>,
        /// What a mark says.
        meaning: Meaning,
    },
}

/// What a mark at a line says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// It is one of those that are asked for.
    Chosen,
    /// Its stage is built.
    Built,
    /// It runs again; without a mark it is cached.
    Runs,
}

impl InFile {
    /// The options that these parts become.
    pub(super) fn of_parts(parts: &[Part], meaning: Meaning) -> Self {
        InFile::Options { places: parts.iter().map(|part| part.place).collect(), meaning }
    }

    /// The option that an instruction is, by its place in the question.
    pub fn option_at(&self, instruction: Span) -> Option<usize> {
        let InFile::Options { places, .. } = self else { return None };
        places.iter().position(|place| *place == Some(instruction))
    }

    /// The option that stands for none of the others.
    pub fn none(&self) -> Option<usize> {
        let InFile::Options { places, .. } = self else { return None };
        places.iter().position(Option::is_none)
    }
}
