//! Blocks and runs of text.

use crate::dockerfile::TokenKind;
use crate::source::{LineRange, Span};

/// A text for people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The blocks from top to bottom.
    pub blocks: Vec<Block>,
}

/// One block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands in the Markdown it came from; `None` when the program wrote it.
    pub origin: Option<Origin>,
    /// Places in the reader's Dockerfile that prove what the block says.
    pub proof: Vec<Span>,
}

/// Where a block stands in its Markdown file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Bytes of the Markdown file.
    pub span: Span,
    /// Its lines.
    pub lines: LineRange,
}

/// The kinds of blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading of level 1 to 6.
    Heading {
        /// 1 to 6.
        level: u8,
        /// The words.
        text: Text,
    },
    /// A paragraph.
    Paragraph(Text),
    /// A list.
    List(List),
    /// A block quote or a GitHub alert.
    Quote {
        /// The kind of alert; `None` for a plain quote.
        alert: Option<Alert>,
        /// What is quoted.
        blocks: Vec<Block>,
    },
    /// A table.
    Table(Table),
    /// A code fence or an indented code block.
    Code(Code),
    /// `<details>`: folded text.
    Details {
        /// The line that stays visible.
        summary: Text,
        /// The folded blocks.
        blocks: Vec<Block>,
        /// Whether it starts unfolded.
        open: bool,
    },
    /// A horizontal line.
    Rule,
    /// The text of a footnote; a run with the link `#^label` refers to it.
    Footnote {
        /// What stands in the brackets.
        label: String,
        /// The note.
        blocks: Vec<Block>,
    },
    /// An HTML comment, without `<!--` and `-->`, trimmed: a lesson's directive.
    Comment(String),
}

/// Inline text: runs of one style each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The runs from left to right.
    pub runs: Vec<Run>,
    /// HTML comments among the words, such as the check behind a list item; never shown.
    pub comments: Vec<InlineComment>,
}

/// An HTML comment that stands inside a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlineComment {
    /// What it says, without `<!--` and `-->`, trimmed.
    pub text: String,
    /// It stands before the run of this number (counted from 0), or behind the last one.
    pub before_run: usize,
    /// Where it stands in its Markdown file, `<!--` and `-->` included.
    pub origin: Option<Origin>,
}

/// A piece of text in one style.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The words; `\n` is a hard line break.
    pub text: String,
    /// How they look.
    pub style: RunStyle,
    /// What the run stands for, where that gives it a colour.
    pub token: Option<TokenKind>,
    /// Where the link leads; `#^label` leads to a footnote.
    pub link: Option<String>,
    /// Whether the words stand in place of a picture.
    pub image: bool,
}

/// How a run looks; all may be combined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct RunStyle {
    /// Bold.
    pub strong: bool,
    /// Italic.
    pub emphasis: bool,
    /// Fixed-width code.
    pub code: bool,
    /// Struck through.
    pub struck: bool,
    /// Less important.
    pub muted: bool,
}

/// GitHub's alerts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each is the alert of the same name")]
pub enum Alert {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

/// A list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The first number; `None` for a list with bullets.
    pub start: Option<u64>,
    /// Its items.
    pub items: Vec<ListItem>,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListItem {
    /// `[ ]` or `[x]`; `None` for a plain item.
    pub task: Option<bool>,
    /// What it holds.
    pub blocks: Vec<Block>,
    /// Where it stands in its Markdown file.
    pub origin: Option<Origin>,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// One for each column.
    pub alignments: Vec<Alignment>,
    /// The head's cells.
    pub head: Vec<Text>,
    /// The rows' cells; every row has as many as the head.
    pub rows: Vec<Vec<Text>>,
}

/// How a column is aligned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each says it")]
pub enum Alignment {
    #[default]
    Left,
    Center,
    Right,
}

/// A block of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The first word of the info string in lower case, such as `dockerfile`.
    pub language: Option<String>,
    /// The rest of the info string, such as `sample=main {2|3}`.
    pub info: String,
    /// The code, each line with its newline.
    pub text: String,
}
