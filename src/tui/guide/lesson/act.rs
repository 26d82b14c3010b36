//! What the reader does in the Lesson view.

use std::collections::BTreeSet;
use std::sync::Arc;

use ratatui::layout::Position;

use crate::doc::BlockId;
use crate::lesson::{CourseEntry, Item, Lesson, Sample};
use crate::progress::{Progress, RecordKind};
use crate::quiz::{Attempt, Draft, HintReply, Input, Submission, question_seed};
use crate::tui::{Action, View};

use super::super::rows::{Anchor, Target};
use super::super::{Context, Request, key_of};
use super::shown::Stop;
use super::task::Tick;
use super::{LessonView, Wish, file_hash};

impl LessonView {
    /// Does what the reader asks for.
    pub(in crate::tui::guide) fn update(
        &mut self,
        action: Action,
        context: &Context<'_>,
    ) -> Vec<Request> {
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
            Target::Token(_) => Vec::new(),
        }
    }

    fn fold(&mut self, group: usize, block: BlockId) {
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
        self.complete = self.state_of(&self.lesson).done;
        self.attempts.retain(|_, attempt| !attempt.answers.is_empty());
        self.tasks.clear();
        self.refresh(context)
    }

    /// Another text stands in the file pane.
    pub(in crate::tui::guide) fn file_changed(&mut self, context: &Context<'_>) -> Vec<Request> {
        let focused = self.focused.clone();
        let mut requests = self.refresh(context);
        if focused.is_empty() {
            requests.extend(self.reveal_focus(context));
        }
        requests
    }

    /// Types text into the answer.
    pub(in crate::tui::guide) fn paste(&mut self, text: &str, context: &Context<'_>) {
        self.enter(&Input::Type(text.to_owned()), context);
    }

    /// What goes to the question in force; `None`: it does not take this action.
    fn answer(&mut self, action: Action, context: &Context<'_>) -> Option<Vec<Request>> {
        let typing = self.typing(context);
        let input = match action {
            Action::Choose(place) => Input::Pick(usize::from(place)),
            Action::ChooseTrue => Input::Pick(0),
            Action::ChooseFalse => Input::Pick(1),
            Action::MoveUp => Input::LineUp,
            Action::MoveDown => Input::LineDown,
            Action::Insert(letter) => {
                self.typing = true;
                Input::Type(letter.to_string())
            }
            Action::Erase => Input::Backspace,
            Action::Delete => Input::Delete,
            Action::ClearBefore => Input::Clear,
            Action::Top if typing => Input::Home,
            Action::Bottom if typing => Input::End,
            Action::Mark => Input::Toggle,
            Action::Left => Input::Left,
            Action::Right => Input::Right,
            Action::Up => Input::Up,
            Action::Down => Input::Down,
            Action::Submit => return Some(self.submit(context)),
            Action::Close if typing => {
                self.typing = false;
                self.laid_out = None;
                return Some(Vec::new());
            }
            Action::Close => return Some(self.leave_for_later(context)),
            Action::Confidence => return Some(self.turn_confidence()),
            _ => return None,
        };
        let is_truth = self.active().is_some_and(Attempt::is_truth);
        if matches!(action, Action::ChooseTrue | Action::ChooseFalse) {
            if !is_truth {
                return Some(Vec::new());
            }
            self.enter(&input, context);
            return Some(self.submit(context));
        }
        let moves = matches!(input, Input::Up | Input::Down);
        let changed = self.active_mut().is_some_and(|attempt| attempt.enter(&input));
        if moves && !changed {
            return None;
        }
        self.entered();
        Some(Vec::new())
    }

    fn enter(&mut self, input: &Input, _context: &Context<'_>) -> Vec<Request> {
        if let Some(attempt) = self.active_mut() {
            attempt.enter(input);
            self.entered();
        }
        Vec::new()
    }

    /// The cursor stays in view.
    fn entered(&mut self) {
        let cursor = Anchor::Option(self.active().map_or(0, |attempt| attempt.cursor));
        self.wish = Wish::Both(cursor, cursor);
        self.laid_out = None;
    }

    fn submit(&mut self, context: &Context<'_>) -> Vec<Request> {
        if self.has_field(context) && !self.typing {
            self.typing = true;
            self.entered();
            return Vec::new();
        }
        let Some(attempt) = self.active_mut() else { return self.take_up(None, context) };
        let choice = matches!(attempt.draft, Draft::Choice { .. });
        let submission = attempt.submit(context.now);
        self.laid_out = None;
        let say = |words: &str| vec![Request::Say(words.to_owned())];
        match submission {
            Submission::Nothing if choice => say("Choose first: press its letter, or Space."),
            Submission::Nothing => say("Type an answer first."),
            Submission::Almost => {
                say("Almost: only upper and lower case differ. This costs no try.")
            }
            Submission::Again => say("You gave this answer already. This costs no try."),
            Submission::Rubric => {
                self.typing = false;
                self.wish = Wish::Both(Anchor::Option(0), Anchor::Answer);
                Vec::new()
            }
            Submission::Graded(_) => self.graded(context),
        }
    }

    /// Logs the answer, and shows what it revealed.
    fn graded(&mut self, context: &Context<'_>) -> Vec<Request> {
        let mut requests = Vec::new();
        let lesson = Arc::clone(&self.lesson);
        let Some(id) = self.active_id() else { return requests };
        let Some(attempt) = self.attempts.get(&id) else { return requests };
        let closed = !attempt.is_open();
        if let Some(outcome) = attempt.outcome(&lesson.id, Some(&file_hash(context))) {
            requests.push(self.keep(RecordKind::Answer(outcome)));
        }
        if closed {
            self.taken = None;
            self.typing = false;
            self.later.remove(&id);
        }
        requests.extend(self.refresh(context));
        self.wish = Wish::Graded(self.anchor_of(&id));
        requests
    }

    /// The item of the step that is this question.
    pub(super) fn anchor_of(&self, question: &str) -> Anchor {
        let is = |item: &Item| matches!(item, Item::Question(it) if it.id == question);
        Anchor::Item(self.shown.items.iter().position(is).unwrap_or(0))
    }

    fn active_id(&self) -> Option<String> {
        match self.shown.stop {
            Stop::Question => self.shown.questions().last().map(|question| question.id.clone()),
            _ => self.taken.clone(),
        }
    }

    fn turn_confidence(&mut self) -> Vec<Request> {
        if let Some(attempt) = self.active_mut() {
            attempt.turn_confidence();
        }
        self.laid_out = None;
        Vec::new()
    }

    /// Esc: a grabbed line is dropped, else the question is left for later.
    fn leave_for_later(&mut self, context: &Context<'_>) -> Vec<Request> {
        self.laid_out = None;
        if let Some(Attempt { draft: Draft::Order { grabbed, .. }, .. }) = self.active_mut()
            && *grabbed
        {
            *grabbed = false;
            return Vec::new();
        }
        let Some(id) = self.active_id() else { return Vec::new() };
        self.taken = None;
        self.typing = false;
        self.later.insert(id.clone());
        let count = self.shown.items.len();
        let mut requests = self.refresh(context);
        self.wish = match self.shown.items.len() > count {
            true => Wish::From(Anchor::Item(count)),
            false => Wish::From(Anchor::End),
        };
        let key = key_of(Action::Submit);
        requests.push(Request::Say(format!("Left for later. {key} takes the question up again.")));
        requests
    }

    /// Takes a question up that was left for later: this one, or the first in the step.
    fn take_up(&mut self, id: Option<String>, context: &Context<'_>) -> Vec<Request> {
        let open = |id: &String| self.attempts.get(id).is_some_and(Attempt::is_open);
        let ids = self.shown.questions().map(|question| question.id.clone());
        let Some(id) = id.or_else(|| ids.into_iter().find(open)) else {
            if let Some(Target::Fold(group, block)) = self.sheet.first_fold().cloned() {
                self.fold(group, block);
            }
            return Vec::new();
        };
        self.taken = Some(id.clone());
        let requests = self.refresh(context);
        self.wish = Wish::Both(self.anchor_of(&id), Anchor::Answer);
        requests
    }

    /// Starts a question of this step afresh: the last one that is closed.
    fn retry(&mut self, context: &Context<'_>) -> Vec<Request> {
        let closed = |id: &&String| self.attempts.get(*id).is_some_and(|it| !it.is_open());
        let ids: Vec<_> = self.shown.questions().map(|question| question.id.clone()).collect();
        let Some(id) = ids.iter().rev().find(closed).cloned() else { return Vec::new() };
        let question = self.shown.questions().find(|question| question.id == id).cloned();
        let Some(question) = question else { return Vec::new() };
        let tries = self.progress.records;
        let seed = question_seed(self.seed.wrapping_add(tries), &id);
        self.attempts.insert(id.clone(), Attempt::new(&question, seed));
        self.later.insert(id.clone());
        self.take_up(Some(id), context)
    }

    fn hint(&mut self, context: &Context<'_>) -> Vec<Request> {
        self.laid_out = None;
        let reply = self.active_mut().map(|attempt| attempt.hint(context.now));
        match reply {
            Some(HintReply::Shown) => self.wish = Wish::Both(Anchor::Hint, Anchor::Answer),
            Some(HintReply::Wait(left)) => {
                let seconds = left.as_secs_f64().ceil() as u64;
                let words = format!("Read the note first. A hint comes in {seconds} s.");
                return vec![Request::Say(words)];
            }
            Some(HintReply::NoMore) => {
                return vec![Request::Say("There is no further hint.".to_owned())];
            }
            None => return self.task_hint(),
        }
        Vec::new()
    }

    fn task_hint(&mut self) -> Vec<Request> {
        let task = self.shown.tasks().find(|task| {
            self.tasks
                .get(&task.id)
                .is_some_and(|state| !state.holds() && state.hints < task.hints.len())
        });
        let Some(id) = task.map(|task| task.id.clone()) else {
            return vec![Request::Say("There is no hint here.".to_owned())];
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
            Stop::Step => self.change_step(1, context),
            Stop::Question => {
                let key = key_of(Action::Close);
                vec![Request::Say(format!(
                    "Answer the question, or press {key} to leave it for later."
                ))]
            }
            Stop::Pause => {
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

    fn change_step(&mut self, by: isize, context: &Context<'_>) -> Vec<Request> {
        let Some(step) = self.step.checked_add_signed(by) else {
            return vec![Request::Say("This is the first step.".to_owned())];
        };
        if step >= self.lesson.steps.len() {
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

    fn begin_step(&mut self, context: &Context<'_>) -> Vec<Request> {
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
        let first = self.focused.first()?;
        let instruction = context.file.instructions.get(first.0 as usize)?;
        Some(Request::Reveal(instruction.span))
    }

    /// The lesson to go on with: the first of `next` that exists, else the one
    /// behind this in the course.
    pub(super) fn next_lesson(&self) -> Option<&CourseEntry> {
        let named = self.lesson.next.iter().find_map(|id| self.course.find(id));
        named.or_else(|| self.course.entries.get(self.number()? + 1))
    }

    fn open_number(&mut self, number: usize, context: &Context<'_>) -> Vec<Request> {
        match self.course.entries.get(number).map(|entry| entry.id.clone()) {
            Some(id) => self.open(&id, context),
            None => Vec::new(),
        }
    }

    /// Opens a lesson of the course at its first step.
    pub(in crate::tui::guide) fn open(&mut self, id: &str, context: &Context<'_>) -> Vec<Request> {
        let Some(lesson) = self.course.find(id).map(|entry| entry.lesson().clone()) else {
            let id = crate::source::safe_line(id).into_owned();
            return vec![Request::Say(format!("There is no lesson “{id}” yet."))];
        };
        self.take_lesson(lesson);
        let mut requests = vec![Request::Show(View::Lesson)];
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

    fn take_lesson(&mut self, lesson: Lesson) {
        self.revealed = vec![0; lesson.steps.len()];
        self.lesson = Arc::new(lesson);
        self.step = 0;
        self.attempts.clear();
        self.tasks.clear();
        self.later = BTreeSet::new();
        self.taken = None;
        self.sample = None;
        self.complete = self.state_of(&self.lesson).done;
    }

    /// Shows the lesson's samples in the file pane one after the other, then
    /// the reader's file again.
    fn next_sample(&mut self, context: &Context<'_>) -> Vec<Request> {
        let mut samples: Vec<Sample> = self.shown.samples(&self.lesson).cloned().collect();
        // Without a file of the reader's, the lesson's sample is what stands there anyway.
        let own = self.lesson.sample.iter().filter(|_| context.has_own);
        for sample in own {
            if !samples.iter().any(|fence| fence.text == sample.text) {
                samples.push(sample.clone());
            }
        }
        let next = self.sample.map_or(0, |at| at + 1);
        let key = key_of(Action::NextSample);
        match samples.get(next) {
            Some(sample) => {
                self.sample = Some(next);
                let words = format!(
                    "The lesson's {}. {key} goes on, {} goes back.",
                    crate::source::safe_line(&sample.name),
                    key_of(Action::OwnFile)
                );
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

fn show(sample: &Sample) -> Request {
    Request::ShowSample { name: sample.name.clone(), text: sample.text.clone() }
}
