//! The questions that the open lesson asks about the reader's file.

use std::collections::BTreeMap;

use crate::doc::{Block, Text};
use crate::lesson::{Ask, Item};
use crate::quiz::Attempt;
use crate::quiz::generate::{Generated, Material, NotAsked, generate};
use crate::quiz::paper::Posed;
use crate::source::{Span, safe_line};

use super::super::Context;
use super::needs::of_ask;
use crate::tui::surroundings::Surroundings;

/// Questions of the same file are the same in every session, so that one that
/// was answered stays answered.
const SEED: u64 = 0;

/// What became of each `ask`, as long as the file and the choices stay.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// By the first id of the ask.
    known: BTreeMap<String, Result<Vec<Generated>, NotAsked>>,
    /// Whether questions of the step that is shown come when more is known.
    waits: bool,
}

impl Asked {
    /// Another file, or another choice: everything is made anew.
    pub(super) fn forget(&mut self) {
        self.known.clear();
    }

    /// Another step, or more is known.
    pub(super) fn begin(&mut self) {
        self.waits = false;
    }

    /// Whether questions are still to come, so that nothing can be said to be done.
    pub(super) fn waits(&self) -> bool {
        self.waits
    }

    /// What stands in the place of an `ask`: its questions, else why there is none.
    pub(super) fn items(&mut self, ask: &Ask, context: &Context<'_>) -> Vec<Item> {
        let key = ask.ids().next().unwrap_or_default();
        let waits_for_folder =
            of_ask(ask).is_some() && matches!(context.surroundings, Surroundings::Waiting);
        let Some(analysis) = context.analysis.filter(|_| !waits_for_folder) else {
            self.waits = true;
            return vec![muted("A question about this file is being worked out.".to_owned())];
        };
        let made = self.known.entry(key);
        let material = Material { analysis, snapshot: context.surroundings.snapshot() };
        match made.or_insert_with(|| generate(ask, &material, SEED)) {
            Ok(questions) => {
                questions.iter().map(|it| Item::Question(it.question.clone())).collect()
            }
            Err(NotAsked { reason }) => {
                let reason = safe_line(reason);
                vec![muted(format!("There is no question about this file here: {reason}."))]
            }
        }
    }

    /// The questions of a review, which were made already.
    pub(super) fn take(&mut self, questions: Vec<Posed>) {
        self.forget();
        for posed in questions {
            let Some(made) = posed.made else { continue };
            self.known.insert(posed.question.id, Ok(vec![made.generated]));
        }
    }

    /// The question of an id, where it was made from the file.
    pub(super) fn find(&self, id: &str) -> Option<&Generated> {
        let made = self.known.values().filter_map(|made| made.as_ref().ok());
        made.flatten().find(|generated| generated.question.id == id)
    }

    /// What of the file a question lights: what it is about while it is open,
    /// then what decides it.
    pub(super) fn lit(&self, id: &str, attempt: Option<&Attempt>) -> Vec<Span> {
        let Some(generated) = self.find(id) else { return Vec::new() };
        match attempt.is_none_or(Attempt::is_open) {
            true => generated.about.clone(),
            false => generated.proof.clone(),
        }
    }
}

fn muted(words: String) -> Item {
    Item::Block(Block::paragraph(Text::new().muted(words)))
}
