//! What the reader does in the Lesson view.

use std::collections::BTreeSet;
use std::sync::Arc;

use ratatui::layout::Position;

use crate::doc::BlockId;
use crate::lesson::{Lesson, Sample};
use crate::progress::Progress;
use crate::quiz::Input;
use crate::tui::{Action, View};

use super::super::rows::{Anchor, Target};
use super::super::{Context, Request, key_of};
use super::shown::Stop;
use super::task::Tick;
use super::{LessonView, Wish, beside, needs};

impl LessonView {
    /// Does what the reader asks for.
    pub(in crate::tui::guide) fn update(
        &mut self,
        action: Action,
        context: &Context<'_>,
    ) -> Vec<Request> {
        if action != Action::Reveal {
            self.leaving = None;
        }
        if let Some(requests) = self.point(action, context) {
            return requests;
        }
        if self.in_force(context)
            && let Some(requests) = self.answer(action, context)
        {
            return requests;
        }
        match action {
            Action::Reveal => self.go_on(context),
            Action::StepNext => self.change_step(1, context),
            Action::StepPrevious => self.change_step(-1, context),
            Action::OpenLesson(number) => self.open_number(usize::from(number), context),
            Action::Submit => self.take_up(None, context),
            Action::Hint => self.hint(context),
            Action::Retry => self.retry(context),
            Action::NextSample => self.next_sample(context),
            Action::Known => vec![Request::Prove(self.lesson.id.clone())],
            Action::Close => self.close(context),
            action => {
                self.sheet.act(action);
                Vec::new()
            }
        }
    }

    /// Does what a click asks for.
    pub(in crate::tui::guide) fn click(
        &mut self,
        at: Position,
        context: &Context<'_>,
    ) -> Vec<Request> {
        let Some(target) = self.sheet.target_at(at).cloned() else { return Vec::new() };
        match target {
            Target::Option(_) | Target::Submit if self.asks_for_line() => self.submit(context),
            Target::Point => vec![Request::PointInFile],
            Target::Option(_) if self.active().is_some_and(|it| it.draft.field().is_some()) => {
                self.typing = true;
                self.entered();
                Vec::new()
            }
            Target::Option(place) => self.enter(&Input::Pick(place), context),
            Target::Submit => self.submit(context),
            Target::Hint => self.hint(context),
            Target::Confidence => self.turn_confidence(),
            Target::Skip => self.answer(Action::Close, context).unwrap_or_default(),
            Target::Question(id) => self.take_up(Some(id), context),
            Target::Tick { task, item } => self.tick(&task, item, context),
            Target::GoOn if self.shown.stop == Stop::Step => self.change_step(1, context),
            Target::GoOn => self.go_on(context),
            Target::Fold(group, block) => {
                self.fold(group, block);
                Vec::new()
            }
            Target::Sample { name, text } => vec![Request::ShowSample { name, text }],
            Target::Lesson(id) => vec![Request::OpenLesson(id)],
            Target::Proof(span) => vec![Request::Reveal(span)],
            Target::Do(action) => self.update(action, context),
            // Those of other views.
            Target::Stage(_)
            | Target::Answer(_)
            | Target::Path(_)
            | Target::Token(_)
            | Target::Sentence(_)
            | Target::Part(_)
            | Target::Page
            | Target::Back => Vec::new(),
        }
    }

    pub(super) fn fold(&mut self, group: usize, block: BlockId) {
        let folds = self.folds.entry(group).or_default();
        if !folds.remove(&block) {
            folds.insert(block);
        }
        self.laid_out = None;
    }

    /// Moves the window by the wheel.
    pub(in crate::tui::guide) fn scroll(&mut self, rows: i32) {
        self.sheet.scroll_by(i64::from(rows));
    }

    /// Takes what earlier sessions answered and did.
    pub(in crate::tui::guide) fn take_progress(
        &mut self,
        progress: Progress,
        context: &Context<'_>,
    ) -> Vec<Request> {
        self.progress = progress;
        self.complete = self.is_complete();
        self.keep_typed();
        self.attempts.retain(|_, attempt| !attempt.answers.is_empty());
        self.tasks.clear();
        self.refresh(context)
    }

    /// Another text stands in the file pane.
    pub(in crate::tui::guide) fn file_changed(&mut self, context: &Context<'_>) -> Vec<Request> {
        let focused = self.focused.clone();
        self.asked.forget();
        let mut requests = self.refresh(context);
        if focused.is_empty() {
            requests.extend(self.reveal_focus(context));
        }
        requests
    }

    /// What follows from the file was worked out.
    pub(in crate::tui::guide) fn facts_changed(&mut self, context: &Context<'_>) -> Vec<Request> {
        self.asked.forget();
        let asked_before = self.asks_about_file();
        let mut requests = self.refresh(context);
        // The first question is made only now: what it asks about may stand far below.
        if !asked_before && self.asks_about_file() {
            requests.extend(self.reveal_focus(context));
        }
        requests
    }

