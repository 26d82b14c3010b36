//! Own words that were typed and not handed in: they wait where the reader left them.

use crate::lesson::Question;
use crate::quiz::{Attempt, Draft};
use crate::tui::Typed;

use super::LessonView;

/// A longer text is not kept, in bytes.
const MOST: usize = 10_000;

impl LessonView {
    /// All own words that were typed and not handed in, in this lesson and in others.
    pub(in crate::tui::guide) fn typed(&self) -> Typed {
        let mut typed = self.typed.clone();
        if self.is_review() {
            return typed;
        }
        let here = typed.entry(self.lesson.id.clone()).or_default();
        for (question, attempt) in &self.attempts {
            match words(attempt) {
                Some(words) => here.insert(question.clone(), words.to_owned()),
                None => here.remove(question),
            };
        }
        typed.retain(|_, questions| !questions.is_empty());
        typed
    }

    /// Keeps what was typed, for the attempts go.
    pub(super) fn keep_typed(&mut self) {
        self.typed = self.typed();
    }

    /// What was typed at a question before stands in its field again.
    pub(super) fn restore_typed(&self, question: &Question, attempt: &mut Attempt) {
        let here = self.typed.get(&self.lesson.id);
        let words = here.and_then(|here| here.get(&question.id));
        if let (Some(words), Draft::Words(_)) = (words, &attempt.draft) {
            attempt.set_text(words);
        }
    }
}

/// The words of an answer that was not handed in.
fn words(attempt: &Attempt) -> Option<&str> {
    let words = match &attempt.draft {
        Draft::Words(field) => field.text(),
        Draft::Rubric { text, .. } => text,
        _ => return None,
    };
    let is_kept = attempt.is_open() && !words.trim().is_empty() && words.len() <= MOST;
    is_kept.then_some(words)
}
