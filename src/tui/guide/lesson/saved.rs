//! A lesson that changes while it is shown, because its author writes it.

use std::sync::Arc;

use crate::lesson::{AddedLesson, CourseEntry, Lesson};

use super::super::{Context, Request};
use super::{LessonView, beside, needs};

impl LessonView {
    /// The open lesson among all that there are.
    pub(in crate::tui::guide) fn entry(&self) -> Option<&CourseEntry> {
        self.course.find(&self.lesson.id)
    }

    /// Shows another text of the open lesson: at the same step, with the answers to questions
    /// that are still the same.
    pub(in crate::tui::guide) fn saved(
        &mut self,
        mut added: AddedLesson,
        context: &Context<'_>,
    ) -> Vec<Request> {
        let Some(open) = self.entry().and_then(CourseEntry::added) else { return Vec::new() };
        if open.file != added.file || open.stamp == added.stamp {
            return Vec::new();
        }
        let errors = added.errors().count();
        if errors > 0 {
            // An id that cannot be read is not another id: answers stay where they are.
            added.written_id.clone_from(&open.written_id);
        }
        let words = words(&added, errors);
        let id = self.course.add(added);
        let Some(lesson) = self.course.find(&id).map(|entry| entry.lesson().clone()) else {
            return Vec::new();
        };
        let before = self.sample().cloned();
        self.show_again(lesson);
        let mut requests = self.refresh(context);
        let after = self.sample().filter(|after| before.as_ref() != Some(*after));
        if let Some(sample) = after.filter(|_| !context.has_own && !context.is_practice) {
            let (name, text) = (sample.name.clone(), sample.text.clone());
            requests.push(Request::UseSample { name, text });
        }
        requests.extend(self.reveal_focus(context));
        requests.push(Request::Say(words));
        requests
    }

    fn show_again(&mut self, lesson: Lesson) {
        // A save may be seen half: the step that was cut off is shown again with the rest.
        let lost = self.lost_step.take().filter(|(_, stands)| *stands == self.step);
        let place = lost.map_or(self.step, |(wanted, _)| wanted);
        let shown = self.lesson.steps.get(place).map(|step| step.title.words());
        let has_title = |at: usize| {
            lesson.steps.get(at).map(|step| step.title.words()) == shown && shown.is_some()
        };
        // A step that was moved is followed by its title, one that was renamed by its place.
        let step = match has_title(place) {
            true => place,
            false => (0..lesson.steps.len()).find(|at| has_title(*at)).unwrap_or(place),
        };
        let revealed = self.revealed.get(self.step).copied().unwrap_or(0);
        self.revealed.resize(lesson.steps.len(), 0);
        self.step = step.min(lesson.steps.len().saturating_sub(1));
        self.lost_step = (self.step < step).then_some((step, self.step));
        if let Some(of_step) = self.revealed.get_mut(self.step) {
            *of_step = revealed.max(*of_step);
        }
        self.edition += 1;
        self.needs = needs::of_lesson(&lesson);
        self.beside = beside(&lesson);
        self.lesson = Arc::new(lesson);
        self.asked.forget();
        self.tasks.clear();
        self.sample = None;
        self.laid_out = None;
    }
}

/// What is said of a save.
fn words(added: &AddedLesson, errors: usize) -> String {
    match (added.errors().next(), errors) {
        (None, _) => "The lesson was saved; no problems.".to_owned(),
        (Some(first), 1) => format!("The lesson was saved; 1 problem, in line {}.", first.line),
        (Some(first), count) => {
            format!("The lesson was saved; {count} problems, the first in line {}.", first.line)
        }
    }
}
