//! What an explanation is made of.

use crate::doc::Document;
use crate::dockerfile::InstructionId;
use crate::source::Span;

/// The explanation of one instruction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// Which instruction.
    pub instruction: InstructionId,
    /// What the instruction does here, what it does to the image, its pitfalls here.
    pub summary: Document,
    /// Its tokens from left to right; the reader walks them with `h` and `l`.
    /// The spans are disjoint, and none is empty.
    pub tokens: Vec<TokenExplanation>,
    /// Ids of the lessons that treat it, the most fitting first.
    pub lessons: Vec<String>,
}

/// The explanation of one token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenExplanation {
    /// What is explained.
    pub span: Span,
    /// What kind of thing it is, in a few words: `flag`, `tag`, `port`.
    pub label: String,
    /// What it is and what it says here.
    pub text: Document,
}
