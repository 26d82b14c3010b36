//! The tokens of a file, five bytes each, made when they are first asked for.

use std::sync::{Arc, OnceLock};

use super::reader;
use super::syntax::{Token, TokenKind};
use crate::source::{Source, Span};

/// All tokens of a file: sorted, disjoint, and together exactly the file.
///
/// They cost more than the tree, and whoever checks a thousand files needs
/// none: the first look at them reads the file again.
#[derive(Clone, Debug)]
pub struct Tokens {
    source: Arc<Source>,
    made: OnceLock<TokenList>,
}

impl Tokens {
    pub(super) fn new(source: &Arc<Source>) -> Self {
        Self { source: Arc::clone(source), made: OnceLock::new() }
    }

    fn list(&self) -> &TokenList {
        self.made.get_or_init(|| reader::tokens(&self.source))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list().starts.len()
    }

    /// Whether the file is empty.
    pub fn is_empty(&self) -> bool {
        self.source.text().is_empty()
    }

    /// The token at this place in the order; `None` past the last.
    pub fn get(&self, index: usize) -> Option<Token> {
        self.list().get(index)
    }

    /// Every token in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Token> + '_ {
        let list = self.list();
        (0..list.starts.len()).filter_map(|index| list.get(index))
    }

    /// The tokens that share at least one byte with `span`, in order; they
    /// may begin before it and end behind it. Found by binary search.
    pub fn within(&self, span: Span) -> impl DoubleEndedIterator<Item = Token> + '_ {
        let list = self.list();
        let first = list.starts.partition_point(|start| *start <= span.start).saturating_sub(1);
        let last = list.starts.partition_point(|start| *start < span.end);
        let range = if span.is_empty() { 0..0 } else { first..last.max(first) };
        range.filter_map(|index| list.get(index))
    }

    /// The token that holds this byte; `None` behind the end of the file.
    pub fn at(&self, offset: u32) -> Option<Token> {
        let list = self.list();
        let index = list.starts.partition_point(|start| *start <= offset).checked_sub(1)?;
        list.get(index).filter(|token| token.span.contains(offset))
    }
}

/// The tokens while they are made.
#[derive(Clone, Debug, Default)]
pub(super) struct TokenList {
    /// Where each token begins; it ends where the next begins.
    starts: Vec<u32>,
    kinds: Vec<TokenKind>,
    /// Where the last token ends.
    end: u32,
}

impl TokenList {
    fn get(&self, index: usize) -> Option<Token> {
        let start = *self.starts.get(index)?;
        let end = self.starts.get(index + 1).copied().unwrap_or(self.end);
        Some(Token { span: Span::new(start, end), kind: *self.kinds.get(index)? })
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
