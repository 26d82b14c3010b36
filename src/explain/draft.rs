//! An explanation that is being written.

use super::compose::document;
use super::fill;
use super::model::{Effect, Note, NoteKind, TokenExplanation};
use super::scene::Scene;
use crate::doc::{Alert, Text};
use crate::source::Span;

/// The parts of an explanation as they are found.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) sentence: Text,
    /// The places that decide what the sentence says, beside the instruction itself.
    pub(super) proof: Vec<Span>,
    pub(super) effect: Effect,
    pub(super) leaves: Text,
    pub(super) pitfalls: Vec<Note>,
    pub(super) tokens: Vec<TokenExplanation>,
    pub(super) lessons: Vec<String>,
}

impl Draft {
    /// Adds something that is easily misread, with the places that make it hold here.
    pub(super) fn pitfall(&mut self, text: Text, proof: impl IntoIterator<Item = Span>) {
        let proof = proof.into_iter().collect();
        let block = super::compose::quote(Some(Alert::Note), vec![text], proof);
        self.pitfalls.push(Note { kind: NoteKind::Pitfall, block });
    }

    /// Explains a token; empty spans and texts are left out.
    pub(super) fn token(&mut self, span: Span, label: &str, texts: impl IntoIterator<Item = Text>) {
        if !span.is_empty() {
            let text = document(texts);
            self.tokens.push(TokenExplanation { span, label: label.to_owned(), text });
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
