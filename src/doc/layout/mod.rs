//! From blocks to rows of a width.
//!
//! Linear in the text. The blocks' nesting is walked by recursion, which is
//! cut at [`MAX_DEPTH`] with a visible mark, so that no input can deepen it.

mod code;
mod inline;
mod printer;
mod table;
mod wrap;

use std::collections::BTreeSet;

use super::highlight::Highlighter;
use super::rows::{BlockId, Layout, Row};
use super::{Block, Text};

/// What is narrower is laid out at this width.
pub const MIN_WIDTH: usize = 10;

/// How to lay out.
#[derive(Clone, Debug)]
pub struct LayoutOptions<'a> {
    /// Columns; at least [`MIN_WIDTH`].
    pub width: usize,
    /// Which details are open.
    pub details: Details<'a>,
    /// How code and struck words are told from others.
    pub marks: Marks,
    /// Colours for languages other than Dockerfile; they stay plain until it is warm.
    pub highlighter: Option<&'a Highlighter>,
}

/// Which details are open.
#[derive(Clone, Copy, Debug, Default)]
pub enum Details<'a> {
    /// All of them: paper and pipes cannot unfold.
    Open,
    /// Those that the document opens.
    #[default]
    AsWritten,
    /// As the document says, but these the other way round.
    Toggled(&'a BTreeSet<BlockId>),
}

/// How words in a style are told from others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Marks {
    /// By their look alone.
    #[default]
    Look,
    /// By characters around them (backticks, `#` before headings), for output without looks.
    Written,
}

impl LayoutOptions<'_> {
    /// The usual options at this width.
    pub fn new(width: usize) -> Self {
        Self { width, details: Details::AsWritten, marks: Marks::Look, highlighter: None }
    }
}

/// Lays blocks out. No row is wider than the width, and no text gets into a
/// row but through [`safe_line`](crate::source::safe_line).
pub fn layout(blocks: &[Block], options: &LayoutOptions<'_>) -> Layout {
    let mut printer = printer::Printer::new(options);
    printer.blocks(blocks);
    printer.finish()
}

/// Lays out one text without a block around it, such as an option of a question.
pub fn layout_text(text: &Text, options: &LayoutOptions<'_>) -> Vec<Row> {
    let block = Block::paragraph(text.clone());
    layout(std::slice::from_ref(&block), options).rows
}
