//! What the open lesson puts into the log, and when it is done.

use crate::lesson::Lesson;
use crate::progress::{LessonState, Needs, Record, RecordKind};
use crate::quiz::{Given, Outcome};
use crate::select::World;
use crate::tui::Effect;

use super::super::rows::Anchor;
use super::super::{Context, Request};
use super::shown::Stop;
use super::task::{self, TaskState};
use super::{LessonView, Wish};

impl LessonView {
    /// Keeps what happened, and gives the wish to log it.
    pub(super) fn keep(&mut self, kind: RecordKind, context: &Context<'_>) -> Request {
        self.progress.take_record(&Record { at: context.clock, kind: kind.clone() });
        Request::Perform(Effect::Record(kind))
    }

    /// How far a lesson is.
    pub(in crate::tui::guide) fn state_of(&self, lesson: &Lesson) -> LessonState {
        self.progress.lesson_state(&Needs::of(lesson))
    }

    /// Judges the tasks in view.
    pub(super) fn judge(&mut self, world: &World<'_>, context: &Context<'_>) -> Vec<Request> {
        let mut requests = Vec::new();
        let mut done = Vec::new();
        for task in self.shown.tasks() {
            let state = self.tasks.entry(task.id.clone()).or_insert_with(|| {
                let known = self.progress.item(&self.lesson.id, &task.id);
                let done = known.is_some_and(|known| known.right);
                let had = known.is_some_and(|known| known.had);
                TaskState { done, done_before: done, had, ..TaskState::default() }
            });
            let first_look = state.ticks.is_empty();
            let ticked = state.ticks.iter().filter(|tick| **tick == task::Tick::Done).count();
            let text = *state.first_text.get_or_insert(context.generation);
            state.judge(&task.items, world);
            let now = state.ticks.iter().filter(|tick| **tick == task::Tick::Done).count();
            if state.holds() && !state.done {
                state.done = true;
                // A tick of the reader's own is something done.
                let is_own = state.ticks.iter().any(|tick| matches!(tick, task::Tick::Own(_)));
                state.had = text == context.generation && !is_own;
                done.push((task.id.clone(), state.had));
            } else if !first_look && now != ticked {
                let count = state.ticks.len();
                requests.push(Request::Say(format!("Task: {now} of {count} done in this file.")));
            }
            state.note((context.file.source.name.clone(), context.is_sample));
        }
        for (task, had) in done {
            let outcome = task_outcome(&self.lesson.id, &task, had, context);
            requests.push(self.keep(RecordKind::Answer(outcome), context));
            // What the file had before is no news: its place in the text says so.
            if !had {
                self.wish = Wish::From(Anchor::Answer);
                let words = "✓ Task done: the file has all that was asked.";
                requests.push(Request::Say(words.to_owned()));
            }
        }
        requests.extend(self.notice_end(context));
        requests.extend(self.notice_completion());
        requests
    }

    /// Logs it once when the end of the lesson is in view.
    fn notice_end(&mut self, context: &Context<'_>) -> Option<Request> {
        if self.is_review() || self.asked.waits() {
            return None;
        }
        let is_last = self.step + 1 >= self.lesson.steps.len();
        let known = self.progress.lesson(&self.lesson.id);
        let finished = known.is_some_and(|lesson| lesson.finished.is_some());
        if !is_last || self.shown.stop != Stop::Step || finished || self.lesson.steps.is_empty() {
            return None;
        }
        let lesson = self.lesson.id.clone();
        Some(self.keep(RecordKind::Finished { lesson }, context))
    }

    /// Whether all is answered and done, and the end of the lesson was seen.
    pub(super) fn is_complete(&self) -> bool {
        let known = self.progress.lesson(&self.lesson.id);
        let is_read = known.is_some_and(|it| it.finished.is_some() || it.known.is_some());
        (is_read || self.is_review()) && self.state_of(&self.lesson).done
    }

    /// Says it once when the last question or task of the lesson is done, and its end was seen.
    fn notice_completion(&mut self) -> Option<Request> {
        let complete = self.is_complete() && !self.asked.waits();
        let news = complete && !self.complete;
        self.complete = complete;
        let title = crate::source::safe_line(&self.lesson.title).into_owned();
        let what = if self.is_review() { "Review done." } else { "Lesson done: " };
        let title = if self.is_review() { "" } else { &title };
        news.then(|| Request::Say(format!("✓ {what}{title}")))
    }
}

fn task_outcome(lesson: &str, task: &str, had: bool, context: &Context<'_>) -> Outcome {
    Outcome {
        lesson: lesson.to_owned(),
        question: task.to_owned(),
        skill: None,
        hash: String::new(),
        seed: 0,
        file: Some(file_hash(context)),
        given: Given::Task,
        correct: true,
        try_number: 1,
        closed: true,
        hints: 0,
        confidence: None,
        had,
    }
}

/// The hash of the text in the file pane.
pub(super) fn file_hash(context: &Context<'_>) -> String {
    crate::host::FileHash::of(context.file.source.text().as_bytes()).as_str().to_owned()
}
