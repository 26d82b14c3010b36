//! Logical lines: the way between a joined text and the file.

use std::borrow::Cow;

use super::syntax::{Logical, LogicalPiece};
use crate::source::{Source, Span};

impl Logical {
    /// The joined text; borrowed when it stands in one piece in the file.
    pub fn text<'a>(&self, source: &'a Source) -> Cow<'a, str> {
        self.slice(source, self.span)
    }

    /// The joined text of a part of the file inside this logical text: the
    /// continuation marks, comments and blank lines between the pieces are left out.
    pub fn slice<'a>(&self, source: &'a Source, span: Span) -> Cow<'a, str> {
        if self.pieces.is_empty() {
            return Cow::Borrowed(source.slice(span));
        }
        let mut text = String::new();
        for index in self.piece_of_source(span.start)..self.pieces.len() {
            let piece = self.piece_span(index);
            if piece.start >= span.end {
                break;
            }
            let part = Span { start: piece.start.max(span.start), end: piece.end.min(span.end) };
            if part.start < part.end {
                text.push_str(source.slice(part));
            }
        }
        Cow::Owned(text)
    }

    /// The place in the file of an offset in the joined text, taken as the
    /// begin of something; an offset at or behind the end gives the end of the span.
    pub fn source_start(&self, at: u32) -> u32 {
        if at >= self.length {
            return self.span.end;
        }
        match self.piece_of_offset(at) {
            None => self.span.start + at,
            Some(piece) => piece.source + (at - piece.at),
        }
    }

    /// The place in the file of an offset in the joined text, taken as the
    /// end of something: just behind the byte before it.
    pub fn source_end(&self, at: u32) -> u32 {
        if at == 0 { self.source_start(0) } else { self.source_start_unclamped(at - 1) + 1 }
    }

    /// The span in the file of a range of the joined text; an empty range gives an empty span.
    pub fn source_span(&self, start: u32, end: u32) -> Span {
        if start >= end {
            return Span::empty(self.source_start(start));
        }
        Span::new(self.source_start(start), self.source_end(end))
    }

    /// The offset in the joined text of a place in the file; a place between
    /// two pieces gives the begin of the second.
    pub fn offset_of(&self, source: u32) -> u32 {
        if self.pieces.is_empty() {
            return source.saturating_sub(self.span.start).min(self.length);
        }
        let index = self.piece_of_source(source);
        let (piece, span) = (self.pieces[index], self.piece_span(index));
        piece.at + source.clamp(span.start, span.end) - span.start
    }

    fn source_start_unclamped(&self, at: u32) -> u32 {
        self.piece_of_offset(at)
            .map_or(self.span.start + at, |piece| piece.source + (at - piece.at))
    }

    fn piece_of_offset(&self, at: u32) -> Option<LogicalPiece> {
        let behind = self.pieces.partition_point(|piece| piece.at <= at);
        self.pieces.get(behind.checked_sub(1)?).copied()
    }

    /// The last piece that begins at or before this place of the file (the first when none does).
    fn piece_of_source(&self, source: u32) -> usize {
        self.pieces.partition_point(|piece| piece.source <= source).saturating_sub(1)
    }

    /// Where a piece stands in the file.
    pub(super) fn piece_span(&self, index: usize) -> Span {
        let piece = self.pieces[index];
        let end = self.pieces.get(index + 1).map_or(self.length, |next| next.at);
        Span::new(piece.source, piece.source + (end - piece.at))
    }
}
