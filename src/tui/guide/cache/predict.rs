//! Marking first which steps run, and comparing then.

use std::collections::BTreeSet;

use crate::cache::{Forecast, Status};

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

    /// Marks a step as one that runs, or takes the mark away.
    pub(super) fn mark(&mut self, step: usize) {
        if !self.marked.remove(&step) {
            self.marked.insert(step);
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
            1 => " 1 step is open: nobody can know it beforehand.".to_owned(),
            _ => format!(" {open} steps are open: nobody can know them beforehand."),
        };
        words.push_str(&open);
        words
    }
}
