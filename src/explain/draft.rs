//! An explanation that is being written.

use super::compose::document;
use super::fill;
use super::model::{Effect, Note, NoteKind, TokenExplanation};
use super::scene::Scene;
use crate::doc::{Alert, Block, Text};
use crate::dockerfile::ProblemKind;
use crate::source::Span;

/// Nobody reads more remarks to one instruction.
const MOST_PITFALLS: usize = 20;

/// Something that is easily misread.
pub(super) struct Pitfall {
    problem: Option<ProblemKind>,
    text: Text,
    proof: Vec<Span>,
    check: Option<&'static str>,
}

/// The parts of an explanation as they are found.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) sentence: Text,
    /// The places that decide what the sentence says, beside the instruction itself.
    pub(super) proof: Vec<Span>,
    pub(super) effect: Effect,
    pub(super) leaves: Text,
    pub(super) pitfalls: Vec<Pitfall>,
    pub(super) reasons: Vec<Note>,
    pub(super) tokens: Vec<TokenExplanation>,
    pub(super) lessons: Vec<String>,
}

impl Draft {
    /// Adds something that is easily misread, with the places that make it hold here.
    pub(super) fn pitfall(&mut self, text: Text, proof: impl IntoIterator<Item = Span>) {
        self.remark(None, text, proof);
    }

    /// As [`pitfall`](Draft::pitfall), for something that the parser may report as a problem
    /// of this kind; it is left out then.
    pub(super) fn pitfall_unless(
        &mut self,
        problem: ProblemKind,
        text: Text,
        proof: impl IntoIterator<Item = Span>,
    ) {
        self.remark(Some(problem), text, proof);
    }

    fn remark(
        &mut self,
        problem: Option<ProblemKind>,
        text: Text,
        proof: impl IntoIterator<Item = Span>,
    ) {
        if self.pitfalls.len() < MOST_PITFALLS {
            let proof = proof.into_iter().collect();
            self.pitfalls.push(Pitfall { problem, text, proof, check: None });
        }
    }

    /// The last pitfall says what this check says about a line that it finds.
    pub(super) fn as_check(&mut self, slug: &'static str) {
        if let Some(last) = self.pitfalls.last_mut() {
            last.check = Some(slug);
        }
    }

    /// Says why it is usually written so, with the places that show that it holds here.
    pub(super) fn reason(&mut self, text: Text, proof: impl IntoIterator<Item = Span>) {
        let head = Text::new().strong("Why it is usually written so:").plain(" ");
        let text = super::compose::concat([head, text]);
        let block = Block::paragraph(text).proved_by(proof);
        self.reasons.push(Note { kind: NoteKind::Reason, block, check: None });
    }

    /// The pitfalls as remarks, without those that the parser has found too.
    pub(super) fn remarks(&mut self, scene: &Scene<'_>) -> Vec<Note> {
        let problems: Vec<_> = scene.survey.problems(scene.index).collect();
        let is_new = |pitfall: &Pitfall| {
            !problems.iter().any(|problem| Some(problem.kind) == pitfall.problem)
        };
        let note = |pitfall: Pitfall| Note {
            kind: NoteKind::Pitfall,
            block: super::compose::quote(Some(Alert::Note), vec![pitfall.text], pitfall.proof),
            check: pitfall.check,
        };
        std::mem::take(&mut self.pitfalls).into_iter().filter(is_new).map(note).collect()
    }

    /// Explains a token; empty spans and texts are left out.
    pub(super) fn token(&mut self, span: Span, label: &str, texts: impl IntoIterator<Item = Text>) {
        if !span.is_empty() && self.tokens.len() < fill::MOST_TOKENS {
            let mut text = document(texts);
            if text.blocks.is_empty() {
                let unknown = "What this means here is not known to layerwise.";
                text = document([Text::from(unknown)]);
            }
            self.tokens.push(TokenExplanation { span, label: label.to_owned(), text });
        }
    }

    /// Adds paragraphs with proofs of their own to the explanation of the last token.
    pub(super) fn more(&mut self, blocks: Vec<Block>) {
        if let Some(last) = self.tokens.last_mut() {
            last.text.blocks.extend(blocks);
        }
    }

    /// Adds a lesson, once.
    pub(super) fn lesson(&mut self, id: &str) {
        if !self.lessons.iter().any(|known| known == id) {
            self.lessons.push(id.to_owned());
        }
    }

    /// Puts the tokens in order, and explains what nobody has explained yet.
    pub(super) fn complete(&mut self, scene: &Scene<'_>) {
        let found = std::mem::take(&mut self.tokens);
        self.tokens = fill::complete(scene, found);
    }
}
