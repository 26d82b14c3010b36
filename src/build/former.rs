//! A build beside the former build of its file: what may be taken over, and where it lies.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::command::Command;
use super::lint::Checks;
use super::rewritten::Rewritten;
use super::stage::Stage;
use super::trace::Traced;
use super::{After, Build, Engine};

/// Where the outcome of a stage is in the build's lists: its first step and state, and those
/// behind its last.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Extent {
    pub(super) steps: (usize, usize),
    pub(super) after: (usize, usize),
}

/// What every instruction rests on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Conditions {
    arguments: BTreeMap<String, String>,
    checks: Checks,
    escape: char,
}

/// The stages of the former build. What is left of its lists lies in the present ones.
#[derive(Debug)]
pub(super) struct Former {
    stages: Vec<Stage>,
    pub(super) last: LastState,
}

/// A former state that the next instruction may have found, though it lies no longer among those
/// that are left, with its former place.
#[derive(Debug)]
pub(super) enum LastState {
    /// It was given up.
    Skipped(usize, Box<After>),
    /// It is the present one of another place.
    Kept(usize, usize),
    Unknown,
}

/// A stage beside its former self.
#[derive(Debug)]
pub(super) struct Course {
    /// How many instructions read as before, from the start.
    pub(super) start: usize,
    /// From which one on they read as before, to the end.
    pub(super) end: usize,
    /// How many there are, and how many there were.
    pub(super) lengths: (usize, usize),
    pub(super) extent: Extent,
    /// The former state that is surely the present one.
    pub(super) state: Option<usize>,
    /// How the variables are beside the former ones.
    pub(super) variables: Beside,
    /// Whether the arguments are others, and stay so.
    pub(super) is_left: bool,
}

/// How the variables of a stage are beside the former ones. Where they differ, they differ to
/// its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beside {
    /// They are the same.
    Same,
    /// What the stage set is the same, and stands on other variables.
    OnOthers,
    /// What the stage set is another.
    Others,
}

impl Course {
    /// Which instruction one was, where it reads as it did.
    pub(super) fn former(&self, number: usize) -> Option<usize> {
        let (present, former) = self.lengths;
        match number {
            _ if number < self.start => Some(number),
            _ if number >= self.end => Some(number + former - present),
            _ => None,
        }
    }

    /// Which former instruction is the next that may be taken over behind one that was not.
    pub(super) fn next(&self, number: usize) -> usize {
        let (present, former) = self.lengths;
        let next = self.former(number + 1).unwrap_or_else(|| self.end + former - present);
        if self.is_left { former } else { next }
    }
}

impl Former {
    /// What was found at a former place, where that is still known. `states` are written over the
    /// former ones.
    pub(super) fn state<'a>(
        &'a self,
        place: usize,
        states: &'a Rewritten<After>,
    ) -> Option<&'a After> {
        match &self.last {
            LastState::Skipped(last, state) if *last == place => Some(state),
            LastState::Kept(last, kept) if *last == place => states.written().get(*kept),
            _ => states.former(place),
        }
    }

    /// Gives up former states; the last of them is what the next instruction found.
    pub(super) fn skip_states(&mut self, states: &mut Rewritten<After>, to: usize) {
        let last = to.saturating_sub(1);
        if let Some(state) = states.former(last) {
            self.last = LastState::Skipped(last, Box::new(state.clone()));
        }
        states.skip_to(to);
    }
}

