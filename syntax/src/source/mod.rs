//! The text of a file: bytes in, text with spans and line numbers out.
//!
//! A [`Source`] holds the text that everything else points into with
//! [`Span`]s. Bytes that are not UTF-8 are replaced, and the places are kept,
//! so that line numbers and offsets still tell the truth about the file.

mod display;
mod emoji;
mod span;

use std::hash::BuildHasher as _;

pub use display::{SafeText, safe, safe_line};
pub use span::{LineNumber, LineRange, Span};

/// The largest file that layerwise reads, in bytes (64 MiB).
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// One file's text with an index of its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// What to call the file in messages, as the reader gave it; may hold
    /// hostile characters, so show it through [`safe_line`].
    pub name: String,
    text: String,
    /// Offset of the first byte of each line; never empty.
    line_starts: Vec<u32>,
    /// Places where bytes were not UTF-8, in order: offset in the text, bytes replaced there.
    replaced: Vec<Replacement>,
}

/// A place where bytes that are not UTF-8 were replaced by U+FFFD.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// Byte offset of the replacement character in the text.
    pub offset: u32,
    /// How many bytes of the file it stands for (1 to 3).
    pub bytes: u8,
}

impl Source {
    /// Takes a file's bytes; a byte-order mark and all line endings stay in the text.
    pub fn new(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        let (text, replaced) = decode(bytes);
        let mut line_starts = vec![0];
        line_starts.extend(
            memchr::memchr_iter(b'\n', text.as_bytes())
                .map(|at| u32::try_from(at + 1).unwrap_or(u32::MAX)),
        );
        if line_starts.len() > 1 && line_starts.last().map(|at| *at as usize) == Some(text.len()) {
            line_starts.pop();
        }
        Self { name: name.into(), text, line_starts, replaced }
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span; empty where the span does not fit the text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// How many lines there are; at least 1. A last line without a newline
    /// counts; the nothing behind a final newline does not.
    pub fn line_count(&self) -> usize {
        self.line_starts.len()
    }

    /// The line that holds this byte offset.
    pub fn line_at(&self, offset: u32) -> LineNumber {
        LineNumber::from_index(self.line_starts.partition_point(|start| *start <= offset) - 1)
    }

    /// A line without its line ending (`\n` or `\r\n`); empty past the end.
    pub fn line_span(&self, line: LineNumber) -> Span {
        let whole = self.line_span_with_end(line);
        let text = self.slice(whole);
        let body =
            text.strip_suffix('\n').map_or(text, |text| text.strip_suffix('\r').unwrap_or(text));
        Span::new(whole.start, whole.start + body.len() as u32)
    }

    /// A line with its line ending; empty past the end.
    pub fn line_span_with_end(&self, line: LineNumber) -> Span {
        let end_of_text = self.text.len() as u32;
        let start = self.line_starts.get(line.index()).copied().unwrap_or(end_of_text);
        let end = self.line_starts.get(line.index() + 1).copied().unwrap_or(end_of_text);
        Span::new(start, end)
    }

    /// The places where bytes were not UTF-8.
    pub fn replaced(&self) -> &[Replacement] {
        &self.replaced
    }

    /// The offset in the file of an offset in the text; they differ only
    /// behind bytes that are not UTF-8.
    pub fn file_offset(&self, offset: u32) -> u32 {
        self.replaced.iter().take_while(|place| place.offset < offset).fold(offset, |at, place| {
            at - char::REPLACEMENT_CHARACTER.len_utf8() as u32 + u32::from(place.bytes)
        })
    }
}

/// Tells the states of one text apart, fast. The same in each run of one build of the
/// program; neither to be kept nor to be trusted against an attack.
pub fn fingerprint(bytes: &[u8]) -> u64 {
    foldhash::fast::FixedState::default().hash_one(bytes)
}

fn decode(bytes: Vec<u8>) -> (String, Vec<Replacement>) {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, Vec::new()),
        Err(error) => error.into_bytes(),
    };
    let mut text = String::with_capacity(bytes.len());
    let mut replaced = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            replaced.push(Replacement {
                offset: text.len() as u32,
                bytes: chunk.invalid().len() as u8,
            });
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    (text, replaced)
}
