//! The sentences of an explanation, and what proves each.

use std::ops::Range;

use super::{Context, ExplainView, Place, Request, Wanted};
use crate::doc::Block;
use crate::source::Span;
use crate::tui::guide::rows::{Paper, Prefix, Target};
use crate::tui::theme::Role;

/// A sentence on the screen: a block of the explanation.
#[derive(Clone, Debug)]
pub(super) struct Sentence {
    rows: Range<usize>,
    /// The places of the file that decide it.
    proof: Vec<Span>,
}

impl Sentence {
    /// Its first and its last row.
    pub(super) fn rows(&self) -> (usize, usize) {
        (self.rows.start, self.rows.end.saturating_sub(1))
    }
}

/// Writes sentences, and notes where they stand.
pub(super) struct Sentences {
    pub(super) found: Vec<Sentence>,
    selected: Option<usize>,
    /// Proves what nothing else does: the instruction itself.
    own: Span,
}

impl Sentences {
    pub(super) fn new(selected: Option<usize>, own: Span) -> Self {
        Self { found: Vec::new(), selected, own }
    }

    /// Writes blocks with a blank row between them.
    pub(super) fn blocks(&mut self, paper: &mut Paper<'_>, blocks: &[Block]) {
        for block in blocks {
            paper.blank();
            let proof = block.proof.clone();
            self.write(paper, proof, |paper, prefix| {
                paper.blocks(std::slice::from_ref(block), prefix, None)
            });
        }
    }

    /// The same, without one before the first.
    pub(super) fn tight(&mut self, paper: &mut Paper<'_>, blocks: &[Block]) {
        let Some((first, rest)) = blocks.split_first() else { return };
        let proof = first.proof.clone();
        self.write(paper, proof, |paper, prefix| {
            paper.blocks(std::slice::from_ref(first), prefix, None)
        });
        self.blocks(paper, rest);
    }

    /// Writes one sentence, with the mark of the selected one beside it.
    pub(super) fn write(
        &mut self,
        paper: &mut Paper<'_>,
        proof: Vec<Span>,
        write: impl FnOnce(&mut Paper<'_>, &Prefix) -> Range<usize>,
    ) {
        let place = self.found.len();
        let prefix = if self.selected == Some(place) {
            Prefix::bar("▌ ", paper.role(Role::BorderActive))
        } else {
            Prefix::indent(2)
        };
        let rows = write(paper, &prefix);
        paper.aim(rows.clone(), &Target::Sentence(place));
        let proof = if proof.is_empty() { vec![self.own] } else { proof };
        self.found.push(Sentence { rows, proof });
    }
}

impl ExplainView {
    /// To the next sentence (`1`), or the one before (`-1`).
    pub(super) fn step_sentence(&mut self, by: isize) -> Vec<Request> {
        let Some(last) = self.sentences.len().checked_sub(1) else { return Vec::new() };
        let next = match self.sentence {
            None if by > 0 => 0,
            None => last,
            Some(sentence) => sentence.saturating_add_signed(by).min(last),
        };
        self.select_sentence(Some(next))
    }

    /// Selects a sentence and brings it and its proof into view.
    pub(super) fn select_sentence(&mut self, sentence: Option<usize>) -> Vec<Request> {
        if sentence != self.sentence {
            self.sentence = sentence;
            self.laid_out = None;
        }
        let Some(place) = sentence else { return Vec::new() };
        self.wanted = Some(Wanted::Sentence(place));
        let Some(sentence) = self.sentences.get(place) else { return Vec::new() };
        sentence.proof.first().map(|span| Request::Reveal(*span)).into_iter().collect()
    }

    /// What proves the selected sentence, in the file's order; on a page without a selected
    /// place, all places.
    pub(super) fn proof(&self) -> Vec<Span> {
        let selected = self.sentence.and_then(|it| self.sentences.get(it));
        let mut proof = match selected {
            Some(sentence) => sentence.proof.clone(),
            None if self.page.is_some() => {
                self.sentences.iter().flat_map(|place| place.proof.iter().copied()).collect()
            }
            None => Vec::new(),
        };
        proof.sort_unstable();
        proof
    }

    /// Selects the instruction that proves the selected sentence; of several the first that is
    /// another one than the explained.
    pub(super) fn go_to_proof(&mut self, context: &Context<'_>) -> Vec<Request> {
        let own = self.subject.as_ref().map(|it| it.span);
        let proof = self.proof();
        let is_elsewhere = |span: &&Span| !own.is_some_and(|own| own.overlaps(**span));
        let Some(span) = proof.iter().find(is_elsewhere) else {
            return vec![Request::Say("This instruction itself proves it.".to_owned())];
        };
        self.point_at(span.start, context);
        match self.subject.as_ref().map(|it| it.place) {
            Some(Place::Instruction(id)) => {
                self.choose(None);
                vec![Request::Select(id), Request::Reveal(*span)]
            }
            _ => vec![Request::Reveal(*span)],
        }
    }
}
