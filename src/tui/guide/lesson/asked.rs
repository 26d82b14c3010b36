//! The questions that the open lesson asks about the reader's file.

use std::collections::BTreeMap;

use super::task::in_quotes;
use crate::doc::{Block, Text};
use crate::lesson::{Ask, Item};
use crate::progress::Progress;
use crate::quiz::Attempt;
use crate::quiz::generate::{Generated, Material, NotAsked};
use crate::quiz::paper::{Posed, of_ask};
use crate::source::{Span, safe_line};

use super::super::Context;
use super::needs;
use super::shown::Expanded;
use crate::tui::surroundings::{Depth, Surroundings};

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
    /// `known` is what was answered, of this lesson and of its skills.
    pub(super) fn items(
        &mut self,
        ask: &Ask,
        known: (&Progress, &str),
        context: &Context<'_>,
    ) -> Expanded {
        let key = ask.ids().next().unwrap_or_default();
        let waits_for_folder = match needs::of_ask(ask) {
            None => false,
            Some(Depth::Names) => matches!(context.surroundings, Surroundings::Waiting),
            Some(Depth::Contents) => {
                matches!(context.surroundings, Surroundings::Waiting) || context.awaits_contents
            }
        };
        let Some(analysis) = context.analysis.filter(|_| !waits_for_folder) else {
            self.waits = true;
            let words = "A question about this file is being worked out.".to_owned();
            return Expanded {
                items: vec![muted(words)],
                has_question: true,
                ..Expanded::default()
            };
        };
        let made = self.known.entry(key);
        let material = Material { analysis, snapshot: context.surroundings.snapshot() };
        let (progress, lesson) = known;
        let level = progress.level(ask.generator.skill(ask.when));
        let answered = |id: &str| progress.item(lesson, id).map(|item| item.hash.clone());
        let others = || progress.lessons.iter().filter(|(id, _)| id.as_str() != lesson);
        let items = || others().flat_map(|(_, other)| other.items.values());
        let is_known = |hash: &str| items().any(|item| item.hash == hash);
        match made.or_insert_with(|| of_ask(ask, &material, level, answered, is_known)) {
            Ok(questions) => {
                let items = questions.iter().map(|it| Item::Question(it.question.clone()));
                Expanded { items: items.collect(), has_question: true, ..Expanded::default() }
            }
            Err(NotAsked { answer: Some(answer), .. }) => {
                let answer = in_quotes(&safe_line(answer));
                let words = format!("This file leaves only one answer. {answer}");
                let answer = Some(muted(words));
                Expanded { answer, ..Expanded::default() }
            }
            Err(NotAsked { reason, .. }) => {
                let reason = in_quotes(&safe_line(reason));
                let words = format!("There is no question about this file here: {reason}.");
                Expanded { why_none: Some(muted(words)), ..Expanded::default() }
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
