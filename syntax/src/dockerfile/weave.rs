//! Tokens of one instruction: from parts of the logical line to places in the file.

use super::part::Part;
use super::syntax::{Logical, TokenKind};
use super::tokens::TokenList;

/// A token between two pieces of a logical line, or behind the last: it ends here.
pub(super) type GapToken = (TokenKind, u32);

/// Writes the tokens of an instruction in order.
pub(super) struct Weave<'a> {
    tokens: &'a mut TokenList,
    text: &'a str,
    logical: &'a Logical,
    /// For each piece, how many of the gap tokens stand before its end.
    gaps: &'a Gaps,
    piece: usize,
    at: u32,
    overlays: &'a [(Part, TokenKind)],
}

/// The tokens between the pieces of a logical line.
#[derive(Debug, Default)]
pub(super) struct Gaps {
    tokens: Vec<GapToken>,
    /// Where in `tokens` the gap behind each piece begins.
    starts: Vec<u32>,
}

impl Gaps {
    /// Forgets all, for the next instruction.
    pub(super) fn clear(&mut self) {
        self.tokens.clear();
        self.starts.clear();
    }

    /// What follows belongs behind the piece that has just ended.
    pub(super) fn begin(&mut self) {
        self.starts.push(self.tokens.len() as u32);
    }

    /// Adds a token to the gap that began last.
    pub(super) fn push(&mut self, kind: TokenKind, end: usize) {
        self.tokens.push((kind, end as u32));
    }

    /// The tokens behind a piece.
    fn behind(&self, piece: usize) -> &[GapToken] {
        let place = |index: usize| self.starts.get(index).map(|start| *start as usize);
        let Some(start) = place(piece) else { return &[] };
        &self.tokens[start..place(piece + 1).unwrap_or(self.tokens.len())]
    }
}

impl<'a> Weave<'a> {
    pub(super) fn new(
        tokens: &'a mut TokenList,
        text: &'a str,
        logical: &'a Logical,
        gaps: &'a Gaps,
        overlays: &'a [(Part, TokenKind)],
    ) -> Self {
        Self { tokens, text, logical, gaps, piece: 0, at: 0, overlays }
    }

    /// Adds a token for a part; what lies before it becomes a blank.
    pub(super) fn part(&mut self, kind: TokenKind, part: Part) {
        self.up_to(TokenKind::Blank, part.start);
        self.up_to(kind, part.end);
    }

    /// The offset up to which the logical line has its tokens.
    pub(super) fn reached(&self) -> u32 {
        self.at
    }

    /// As [`part`](Self::part), with the variables and heredoc markers in it as tokens of their own.
    pub(super) fn expanded(&mut self, kind: TokenKind, part: Part) {
        self.up_to(TokenKind::Blank, part.start);
        while let Some((overlay, overlay_kind)) = self.overlays.first() {
            if overlay.start >= part.end {
                break;
            }
            self.overlays = &self.overlays[1..];
            if overlay.start >= self.at {
                self.up_to(kind, overlay.start);
                self.up_to(*overlay_kind, overlay.end.min(part.end));
            }
        }
        self.up_to(kind, part.end);
    }

    /// Adds a token up to an offset of the logical line, cut at the ends of its pieces.
    pub(super) fn up_to(&mut self, kind: TokenKind, end: u32) {
        let end = end.min(self.logical.length);
        while self.at < end {
            let piece = self.piece_end();
            if self.at == piece.0 {
                self.next_piece();
                continue;
            }
            let stop = end.min(piece.0);
            self.push(kind, piece.1 - (piece.0 - stop));
            self.at = stop;
        }
    }

    /// Adds what is left of the logical line and of the gaps.
    pub(super) fn finish(mut self, kind: TokenKind) {
        self.up_to(kind, self.logical.length);
        while self.piece < self.gaps.starts.len() {
            self.next_piece();
        }
    }

    /// The end of the current piece in the logical line and in the file.
    fn piece_end(&self) -> (u32, u32) {
        let pieces = &self.logical.pieces;
        match pieces.get(self.piece + 1) {
            Some(next) => {
                let piece = pieces[self.piece];
                (next.at, piece.source + (next.at - piece.at))
            }
            None => (self.logical.length, self.logical.span.end),
        }
    }

    fn next_piece(&mut self) {
        let gap = self.gaps.behind(self.piece);
        for (kind, end) in gap {
            self.tokens.push(*kind, *end);
        }
        self.piece += 1;
    }

    fn push(&mut self, kind: TokenKind, mut end: u32) {
        // BuildKit cuts flags inside characters; a token takes the whole character.
        while !self.text.is_char_boundary(end as usize) {
            end += 1;
        }
        self.tokens.push(kind, end);
    }
}