    /// The folder around the file was scanned.
    pub(in crate::tui::guide) fn surroundings_changed(
        &mut self,
        context: &Context<'_>,
    ) -> Vec<Request> {
        if self.needs.is_none() {
            return Vec::new();
        }
        self.facts_changed(context)
    }

    /// Types text into the answer.
    pub(in crate::tui::guide) fn paste(&mut self, text: &str, context: &Context<'_>) {
        self.enter(&Input::Type(text.to_owned()), context);
    }

    pub(super) fn task_hint(&mut self) -> Vec<Request> {
        let task = self.shown.tasks().find(|task| {
            self.tasks
                .get(&task.id)
                .is_some_and(|state| !state.holds() && state.hints < task.hints.len())
        });
        let Some(id) = task.map(|task| task.id.clone()) else {
            let has_hints = self.tasks.values().any(|state| !state.holds() && state.hints > 0);
            return vec![no_further_hint(has_hints)];
        };
        if let Some(state) = self.tasks.get_mut(&id) {
            state.hints += 1;
        }
        self.wish = Wish::From(Anchor::Hint);
        Vec::new()
    }

    fn tick(&mut self, task: &str, item: usize, context: &Context<'_>) -> Vec<Request> {
        let state = self.tasks.get_mut(task);
        if let Some(Tick::Own(ticked)) = state.and_then(|state| state.ticks.get_mut(item)) {
            *ticked ^= true;
        }
        self.refresh(context)
    }

    /// Space: a page down while there is more, then what waits, then the next step.
    fn go_on(&mut self, context: &Context<'_>) -> Vec<Request> {
        if self.sheet.has_more() {
            self.sheet.act(Action::PageDown);
            return Vec::new();
        }
        match self.shown.stop {
            Stop::Step => match self.task_to_do() {
                Some(id) if self.leaving.as_ref() != Some(&id) => {
                    self.leaving = Some(id);
                    let key = key_of(Action::Reveal);
                    vec![Request::Say(format!(
                        "The task is not done yet. {key} again leaves it for later."
                    ))]
                }
                _ => self.change_step(1, context),
            },
            Stop::Question if self.leaving.is_some() && self.leaving == self.active_id() => {
                self.leave_for_later(context)
            }
            Stop::Question => {
                self.leaving = self.active_id();
                let key = key_of(Action::Reveal);
                vec![Request::Say(format!(
                    "This waits for your answer. {key} again leaves it for later."
                ))]
            }
            Stop::Pause => {
                self.judged = None;
                let count = self.shown.items.len();
                if let Some(revealed) = self.revealed.get_mut(self.step) {
                    *revealed += 1;
                }
                let mut requests = self.refresh(context);
                self.wish = Wish::From(Anchor::Item(count));
                requests.extend(self.reveal_focus(context));
                requests
            }
        }
    }

    /// A task of the step that was never done.
    fn task_to_do(&self) -> Option<String> {
        let is_open = |id: &str| self.tasks.get(id).is_some_and(|it| !it.done && !it.holds());
        self.shown.tasks().map(|task| &task.id).find(|id| is_open(id)).cloned()
    }

    fn change_step(&mut self, by: isize, context: &Context<'_>) -> Vec<Request> {
        let Some(step) = self.step.checked_add_signed(by) else {
            let key = key_of(Action::Lessons);
            return vec![Request::Say(format!("This is the first step. {key} lists all lessons."))];
        };
        if step >= self.lesson.steps.len() {
            if self.ends_path().is_some() {
                return vec![Request::Show(View::Home)];
            }
            let Some(id) = self.next_lesson().map(|entry| entry.id.clone()) else {
                let key = key_of(Action::Lessons);
                return vec![Request::Say(format!(
                    "This was the last step. {key} lists all lessons."
                ))];
            };
            return self.open(&id, context);
        }
        self.step = step;
        self.begin_step(context)
    }

    pub(super) fn begin_step(&mut self, context: &Context<'_>) -> Vec<Request> {
        self.judged = None;
        self.typing = false;
        self.folds.clear();
        self.taken = None;
        self.wish = Wish::Top;
        let mut requests = self.refresh(context);
        self.wish = Wish::Top;
        requests.extend(self.reveal_focus(context));
        requests
    }

    /// Brings what the lesson talks about into view in the file.
    pub(in crate::tui::guide) fn reveal_focus(&self, context: &Context<'_>) -> Option<Request> {
        if let Some(first) = self.lit().first() {
            return Some(Request::Reveal(*first));
        }
        if self.asks_about_file() {
            // What it asks about may stand far below.
            let (line, _) = self.marks(context).into_iter().min_by_key(|(line, _)| *line)?;
            return Some(Request::Reveal(context.file.source.line_span(line)));
        }
        let first = self.focused.first()?;
        let instruction = context.file.instructions.get(first.0 as usize)?;
        Some(Request::Reveal(instruction.span))
    }

