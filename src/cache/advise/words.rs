//! The advice in words.

use super::{Gain, Kind, Move, Rerun};

impl Gain {
    /// The change in a few words; its name is from outside.
    pub fn change(&self) -> String {
        match self.kind {
            Kind::Source | Kind::List => format!("edit of {}", self.name),
            Kind::Argument => format!("another --build-arg {}", self.name),
        }
    }

    /// How many commands fewer run.
    pub fn saved(&self) -> usize {
        self.before.runs.saturating_sub(self.after.runs)
    }
}

impl Rerun {
    /// How much runs, such as `4 steps, 3 of them RUN`; `up to`, where some depend on what a RUN wrote.
    pub fn words(self) -> String {
        let steps = if self.steps == 1 { "step" } else { "steps" };
        let most = if self.certain < self.steps { "up to " } else { "" };
        match (self.steps, self.runs) {
            (0, _) => "nothing".to_owned(),
            (1, 1) => format!("{most}1 step, a RUN"),
            (count, 0) => format!("{most}{count} {steps}, no RUN"),
            (count, runs) if runs == count => format!("{most}{count} {steps}, all RUN"),
            (count, runs) => format!("{most}{count} {steps}, {runs} of them RUN"),
        }
    }
}

impl Move {
    /// The whole sentence, with what is taken for granted.
    pub fn sentence(&self) -> String {
        match self.assumes.as_slice() {
            [] => format!("{}.", self.words),
            assumes => format!("{}, if {}.", self.words, assumes.join(" and ")),
        }
    }
}

/// What is said where no better order is known.
pub const NOTHING_GAINED: &str = "No better order is known: nothing that can be moved, and surely leaves \
     the image as it is, would save a RUN after one of these changes.";

/// What is said before a better order.
pub const BETTER: &str = "The same image in a better order: fewer steps run after a usual change.";
