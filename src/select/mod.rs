//! The query language over instructions: selectors and expressions.
//!
//! Lessons, tasks and checks use it. It is total: a selector that matches
//! nothing is no error, and an expression is true, false or unknown.

mod world;

pub use world::World;

use crate::dockerfile::InstructionId;
use crate::fact::Fact;

/// `RUN[cmd=apt-get]:first`: chooses instructions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    /// As written.
    pub text: String,
}

/// `none(RUN[cmd="apt-get update"]) and final.user.is_root == false`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// As written.
    pub text: String,
}

/// Why a selector or an expression does not parse.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SelectError {
    /// What is wrong.
    pub message: String,
    /// Byte offset in the text.
    pub offset: usize,
    /// What to try.
    pub hint: Option<String>,
}

impl Selector {
    /// Reads a selector.
    ///
    /// # Errors
    /// When the text is no selector, with the offset and a hint.
    pub fn parse(text: &str) -> Result<Self, SelectError> {
        Ok(Self { text: text.to_owned() })
    }

    /// The instructions that it certainly chooses, in the file's order.
    pub fn find(&self, _world: &World<'_>) -> Vec<InstructionId> {
        Vec::new()
    }
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// When the text is no expression, with the offset and a hint.
    pub fn parse(text: &str) -> Result<Self, SelectError> {
        Ok(Self { text: text.to_owned() })
    }

    /// Whether it holds for the file.
    pub fn evaluate(&self, _world: &World<'_>) -> Fact<bool> {
        Fact::unknown("expressions are not written yet")
    }
}
