//! Why BuildKit refuses something, in its own words.

use std::borrow::Cow;

use super::part::Part;
pub(super) use super::problem::Phase;
use super::problem::ProblemKind;

/// A refusal before it becomes a problem in a learner's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// What is wrong.
    pub(super) kind: ProblemKind,
    /// Which of BuildKit's passes finds it.
    pub(super) phase: Phase,
    /// The part of the logical line to mark.
    pub(super) part: Part,
    /// BuildKit's text without "dockerfile parse error on line …" and without "did you mean".
    pub(super) text: Cow<'static, str>,
    /// The names that BuildKit may suggest.
    pub(super) nearest: Vec<String>,
}
