//! Markdown in and out.

mod escape;
mod front_matter;
mod html;
mod inline;
mod read;
mod read_html;
mod write;
mod write_inline;

pub use front_matter::FrontMatter;
pub use write::write;

use super::{Document, Origin};
use crate::source::{LineNumber, LineRange, Span};

/// How deep quotes, lists and details may stand in each other; what is
/// deeper is shown at this depth, under a mark.
pub const MAX_DEPTH: usize = 32;

/// A Markdown file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The block between `---` lines at the very start.
    pub front_matter: Option<FrontMatter>,
    /// All that follows, every block and list item with its place in the file.
    pub document: Document,
}

/// Reads a Markdown file. Never fails: all text is some Markdown.
///
/// HTML comments become [`BlockKind::Comment`](super::BlockKind::Comment), or
/// [`Text::comments`](super::Text::comments) inside a line; `<details>`
/// becomes a block; `<br>` and the tags for bold, italic, struck and code
/// take effect; all other HTML is shown as the text it is.
pub fn read(source: &str) -> Page {
    let places = Places::new(source);
    let (front_matter, body) = front_matter::split(source, &places);
    Page { front_matter, document: read::document(source, body, &places) }
}

/// Finds the lines of byte ranges.
struct Places<'a> {
    source: &'a str,
    /// Offset of the first byte of each line.
    line_starts: Vec<u32>,
}

impl<'a> Places<'a> {
    fn new(source: &'a str) -> Self {
        let behind = |at: usize| u32::try_from(at + 1).unwrap_or(u32::MAX);
        let starts = memchr::memchr_iter(b'\n', source.as_bytes()).map(behind);
        Self { source, line_starts: std::iter::once(0).chain(starts).collect() }
    }

    /// The place of a byte range; a range that ends behind a newline ends on that newline's line.
    fn origin(&self, range: std::ops::Range<usize>) -> Origin {
        let start = u32::try_from(range.start).unwrap_or(u32::MAX);
        let end = u32::try_from(range.end).unwrap_or(u32::MAX).max(start);
        let lines = LineRange { first: self.line(start), last: self.line(end.max(start + 1) - 1) };
        Origin { span: Span::new(start, end), lines }
    }

    fn line(&self, offset: u32) -> LineNumber {
        LineNumber::from_index(self.line_starts.partition_point(|start| *start <= offset) - 1)
    }
}
