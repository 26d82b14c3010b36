//! What an explanation is made of.

use crate::doc::{Block, Document, Text};
use crate::dockerfile::InstructionId;
use crate::source::Span;

/// The explanation of one instruction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// Which instruction.
    pub instruction: InstructionId,
    /// What the instruction does here, with its values, in one or two sentences.
    pub sentence: Text,
    /// What it leaves in the image.
    pub effect: Effect,
    /// The same in words.
    pub leaves: Text,
    /// The author's comment above, what is wrong, why it is usually written so, and what is
    /// easily misread here, in this order.
    pub notes: Vec<Note>,
    /// All of the above as one document: sentence, effect on the image, notes.
    pub summary: Document,
    /// Its tokens from left to right; the reader walks them with `h` and `l`.
    /// The spans are disjoint, and none is empty.
    pub tokens: Vec<TokenExplanation>,
    /// Ids of the lessons that treat it, the most fitting first.
    pub lessons: Vec<String>,
}

/// What an instruction leaves in the image.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// It starts a stage.
    Stage,
    /// A layer with files.
    Layer,
    /// Only what the image says about itself.
    Configuration,
    /// Nothing: it counts during the build.
    #[default]
    Nothing,
}

/// A remark to an instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What kind of remark.
    pub kind: NoteKind,
    /// What it says; its proof names the places that decide it.
    pub block: Block,
    /// The check that says the same about this line when it finds something.
    pub check: Option<&'static str>,
}

/// The kinds of remarks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// The author's own comment.
    Author,
    /// BuildKit refuses the instruction.
    Error,
    /// The parser found that it most likely does not mean what was meant.
    Warning,
    /// Something that is easily misread, and that holds here.
    Pitfall,
    /// Why people usually write it like this, where the file shows that it holds here.
    Reason,
    /// What a check finds.
    Finding,
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

/// The explanation of a line that is no instruction: a directive, a comment, nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineExplanation {
    /// What it is, in one or two words: `directive`, `comment`, `empty line`.
    pub label: String,
    /// What it says here.
    pub text: Document,
    /// Its tokens from left to right, as those of an instruction.
    pub tokens: Vec<TokenExplanation>,
    /// Ids of the lessons that treat it.
    pub lessons: Vec<String>,
}
