//! The tokens of a file, five bytes each, made where they are asked for.
//!
//! Tokens cost as much as the tree. A screen shows sixty lines of a file of
//! 100,000, and a check of a thousand files looks at none; so the file is cut
//! into chunks of some instructions, and each is read again at the first look
//! into it.

use std::iter;
use std::sync::{Arc, OnceLock};

use super::reader;
use super::stages::StageNames;
use super::syntax::{Escape, Instruction, Token, TokenKind};
use crate::source::{Source, Span};

/// How many instructions a chunk holds.
const CHUNK: usize = 64;

/// All tokens of a file: sorted, disjoint, and together exactly the file.
#[derive(Clone, Debug)]
pub struct Tokens {
    source: Arc<Source>,
    escape: Escape,
    stages: StageNames,
    /// In the file's order; the first begins with the file.
    chunks: Vec<Chunk>,
}

/// Some instructions with what stands between them.
#[derive(Clone, Debug)]
struct Chunk {
    /// Where its first line begins.
    start: u32,
    made: OnceLock<TokenList>,
}

/// Where to read tokens, and what is known there.
pub(super) struct Stretch<'a> {
    pub(super) source: &'a Source,
    /// From the begin of a line to the begin of another.
    pub(super) span: Span,
    pub(super) escape: Escape,
    pub(super) stages: &'a StageNames,
}

impl Tokens {
    /// The tokens of a file with these instructions; none is made yet.
    pub(super) fn new(
        source: &Arc<Source>,
        escape: Escape,
        stages: StageNames,
        instructions: &[Instruction],
    ) -> Self {
        let starts = instructions.iter().step_by(CHUNK).skip(1);
        let starts = starts.map(|it| source.line_span(it.lines.first).start);
        let chunk = |start| Chunk { start, made: OnceLock::new() };
        let chunks = iter::once(0).chain(starts).map(chunk).collect();
        Self { source: Arc::clone(source), escape, stages, chunks }
    }

    /// Every token in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Token> + '_ {
        (0..self.chunks.len()).flat_map(|index| self.list(index).within(Span::new(0, u32::MAX)))
    }

    /// The tokens that share at least one byte with `span`, in order; they
    /// may begin before it and end behind it. Found by binary search.
    pub fn within(&self, span: Span) -> impl DoubleEndedIterator<Item = Token> + '_ {
        let first = self.chunk_of(span.start);
        let behind = self.chunks.partition_point(|chunk| chunk.start < span.end);
        let chunks = if span.is_empty() { 0..0 } else { first..behind.max(first) };
        chunks.flat_map(move |index| self.list(index).within(span))
    }

    /// The token that holds this byte; `None` behind the end of the file.
    pub fn at(&self, offset: u32) -> Option<Token> {
        self.list(self.chunk_of(offset)).within(Span::new(offset, offset.saturating_add(1))).next()
    }

    fn chunk_of(&self, offset: u32) -> usize {
        self.chunks.partition_point(|chunk| chunk.start <= offset).saturating_sub(1)
    }

    fn list(&self, index: usize) -> &TokenList {
        let chunk = &self.chunks[index];
        let length = self.source.text().len() as u32;
        let end = self.chunks.get(index + 1).map_or(length, |next| next.start);
        chunk.made.get_or_init(|| {
            reader::tokens(&Stretch {
                source: &self.source,
                span: Span::new(chunk.start, end),
                escape: self.escape,
                stages: &self.stages,
            })
        })
    }
}

/// The tokens of a stretch.
#[derive(Clone, Debug, Default)]
pub(super) struct TokenList {
    /// Where each token begins; it ends where the next begins.
    starts: Vec<u32>,
    kinds: Vec<TokenKind>,
    /// Where the last token ends.
    end: u32,
}

impl TokenList {
    /// No tokens yet; the first will begin here.
    pub(super) fn beginning_at(start: u32) -> Self {
        Self { end: start, ..Self::default() }
    }

    fn get(&self, index: usize) -> Option<Token> {
        let start = *self.starts.get(index)?;
        let end = self.starts.get(index + 1).copied().unwrap_or(self.end);
        Some(Token { span: Span::new(start, end), kind: *self.kinds.get(index)? })
    }

    fn within(&self, span: Span) -> impl DoubleEndedIterator<Item = Token> + '_ {
        let first = self.starts.partition_point(|start| *start <= span.start).saturating_sub(1);
        let behind = self.starts.partition_point(|start| *start < span.end);
        let tokens = (first..behind.max(first)).filter_map(|index| self.get(index));
        tokens.filter(move |token| token.span.overlaps(span))
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
