//! Gathering the physical lines of an instruction into its logical line.

use super::lines::{self, Line, LineKind};
use super::reader::{Purpose, Reader, Scratch};
use super::syntax::{Comment, Logical, LogicalPiece, TokenKind};
use crate::source::Span;

/// The logical line of an instruction and what is known of its lines.
pub(super) struct Gathered {
    /// The number of its first line, counted from 1.
    pub(super) first_line: usize,
    /// The joined line.
    pub(super) logical: Logical,
    /// End of the last line's text; comments and blank lines at the end of
    /// the file belong to it when the line before goes on.
    pub(super) end: usize,
    /// Whether blank lines stand inside.
    pub(super) first_blank: Option<usize>,
}

impl Reader<'_> {
    /// Gathers the instruction that begins at `first` in this line.
    pub(super) fn gather(&mut self, line: Line, first: usize, scratch: &mut Scratch) -> Gathered {
        scratch.gaps.clear();
        scratch.pieces.clear();
        let first_line = self.line;
        let mut length = 0;
        let mut first_blank = None;
        let mut end = line.body_end;
        let (mut piece_end, mut goes_on) = self.piece(line, first, &mut length, scratch);
        while goes_on {
            let Some(line) = self.next_line_inside() else { break };
            end = line.body_end;
            let (first, kind) = line.look(self.bytes);
            match kind {
                LineKind::Comment => self.inner_comment(line, first, scratch),
                LineKind::Blank => {
                    first_blank.get_or_insert(self.line);
                    self.gap(scratch, TokenKind::Blank, line.body_end);
                    self.gap(scratch, TokenKind::LineEnd, line.end);
                }
                LineKind::Text => {
                    (piece_end, goes_on) = self.piece(line, line.start, &mut length, scratch);
                }
            }
        }
        let logical = self.logical(piece_end, length, scratch);
        Gathered { first_line, logical, end, first_blank }
    }

    /// Takes a line's text up to its continuation mark; gives its end and whether it goes on.
    fn piece(
        &self,
        line: Line,
        start: usize,
        length: &mut usize,
        scratch: &mut Scratch,
    ) -> (usize, bool) {
        let mark = lines::continuation(&self.bytes[start..line.body_end], self.escape);
        let end = mark.map_or(line.body_end, |mark| start + mark);
        scratch.pieces.push(LogicalPiece { at: *length as u32, source: start as u32 });
        *length += end - start;
        scratch.gaps.begin();
        self.gap(scratch, TokenKind::Continuation, line.body_end);
        self.gap(scratch, TokenKind::LineEnd, line.end);
        (end, mark.is_some())
    }

    fn gap(&self, scratch: &mut Scratch, kind: TokenKind, end: usize) {
        if matches!(self.purpose, Purpose::Tokens(_)) {
            scratch.gaps.push(kind, end);
        }
    }

    fn inner_comment(&mut self, line: Line, first: usize, scratch: &mut Scratch) {
        self.gap(scratch, TokenKind::Blank, first);
        self.gap(scratch, TokenKind::Comment, line.body_end);
        self.gap(scratch, TokenKind::LineEnd, line.end);
        let span = Span::new(first as u32, line.body_end as u32);
        self.comments.push(Comment { span, in_continuation: true });
    }

    /// The logical line of the pieces; joins their text where there are several.
    fn logical(&self, end: usize, length: usize, scratch: &mut Scratch) -> Logical {
        let start = scratch.pieces.first().map_or(end as u32, |piece| piece.source);
        let span = Span::new(start, end as u32);
        if scratch.pieces.len() < 2 {
            return Logical { span, length: length as u32, ..Logical::default() };
        }
        scratch.joined.clear();
        for (index, piece) in scratch.pieces.iter().enumerate() {
            let next = scratch.pieces.get(index + 1).map_or(length, |next| next.at as usize);
            let from = piece.source as usize;
            let text = &self.bytes[from..from + next - piece.at as usize];
            scratch.joined.extend_from_slice(text);
        }
        let pieces = scratch.pieces.clone().into();
        Logical { span, length: length as u32, pieces }
    }
}