impl Engine<'_> {
    /// What every instruction rests on; `None` where they rest on more than can be compared.
    pub(super) fn conditions(&self) -> Option<Conditions> {
        self.options.ignoring.is_none().then(|| Conditions {
            arguments: self.options.arguments.clone(),
            checks: Checks::clone(&self.lint.checks),
            escape: self.rules.escape,
        })
    }

    /// Takes over the former build, where it rested on the same.
    pub(super) fn follow(&mut self, former: Build) {
        if self.conditions.is_none() || former.conditions != self.conditions || former.is_cut_short
        {
            return;
        }
        self.steps = Rewritten::over(former.steps);
        self.after = Rewritten::over(former.after);
        self.former = Some(Former { stages: former.stages, last: LastState::Unknown });
    }

    /// What was added since there were so many steps and states.
    pub(super) fn extent_from(&self, (steps, after): (usize, usize)) -> Extent {
        Extent { steps: (steps, self.steps.len()), after: (after, self.after.len()) }
    }

    /// Gives up what the former stages did before one, and what this one did at its start.
    pub(super) fn begin_beside_former(&mut self, place: usize) {
        let Some(former) = &mut self.former else { return };
        let Some(Extent { steps, after }) = former.stages.get(place).map(|stage| stage.extent)
        else {
            return;
        };
        if after.0 < after.1 {
            self.steps.skip_to(steps.0);
            former.skip_states(&mut self.after, after.0 + 1);
        }
    }

    /// Compares a stage with its former self; `None` where nothing can be taken over, and then
    /// nothing is.
    pub(super) fn course(
        &mut self,
        place: usize,
        commands: &[Command<'_>],
        former: &mut Former,
    ) -> Option<Course> {
        let before = former.stages.get(place)?;
        let stage = &self.stages[place];
        let is_alike = stage.platform == before.platform
            && stage.image.platform == before.image.platform
            && stage.image.unknown_base.is_some() == before.image.unknown_base.is_some()
            && stage.base == before.base;
        let is_alike_below = stage.image.variables == before.image.variables
            && stage.base.is_none_or(|base| self.ends_alike(former, base));
        let variables = if is_alike_below { Beside::Same } else { Beside::OnOthers };
        let extent = before.extent;
        if !is_alike {
            self.steps.skip_to(extent.steps.1);
            self.after.skip_to(extent.after.1);
            return None;
        }
        let before = former.stages.get_mut(place)?;
        let trace = std::mem::take(&mut before.trace).into_written();
        let is_same = |(command, traced): (&Command<'_>, &Traced)| {
            Arc::ptr_eq(&command.recorded, &traced.meaning)
        };
        let start = commands.iter().zip(&trace).take_while(|pair| is_same(*pair)).count();
        let most = commands.len().min(trace.len()) - start;
        let ends = commands.iter().rev().zip(trace.iter().rev()).take(most);
        let alike = ends.take_while(|pair| is_same(*pair)).count();
        let stage = &mut self.stages[place];
        // What is equal is made one and the same, so that it need not be written anew.
        if stage.image.origin == before.image.origin {
            stage.image.origin.clone_from(&before.image.origin);
        }
        if stage.label == before.label {
            stage.label = Arc::clone(&before.label);
        }
        if stage.base.is_none() {
            stage.state.environment.share_base(&before.state.environment);
        }
        let lengths = (commands.len(), trace.len());
        stage.trace = Rewritten::over(trace);
        let history = std::mem::take(&mut before.added.history);
        stage.added.history = Rewritten::over(history.into_written());
        let end = commands.len() - alike;
        Some(Course { start, end, lengths, extent, state: None, variables, is_left: false })
    }

    /// Takes over what a stage hands on, where it left the variables that it left before.
    pub(super) fn hand_on_as_before(&mut self, place: usize) {
        let Some(former) = self.former.as_ref().filter(|it| self.ends_alike(it, place)) else {
            return;
        };
        let handed_on = former.stages.get(place).and_then(|before| before.handed_on.clone());
        self.stages[place].handed_on = handed_on;
    }

    /// Whether a stage left the variables that it left before.
    fn ends_alike(&self, former: &Former, place: usize) -> bool {
        let before = former.stages.get(place);
        let present = &self.stages[place].state.environment;
        before.is_some_and(|before| before.state.environment.is_certainly(present))
    }
}
