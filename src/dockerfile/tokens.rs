//! The tokens of a file, five bytes each.

use super::syntax::{Token, TokenKind};
use crate::source::Span;

/// All tokens of a file: sorted, disjoint, and together exactly the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tokens {
    /// Where each token begins; it ends where the next begins.
    starts: Vec<u32>,
    kinds: Vec<TokenKind>,
    /// Length of the file.
    end: u32,
}

impl Tokens {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether the file is empty.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The token at this place in the order; `None` past the last.
    pub fn get(&self, index: usize) -> Option<Token> {
        let start = *self.starts.get(index)?;
        let end = self.starts.get(index + 1).copied().unwrap_or(self.end);
        Some(Token { span: Span::new(start, end), kind: *self.kinds.get(index)? })
    }

    /// Every token in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Token> + '_ {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// The tokens that share at least one byte with `span`, in order; they
    /// may begin before it and end behind it. Found by binary search.
    pub fn within(&self, span: Span) -> impl DoubleEndedIterator<Item = Token> + '_ {
        let first = self.starts.partition_point(|start| *start <= span.start).saturating_sub(1);
        let last = self.starts.partition_point(|start| *start < span.end);
        let range = if span.is_empty() { 0..0 } else { first..last.max(first) };
        range.filter_map(|index| self.get(index))
    }

    /// The token that holds this byte; `None` behind the end of the file.
    pub fn at(&self, offset: u32) -> Option<Token> {
        let index = self.starts.partition_point(|start| *start <= offset).checked_sub(1)?;
        self.get(index).filter(|token| token.span.contains(offset))
    }

    /// Adds a token that begins where the last one ended; an empty one is left out.
    pub(super) fn push(&mut self, kind: TokenKind, end: u32) {
        if end > self.end {
            self.starts.push(self.end);
            self.kinds.push(kind);
            self.end = end;
        }
    }

    /// Gives back the memory that growing took in advance.
    pub(super) fn shrink(&mut self) {
        self.starts.shrink_to_fit();
        self.kinds.shrink_to_fit();
    }
}
