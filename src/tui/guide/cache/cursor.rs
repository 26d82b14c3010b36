//! The cursor: at a step of the forecast, or at what can be chosen.

use super::CacheView;
use super::mark::instruction_at;
use super::page::{Does, Page};
use crate::source::LineNumber;
use crate::tui::Action;
use crate::tui::guide::{Context, Request};

/// Where the cursor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// At a step of the forecast.
    Step(usize),
    /// At a change that could be added.
    Change(usize),
}

impl Default for Spot {
    fn default() -> Self {
        Spot::Change(0)
    }
}

impl CacheView {
    /// Moves the cursor, and the file pane with it.
    pub(super) fn go_to(&mut self, spot: Spot, context: &Context<'_>) -> Vec<Request> {
        self.spot = spot;
        self.laid_out = None;
        let line = match spot {
            Spot::Step(step) => {
                let step = self.forecast(context).and_then(|it| it.steps.get(step));
                step.and_then(|step| LineNumber::new(step.line))
            }
            // In the list of the instructions the file pane shows the one under the cursor.
            Spot::Change(place) => match self.offered.get(place).map(|offer| &offer.does) {
                Some(Does::Open(Page::Line(line))) => Some(*line),
                _ => None,
            },
        };
        let found = line.and_then(|line| instruction_at(line, context.file));
        self.seen = found.or(self.seen);
        found.map(Request::Select).into_iter().collect()
    }

    pub(super) fn move_to(&mut self, place: usize, context: &Context<'_>) -> Vec<Request> {
        let steps = self.steps(context);
        match place.checked_sub(steps) {
            Some(change) => self.go_to(Spot::Change(change), context),
            None => self.go_to(Spot::Step(place), context),
        }
    }

    pub(super) fn step(&mut self, by: isize, context: &Context<'_>) -> Vec<Request> {
        let steps = self.steps(context);
        let now = match self.spot {
            Spot::Step(step) => step,
            Spot::Change(change) => steps + change,
        };
        let next = now.checked_add_signed(by);
        match next.filter(|next| *next < steps + self.offered.len()) {
            Some(next) => self.move_to(next, context),
            None => {
                self.sheet.act(if by > 0 { Action::Down } else { Action::Up });
                Vec::new()
            }
        }
    }
}
