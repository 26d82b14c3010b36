//! Where a reader was in a lesson, by what is answered and done.

use crate::lesson::{Item, Lesson};
use crate::progress::Progress;
use crate::select::World;

use super::LessonView;
use super::shown::{self, all_items};

impl LessonView {
    /// The step with the first question or task that is open, where others before it are
    /// not; `None` in a lesson that was not begun, or has nothing open.
    pub(super) fn step_to_resume(&self) -> Option<usize> {
        if self.is_complete() {
            return None;
        }
        let is_closed = |id: &String| is_closed(&self.progress, &self.lesson, id);
        let mut has_closed = false;
        for (at, step) in self.lesson.steps.iter().enumerate() {
            for item in all_items(&step.items) {
                let closed = match item {
                    Item::Question(question) => is_closed(&question.id),
                    Item::Task(task) => is_closed(&task.id),
                    // It may have given no question.
                    Item::Ask(ask) if ask.ids().any(|id| is_closed(&id)) => true,
                    _ => continue,
                };
                if !closed && has_closed {
                    return Some(at);
                }
                has_closed |= closed;
                if !closed {
                    return None;
                }
            }
        }
        None
    }

    /// Whether a lesson of the course has a question.
    pub(in crate::tui::guide) fn can_ask(&self, id: &str) -> bool {
        let is_asked = |item: &Item| matches!(item, Item::Question(_) | Item::Ask(_));
        let lesson = self.course.find(id).map(|entry| entry.lesson());
        lesson.is_none_or(|lesson| {
            lesson.steps.iter().flat_map(|step| all_items(&step.items)).any(is_asked)
        })
    }

    /// The steps with a question or a task that every reader gets and that is open.
    pub(super) fn open_steps(&self) -> impl Iterator<Item = usize> {
        let is_closed = |id: &String| is_closed(&self.progress, &self.lesson, id);
        let is_open = move |item: &Item| match item {
            Item::Question(question) => !is_closed(&question.id),
            Item::Task(task) => !is_closed(&task.id),
            _ => false,
        };
        let steps = self.lesson.steps.iter().enumerate();
        steps.filter(move |(_, step)| step.items.iter().any(&is_open)).map(|(at, _)| at)
    }

    /// Opens pauses that earlier answers lie behind.
    pub(super) fn resume_step(&mut self, lesson: &Lesson, world: &World<'_>) {
        let step = self.step;
        let Some(revealed) = self.revealed.get_mut(step) else { return };
        let progress = &self.progress;
        let closed = |id: &String| is_closed(progress, lesson, id);
        let answered = |item: &Item| match item {
            Item::Question(question) => closed(&question.id),
            Item::Task(task) => closed(&task.id),
            Item::Ask(ask) => ask.ids().any(|id| closed(&id)),
            _ => false,
        };
        let needed = shown::pauses_for(lesson, step, world, answered);
        *revealed = needed.max(*revealed);
    }
}

/// Whether a question came to its end once, or a task was done.
fn is_closed(progress: &Progress, lesson: &Lesson, id: &str) -> bool {
    let known = progress.item(&lesson.id, id);
    known.is_some_and(|known| known.closed || known.right)
}
