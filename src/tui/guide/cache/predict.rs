//! Marking first which steps run, and comparing then.

use std::collections::BTreeSet;

use super::mark::instruction_at;
use super::{CacheView, Spot};
use crate::cache::{Forecast, Status};
use crate::dockerfile::InstructionId;
use crate::source::LineNumber;
use crate::tui::Action;
use crate::tui::guide::pointing::Guess;
use crate::tui::guide::{Context, Request};

/// What the reader expects.
#[derive(Debug, Default)]
pub(super) struct Prediction {
    /// Whether the reader marks before the forecast is shown.
    pub(super) is_on: bool,
    /// The steps that the reader expects to run.
    marked: BTreeSet<usize>,
    /// Whether it was compared with the forecast.
    pub(super) is_compared: bool,
}

/// How a guess did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// As it is.
    Right,
    /// Otherwise.
    Wrong,
    /// Nobody can tell beforehand.
    Open,
}

impl Prediction {
    /// Whether the answers are to be hidden.
    pub(super) fn hides(&self) -> bool {
        self.is_on && !self.is_compared
    }

    /// Begins or ends.
    pub(super) fn toggle(&mut self) {
        *self = Self { is_on: !self.is_on, ..Self::default() };
    }

    /// The changes are others: the reader marks anew.
    pub(super) fn begin_anew(&mut self) {
        *self = Self { is_on: self.is_on, ..Self::default() };
    }

    /// Says of a step that it runs, or that it does not.
    pub(super) fn mark(&mut self, step: usize, guess: Guess) {
        if guess.applied(self.is_marked(step)) {
            self.marked.insert(step);
        } else {
            self.marked.remove(&step);
        }
    }

    pub(super) fn is_marked(&self, step: usize) -> bool {
        self.marked.contains(&step)
    }

    /// How the guess for a step did; `None` before comparing.
    pub(super) fn verdict(&self, step: usize, status: Status) -> Option<Verdict> {
        let is_marked = self.is_marked(step);
        self.is_compared.then_some(match status {
            Status::Runs if is_marked => Verdict::Right,
            Status::Cached if !is_marked => Verdict::Right,
            Status::Runs | Status::Cached => Verdict::Wrong,
            Status::DependsOnOutput | Status::NeedsBase => Verdict::Open,
        })
    }

    /// How the whole guess did, in a sentence or two.
    pub(super) fn result(&self, forecast: &Forecast) -> String {
        let verdicts = forecast.steps.iter().enumerate();
        let verdicts: Vec<Verdict> =
            verdicts.filter_map(|(number, step)| self.verdict(number, step.status)).collect();
        let count = |wanted| verdicts.iter().filter(|it| **it == wanted).count();
        let (right, wrong, open) =
            (count(Verdict::Right), count(Verdict::Wrong), count(Verdict::Open));
        let decided = right + wrong;
        let mut words = match wrong {
            0 if decided > 0 => format!("You were right about all {decided} decided steps."),
            _ => format!("You were right about {right} of {decided} decided steps."),
        };
        let open = match open {
            0 => String::new(),
            1 => " 1 step is open: the files alone do not tell it.".to_owned(),
            _ => format!(" {open} steps are open: the files alone do not tell them."),
        };
        words.push_str(&open);
        words
    }
}

impl CacheView {
    /// What the keys of the file pane do while steps are marked in it.
    pub(super) fn point(&mut self, action: Action, context: &Context<'_>) -> Option<Vec<Request>> {
        if context.has_keys || !self.prediction.hides() {
            return None;
        }
        match action {
            Action::Submit => {
                let mut requests = vec![Request::TakeKeys];
                requests.extend(self.compare(context));
                Some(requests)
            }
            Action::Close => Some(vec![Request::TakeKeys]),
            _ => self.mark_line(context.selected?, Guess::of(action)?, context),
        }
    }

    /// Says of the steps of a line of the file that they run, or that they do
    /// not; `None` where nothing is marked now.
    pub(super) fn mark_line(
        &mut self,
        id: InstructionId,
        guess: Guess,
        context: &Context<'_>,
    ) -> Option<Vec<Request>> {
        let forecast = self.forecast(context).filter(|_| self.prediction.hides())?;
        let is_here = |line| LineNumber::new(line).and_then(|it| instruction_at(it, context.file));
        let here =
            |(_, step): &(usize, &crate::cache::StepForecast)| is_here(step.line) == Some(id);
        let steps: Vec<usize> =
            forecast.steps.iter().enumerate().filter(here).map(|(number, _)| number).collect();
        self.laid_out = None;
        let Some(first) = steps.first() else {
            return Some(vec![Request::Say("This line is no step of the build.".to_owned())]);
        };
        self.spot = Spot::Step(*first);
        for step in steps {
            self.prediction.mark(step, guess);
        }
        Some(Vec::new())
    }

    /// Compares the marks with the forecast.
    pub(super) fn compare(&mut self, context: &Context<'_>) -> Vec<Request> {
        self.prediction.is_compared = true;
        self.sheet.rewind();
        self.go_to(Spot::Step(0), context)
    }
}
