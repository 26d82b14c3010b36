//! Which question takes the keys, and which keys.

use super::super::Context;
use super::super::rows::Anchor;
use super::LessonView;
use super::option::USUAL_LETTERS;
use crate::quiz::{Attempt, Draft};
use crate::tui::keymap::{Where, begins_answer};

impl LessonView {
    /// The question that answers go to: the one that holds the lesson up, else
    /// one that was left for later and is taken up.
    pub(super) fn active(&self) -> Option<&Attempt> {
        self.attempts.get(&self.active_id()?).filter(|attempt| attempt.is_open())
    }

    pub(super) fn active_mut(&mut self) -> Option<&mut Attempt> {
        let id = self.active()?.question.clone();
        self.attempts.get_mut(&id)
    }

    /// Whether the keys of a question work: the guide has the keys, and an
    /// option or the field is in view.
    pub(super) fn in_force(&self, context: &Context<'_>) -> bool {
        context.has_keys
            && self.active().is_some()
            && self.sheet.sees(|anchor| matches!(anchor, Anchor::Option(_)))
    }

    /// Whether the open question was seen to its end: it is in view, or it was before the
    /// reader moved up in it. Until then Space goes on reading.
    pub(super) fn was_seen_whole(&self) -> bool {
        self.is_whole_in_view() || self.seen_whole.is_some() && self.seen_whole == self.active_id()
    }

    /// Whether the open question can be seen to its end: its last option, and its
    /// line of keys where that fits beside it.
    pub(super) fn is_whole_in_view(&self) -> bool {
        let is_option = |anchor: Anchor| matches!(anchor, Anchor::Option(_));
        let Some(last) = self.sheet.find_last(is_option) else { return false };
        let keys = self.sheet.find_from(last, Anchor::Actions);
        let end = keys.filter(|keys| keys - last < self.sheet.height()).unwrap_or(last);
        end < self.sheet.top() + self.sheet.height()
    }

    /// Whether letters go into an answer.
    pub(in crate::tui::guide) fn typing(&self, context: &Context<'_>) -> bool {
        self.typing && self.has_field(context)
    }

    /// Whether a field is in view that could be typed into.
    pub(in crate::tui::guide) fn has_field(&self, context: &Context<'_>) -> bool {
        let has_field = || self.active().is_some_and(|it| it.draft.field().is_some());
        self.in_force(context) && has_field() && !self.asks_for_line()
    }

    /// Whether this letter begins an answer: a field is in view, the reader did not stop
    /// typing into it, and the letter moves nothing or an answer begins with it.
    pub(in crate::tui::guide) fn takes_letter(&self, letter: char, context: &Context<'_>) -> bool {
        self.takes_letters(context)
            && (begins_answer(letter) || self.active().is_some_and(|it| it.begins_with(letter)))
    }

    /// Whether letters begin an answer.
    pub(super) fn takes_letters(&self, context: &Context<'_>) -> bool {
        self.has_field(context) && !self.has_stopped()
    }

    /// Whether the reader stopped typing at the question that is active.
    pub(super) fn has_stopped(&self) -> bool {
        self.stopped.is_some() && self.stopped == self.active_id()
    }

    /// Whether the question that the keys go to has a hint that is not shown yet.
    pub(in crate::tui::guide) fn has_hint(&self) -> bool {
        self.active().is_some_and(|attempt| attempt.hints < attempt.hint_count())
    }

    /// Whether it can be said how sure the answer is: not of one that the reader
    /// judges, nor while it is typed.
    pub(in crate::tui::guide) fn takes_confidence(&self) -> bool {
        let is_judged = |draft: &Draft| matches!(draft, Draft::Rubric { .. });
        self.active().is_some_and(|attempt| !is_judged(&attempt.draft))
    }

    /// The special places of the keymap that are in force.
    pub(in crate::tui::guide) fn places(&self, context: &Context<'_>) -> Vec<Where> {
        let mut places = self.places_in_file();
        if self.in_force(context) {
            match self.active().map(|attempt| &attempt.draft) {
                Some(Draft::Text(_)) if self.asks_for_line() => {
                    places.extend(self.marked_line(context).map(|_| Where::Pointed));
                    places.push(Where::Pointer);
                }
                Some(Draft::Text(_) | Draft::Words(_)) if self.typing => {
                    return vec![Where::Answer];
                }
                Some(Draft::Text(_) | Draft::Words(_)) => places.push(Where::Field),
                Some(Draft::Order { grabbed, .. }) => {
                    match grabbed {
                        true => places.push(Where::Grabbed),
                        false if self.was_seen_whole() => places.push(Where::Grab),
                        false => {}
                    }
                    places.extend([Where::Order, Where::Question]);
                }
                Some(_) => {
                    places.extend(self.was_seen_whole().then_some(Where::Options));
                    let is_truth = self.active().is_some_and(Attempt::is_truth);
                    places.extend(is_truth.then_some(Where::Truth));
                    let has_many = self.active().is_some_and(|it| it.draft.count() > USUAL_LETTERS);
                    places.extend(has_many.then_some(Where::ManyOptions));
                    places.push(Where::Question);
                }
                None => {}
            }
        }
        places.push(Where::Lesson);
        places
    }
}