    fn open_number(&mut self, number: usize, context: &Context<'_>) -> Vec<Request> {
        let id = self.course.all().nth(number).map(|entry| entry.id.clone());
        match id {
            Some(id) => self.open(&id, context),
            None => Vec::new(),
        }
    }

    /// Opens a lesson of the course: where the reader was, else at its first step.
    pub(in crate::tui::guide) fn open(&mut self, id: &str, context: &Context<'_>) -> Vec<Request> {
        let Some(entry) = self.course.find(id) else {
            let id = crate::source::safe_line(id).into_owned();
            return vec![Request::Say(format!("There is no lesson “{id}” yet."))];
        };
        let mut requests = vec![Request::Show(View::Lesson)];
        requests.extend(entry.taken_id().map(Request::Say));
        if entry.id == self.lesson.id && !self.is_complete() && self.step > 0 {
            return requests;
        }
        let lesson = entry.lesson().clone();
        self.take_lesson(lesson);
        if let Some(step) = self.step_to_resume() {
            self.step = step;
            let key = key_of(Action::StepPrevious);
            let words = format!("You were here, at step {}. {key} goes back.", step + 1);
            requests.push(Request::Say(words));
        }
        requests.extend(self.begin_step(context));
        if !context.has_own
            && let Some(sample) = self.sample()
        {
            let (name, text) = (sample.name.clone(), sample.text.clone());
            requests.push(Request::UseSample { name, text });
        } else if context.is_sample {
            // It belongs to the lesson that is left.
            requests.push(Request::ShowFile);
        }
        requests
    }

    pub(super) fn take_lesson(&mut self, lesson: Lesson) {
        self.keep_typed();
        self.edition += 1;
        self.revealed = vec![0; lesson.steps.len()];
        self.needs = needs::of_lesson(&lesson);
        self.beside = beside(&lesson);
        self.lesson = Arc::new(lesson);
        self.step = 0;
        self.attempts.clear();
        self.asked.forget();
        self.tasks.clear();
        self.later = BTreeSet::new();
        self.taken = None;
        self.judged = None;
        self.sample = None;
        self.complete = self.is_complete();
    }

    /// What the file pane can show beside the reader's file: the Dockerfiles
    /// of the step, then the lesson's own.
    pub(super) fn samples(&self, context: &Context<'_>) -> Vec<Sample> {
        let mut samples: Vec<Sample> = self.shown.samples(&self.lesson).cloned().collect();
        // Without a file of the reader's, the lesson's sample is what stands there anyway.
        let own = self.lesson.sample.iter().filter(|_| context.has_own);
        for sample in own {
            if !samples.iter().any(|fence| fence.text == sample.text) {
                samples.push(sample.clone());
            }
        }
        samples
    }

    /// Shows the lesson's samples in the file pane one after the other, then
    /// the reader's file again.
    fn next_sample(&mut self, context: &Context<'_>) -> Vec<Request> {
        let samples = self.samples(context);
        let next = self.sample.map_or(0, |at| at + 1);
        let key = key_of(Action::NextSample);
        match samples.get(next) {
            Some(sample) => {
                self.sample = Some(next);
                let name = crate::source::safe_line(&sample.name);
                let where_it_is = match (context.is_side_by_side, context.has_keys) {
                    (false, true) => {
                        let pane = key_of(Action::NextPane);
                        format!("{pane} shows the sample of “{name}”")
                    }
                    _ => format!("The sample of “{name}” is in the file pane"),
                };
                let back = key_of(Action::OwnFile);
                let words = format!("{where_it_is}; {key} goes on, {back} goes back.");
                vec![show(sample), Request::Say(words)]
            }
            None if samples.is_empty() => {
                vec![Request::Say("This step has no sample.".to_owned())]
            }
            None => self.own_file(),
        }
    }

    /// Shows the reader's file again.
    pub(in crate::tui::guide) fn own_file(&mut self) -> Vec<Request> {
        self.sample = None;
        vec![Request::ShowFile]
    }

    fn close(&mut self, _context: &Context<'_>) -> Vec<Request> {
        if self.sample.is_some() { self.own_file() } else { Vec::new() }
    }
}

/// What is said where every hint was shown, or where none was written.
pub(super) fn no_further_hint(has_hints: bool) -> Request {
    let words = if has_hints { "That was the last hint." } else { "There is no hint here." };
    Request::Say(words.to_owned())
}

fn show(sample: &Sample) -> Request {
    Request::ShowSample { name: sample.name.clone(), text: sample.text.clone() }
}
