//! What the reader does at a question: enters, hands in, asks for a hint, leaves it for later.

use std::sync::Arc;

use crate::lesson::Item;
use crate::progress::RecordKind;
use crate::quiz::{Attempt, Draft, HintReply, Input, Submission, question_seed};
use crate::tui::{Action, Effect};

use super::super::rows::{Anchor, Target};
use super::super::{Context, Request, key_of, key_while_typing};
use super::act::no_further_hint;
use super::record::file_hash;
use super::shown::Stop;
use super::{LessonView, Wish};

impl LessonView {
    /// What goes to the question in force; `None`: it does not take this action.
    pub(super) fn answer(&mut self, action: Action, context: &Context<'_>) -> Option<Vec<Request>> {
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
                self.stopped = self.active_id();
                self.laid_out = None;
                return Some(Vec::new());
            }
            Action::Close => return Some(self.leave_for_later(context)),
            Action::Confidence => return Some(self.turn_confidence()),
            _ => return None,
        };
        let is_truth = self.active().is_some_and(Attempt::is_truth);
        if matches!(action, Action::ChooseTrue | Action::ChooseFalse) && !is_truth {
            return Some(Vec::new());
        }
        let moves = matches!(input, Input::Up | Input::Down);
        let changed = self.active_mut().is_some_and(|attempt| attempt.enter(&input));
        if moves && !changed {
            return None;
        }
        self.entered();
        Some(self.turn_to_active(context))
    }

    pub(super) fn enter(&mut self, input: &Input, context: &Context<'_>) -> Vec<Request> {
        if let Some(attempt) = self.active_mut() {
            attempt.enter(input);
            self.entered();
        }
        self.turn_to_active(context)
    }

    /// The reader is at the open question now: what the one before it lit goes dark.
    fn turn_to_active(&mut self, context: &Context<'_>) -> Vec<Request> {
        match self.judged.take() {
            Some(_) => self.reveal_focus(context).into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// The cursor stays in view.
    pub(super) fn entered(&mut self) {
        let cursor = Anchor::Option(self.active().map_or(0, |attempt| attempt.cursor));
        self.wish = Wish::Both(cursor, cursor);
        self.laid_out = None;
    }

    pub(super) fn submit(&mut self, context: &Context<'_>) -> Vec<Request> {
        if self.asks_for_line() && self.marked_line(context).is_none() {
            return vec![Request::PointInFile];
        }
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
            Submission::Nothing if choice && self.is_whole_in_view() => {
                say("Choose first: press its letter, or Space.")
            }
            Submission::Nothing if choice => say("Choose first: press its letter."),
            Submission::Nothing => say("Type an answer first."),
            Submission::Almost => {
                say("Almost: only upper and lower case differ. This costs no try.")
            }
            Submission::Again => say("You gave this answer already. This costs no try."),
            Submission::Rubric => {
                self.typing = false;
                self.wish = Wish::Both(Anchor::Option(0), Anchor::Actions);
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
            let mut kept = outcome.clone();
            requests.push(self.keep(RecordKind::Answer(outcome), context));
            if let (Some(home), Some(last)) = (self.homes.get(&id), requests.last_mut()) {
                kept.lesson.clone_from(home);
                *last = Request::Perform(Effect::Record(RecordKind::Answer(kept)));
            }
        }
        if self.asks_for_line()
            && let Some(attempt) = self.active_mut()
        {
            // Otherwise Enter would hand the same line in again.
            attempt.set_text("");
        }
        if closed {
            self.taken = None;
            self.typing = false;
            self.later.remove(&id);
        }
        let is_made = self.asked.find(&id).is_some();
        self.judged = (closed && is_made).then(|| id.clone());
        requests.extend(self.refresh(context));
        if closed && is_made {
            requests.extend(self.reveal_focus(context));
        }
        self.wish = Wish::Graded(self.anchor_of(&id));
        requests
    }

    /// The item of the step that is this question.
    pub(super) fn anchor_of(&self, question: &str) -> Anchor {
        let is = |item: &Item| matches!(item, Item::Question(it) if it.id == question);
        Anchor::Item(self.shown.items.iter().position(is).unwrap_or(0))
    }

    /// The question that answers go to: one that is taken up, else the one that
    /// holds the lesson up.
    pub(super) fn active_id(&self) -> Option<String> {
        let is_taken = |id: &&str| self.taken.as_deref() == Some(id);
        let ids = || self.shown.questions().map(|question| question.id.as_str());
        let last = || ids().last().filter(|_| self.shown.stop == Stop::Question);
        ids().find(is_taken).or_else(last).map(str::to_owned)
    }

    pub(super) fn turn_confidence(&mut self) -> Vec<Request> {
        if self.takes_confidence()
            && let Some(attempt) = self.active_mut()
        {
            attempt.turn_confidence();
        }
        self.laid_out = None;
        Vec::new()
    }

    /// Esc: a grabbed line is dropped, else the question is left for later.
    pub(super) fn leave_for_later(&mut self, context: &Context<'_>) -> Vec<Request> {
        self.laid_out = None;
        if let Some(Attempt { draft: Draft::Order { grabbed, .. }, .. }) = self.active_mut()
            && *grabbed
        {
            *grabbed = false;
            return Vec::new();
        }
        let Some(id) = self.active_id() else { return Vec::new() };
        self.taken = None;
        self.judged = None;
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
    pub(super) fn take_up(&mut self, id: Option<String>, context: &Context<'_>) -> Vec<Request> {
        let open = |id: &String| self.attempts.get(id).is_some_and(Attempt::is_open);
        let ids = self.shown.questions().map(|question| question.id.clone());
        let Some(id) = id.or_else(|| ids.into_iter().find(open)) else {
            if let Some(Target::Fold(group, block)) = self.sheet.first_fold().cloned() {
                self.fold(group, block);
            }
            return Vec::new();
        };
        self.taken = Some(id.clone());
        self.judged = None;
        let requests = self.refresh(context);
        self.wish = Wish::Both(self.anchor_of(&id), Anchor::Actions);
        requests
    }

    /// Starts a question of this step afresh: the last one that is closed.
    pub(super) fn retry(&mut self, context: &Context<'_>) -> Vec<Request> {
        let closed = |id: &&String| self.attempts.get(*id).is_some_and(|it| !it.is_open());
        let ids: Vec<_> = self.shown.questions().map(|question| question.id.clone()).collect();
        let Some(id) = ids.iter().rev().find(closed).cloned() else { return Vec::new() };
        let question = self.shown.questions().find(|question| question.id == id).cloned();
        let Some(question) = question else { return Vec::new() };
        let tries = self.progress.records;
        let seed = question_seed(self.seed.wrapping_add(tries), &id);
        let Some(before) = self.attempts.get(&id) else { return Vec::new() };
        let again = Attempt::again(&question, before, seed);
        self.attempts.insert(id.clone(), again);
        self.later.insert(id.clone());
        self.take_up(Some(id), context)
    }

    pub(super) fn hint(&mut self, context: &Context<'_>) -> Vec<Request> {
        self.laid_out = None;
        let reply = self.active_mut().map(|attempt| attempt.hint(context.now));
        match reply {
            Some(HintReply::Shown) => self.wish = Wish::Both(Anchor::Hint, Anchor::Actions),
            Some(HintReply::Wait(left)) => {
                let seconds = left.as_secs_f64().ceil() as u64;
                let key = match self.typing(context) || self.takes_letters(context) {
                    true => key_while_typing(Action::Hint),
                    false => key_of(Action::Hint),
                };
                let words = format!(
                    "{key} gives a hint in {seconds} s. First read what is said of your answer."
                );
                return vec![Request::Say(words)];
            }
            Some(HintReply::NoMore) => {
                let has_hints = self.active().is_some_and(|it| it.hint_count() > 0);
                return vec![no_further_hint(has_hints)];
            }
            None => return self.task_hint(),
        }
        Vec::new()
    }
}
