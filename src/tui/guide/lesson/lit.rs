//! What the lesson lights in the file.

use super::super::{Context, Highlights};
use super::LessonView;
use crate::lesson::Item;
use crate::source::Span;

impl LessonView {
    /// What the lesson marks in the file.
    pub(in crate::tui::guide) fn highlights(&self, context: &Context<'_>) -> Highlights {
        let instructions = &context.file.instructions;
        let focused = self.focused.iter().filter_map(|id| instructions.get(id.0 as usize));
        let (lit, marks) = (self.lit(), self.marks(context));
        // What the step marks could be the answer to what is asked of the file.
        if !lit.is_empty() || self.asks_about_file() {
            return Highlights { focus: lit, marks, ..Highlights::default() };
        }
        let focus: Vec<_> = focused.clone().map(|instruction| instruction.span).collect();
        let note = self.shown.focus.as_ref().and_then(|focus| focus.note.clone());
        let first = focused.clone().next().map(|instruction| instruction.lines.first);
        let notes = first.zip(note).into_iter().collect();
        Highlights { focus, notes, marks, ..Highlights::default() }
    }

    /// Whether the step that is shown has a task or a question.
    pub(in crate::tui::guide) fn asks(&self) -> bool {
        let is_asked = |item: &Item| matches!(item, Item::Question(_) | Item::Task(_));
        self.shown.items.iter().any(is_asked)
    }

    /// Whether a question about the reader's file waits for its answer.
    pub(super) fn asks_about_file(&self) -> bool {
        self.active().is_some_and(|attempt| self.asked.find(&attempt.question).is_some())
    }

    /// What a question about the reader's file lights: the one that is taken up
    /// or whose result is being read, else the last one, where nothing behind
    /// it marks something else.
    pub(super) fn lit(&self) -> Vec<Span> {
        let current = self.taken.as_ref().or(self.judged.as_ref());
        let lit = current.map(|id| self.asked.lit(id, self.attempts.get(id))).unwrap_or_default();
        if !lit.is_empty() {
            return lit;
        }
        let marks =
            |item: &&Item| matches!(item, Item::Focus(_) | Item::Question(_) | Item::Task(_));
        match self.shown.items.iter().rev().find(marks) {
            Some(Item::Question(question)) => {
                self.asked.lit(&question.id, self.attempts.get(&question.id))
            }
            _ => Vec::new(),
        }
    }
}
