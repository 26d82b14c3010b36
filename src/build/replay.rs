//! Evaluating the next state of a file: what an instruction did before, it does again.
//!
//! A save changes a few lines. An instruction that reads as it did, and finds the state that
//! it found, does what it did; so its step, its variables and its entry of the history are
//! taken over from the former build. Where a state differs, and for every instruction that
//! may have said something, the engine runs as ever.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::arguments::{ArgumentsAt, BuildArguments};
use super::command::Command;
use super::lint::Checks;
use super::stage::{CreatedBy, HistoryEntry, Output, Stage};
use super::step::Step;
use super::{After, Build, Engine, Failure};
use crate::dockerfile::Keyword;
use crate::dockerfile::record::Meaning;

/// What an instruction did.
#[derive(Clone, Debug)]
pub(super) struct Traced {
    meaning: Arc<Meaning>,
    /// The arguments that were declared before it.
    arguments: BuildArguments,
    did: Did,
    /// Whether it did nothing else.
    is_whole: bool,
}

/// Where the outcome of an instruction is, and what it began with.
#[derive(Clone, Copy, Debug)]
struct Did {
    /// The state that it found, by its place in the build's list.
    found: usize,
    /// The state that it left.
    left: usize,
    /// Its step, by its place in the build's list.
    step: Option<usize>,
    /// Its entry of the stage's history.
    history: usize,
    /// How many instructions of the stage set variables before it.
    setters: usize,
    /// The room that its texts took.
    room: usize,
}

/// What every instruction rests on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Conditions {
    arguments: BTreeMap<String, String>,
    checks: Checks,
    escape: char,
}

/// The former build, or what is left of it.
#[derive(Clone, Debug)]
pub struct Former {
    stages: Vec<Stage>,
    steps: Vec<Step>,
    after: Vec<After>,
}

/// Where a stage stands beside its former self.
#[derive(Clone, Copy, Debug, Default)]
struct Course {
    /// How many instructions read as before, from the start.
    start: usize,
    /// From which one on they read as before, to the end.
    end: usize,
    /// How many more there are than before.
    more: usize,
    /// How many there were more.
    fewer: usize,
    /// The former state that is surely the present one.
    state: Option<usize>,
    /// Whether the variables are others, and stay so.
    is_left: bool,
}

/// How far everything was before an instruction ran.
pub(super) struct Mark {
    found: usize,
    arguments: BuildArguments,
    steps: usize,
    history: usize,
    setters: usize,
    room: usize,
    warnings: usize,
}

impl Former {
    /// A build whose instructions rested on the same.
    pub(super) fn of(build: Build, conditions: Option<&Conditions>) -> Option<Self> {
        let is_alike = build.conditions.as_ref() == Some(conditions?) && !build.is_cut_short;
        let Build { stages, steps, after, .. } = build;
        is_alike.then_some(Self { stages, steps, after })
    }

    /// How many states it has.
    pub(super) fn states(&self) -> usize {
        self.after.len()
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

    /// Runs the instructions of a stage that has its start; stops at one that fails.
    pub(super) fn dispatch_all(
        &mut self,
        place: usize,
        commands: &[Command],
    ) -> Result<(), Failure> {
        let mut course = self.course(place, commands);
        let keeps = self.conditions.is_some();
        if keeps {
            self.stages[place].trace.reserve(commands.len());
        }
        for (number, command) in commands.iter().enumerate() {
            let mark = keeps.then(|| self.mark(place));
            let is_done = self.replay(place, number, command, &mut course);
            if !is_done {
                course.state = None;
                self.dispatch(place, command).map_err(|error| error.or_at(command.line))?;
            }
            self.note_decision(place, command);
            self.note_after(place, command.keyword, command.line, command.span, Some(command));
            if let Some(mark) = mark {
                self.trace(place, command, mark);
            }
        }
        Ok(())
    }

    /// Compares a stage with its former self; nothing is taken over where it starts otherwise.
    fn course(&mut self, place: usize, commands: &[Command]) -> Course {
        let nothing = Course { is_left: true, ..Course::default() };
        let Some(former) = &self.former else { return nothing };
        let Some(before) = former.stages.get(place).filter(|it| !it.trace.is_empty()) else {
            return nothing;
        };
        let stage = &self.stages[place];
        let is_alike = stage.platform == before.platform
            && stage.image.platform == before.image.platform
            && stage.image.unknown_base.is_some() == before.image.unknown_base.is_some()
            && stage.image.variables == before.image.variables
            && stage.base == before.base
            && stage.base.is_none_or(|base| self.ends_alike(former, base));
        if !is_alike {
            return nothing;
        }
        let trace = &before.trace;
        let is_same = |(command, traced): (&Command, &Traced)| {
            Arc::ptr_eq(&command.recorded, &traced.meaning)
        };
        let start = commands.iter().zip(trace).take_while(|pair| is_same(*pair)).count();
        let most = commands.len().min(trace.len()) - start;
        let ends = commands.iter().rev().zip(trace.iter().rev()).take(most);
        let alike = ends.take_while(|pair| is_same(*pair)).count();
        Course {
            start,
            end: commands.len() - alike,
            more: commands.len().saturating_sub(trace.len()),
            fewer: trace.len().saturating_sub(commands.len()),
            ..Course::default()
        }
    }

    /// Whether a stage left the variables that it left before.
    fn ends_alike(&self, former: &Former, place: usize) -> bool {
        let before = former.stages.get(place);
        let present = &self.stages[place].state.environment;
        before.is_some_and(|before| before.state.environment.is_certainly(present))
    }

    /// Does what an instruction did before; false where that cannot be told.
    fn replay(
        &mut self,
        place: usize,
        number: usize,
        command: &Command,
        course: &mut Course,
    ) -> bool {
        let is_same = number < course.start || number >= course.end;
        if course.is_left || !is_same {
            return false;
        }
        let Some(mut former) = self.former.take() else { return false };
        let at = if number < course.start { number } else { number + course.fewer - course.more };
        let is_done = self.replay_traced(place, at, command, course, &mut former);
        self.former = Some(former);
        is_done
    }

    fn replay_traced(
        &mut self,
        place: usize,
        at: usize,
        command: &Command,
        course: &mut Course,
        former: &mut Former,
    ) -> bool {
        let before = &mut former.stages[place];
        let traced = &before.trace[at];
        let did = traced.did;
        let sets = did.step.is_none();
        let is_possible = traced.is_whole
            && did.room <= self.room.left()
            && (!sets || did.setters == self.stages[place].setters.len());
        let is_known = course.state == Some(did.found);
        if !is_possible || !is_known && !self.finds(place, traced, &former.after, course) {
            return false;
        }
        let stage = &mut self.stages[place];
        match did.step {
            Some(step) => {
                let step = std::mem::take(&mut former.steps[step]);
                stage.step += 1;
                let name = step.name.numbered(&stage.label, (stage.step, stage.steps), false);
                let origin = stage.image.origin.clone().filter(|_| !step.assumed.is_empty());
                self.steps.push(Step { line: command.line, name, origin, ..step });
                stage.output = Output::Step;
            }
            None => {
                stage.setters.push(command.span);
                stage.state.environment = former.after[did.left].state.environment.clone();
            }
        }
        let entry = &mut before.added.history[did.history];
        let entry = std::mem::replace(entry, HistoryEntry::nothing());
        let created_by = match entry.created_by {
            CreatedBy::Run(words, _) => {
                let arguments = stage.build_arguments.clone();
                let environment = stage.state.environment.clone();
                CreatedBy::Run(words, ArgumentsAt { arguments, environment })
            }
            text @ CreatedBy::Text(_) => text,
        };
        stage.added.history.push(HistoryEntry { created_by, ..entry });
        self.room.take_bytes(did.room);
        course.state = Some(did.left);
        true
    }

    /// Whether an instruction finds the state that it found before. Where the variables are
    /// equal, the former ones are taken, so that the next look is quick.
    fn finds(
        &mut self,
        place: usize,
        traced: &Traced,
        states: &[After],
        course: &mut Course,
    ) -> bool {
        let stage = &mut self.stages[place];
        let before = &states[traced.did.found];
        let (state, image) = (&mut stage.state, &stage.image);
        let is_alike = state.directory.is_as(&before.state.directory)
            && state.user.is_as(&before.state.user)
            && image.config.shell == before.shell
            && image.knows("Shell") == before.shell_is_known
            && image.assumed.contains("Shell") == before.shell_is_assumed;
        if !is_alike {
            return false;
        }
        let environment = &before.state.environment;
        if !state.environment.is_certainly(environment) {
            // Compared once: from where variables differ, they differ to the stage's end.
            course.is_left = state.environment != *environment;
            if course.is_left {
                return false;
            }
            state.environment = environment.clone();
        }
        if !stage.build_arguments.is_certainly(&traced.arguments) {
            if !stage.build_arguments.equals(&traced.arguments) {
                course.is_left = true;
                return false;
            }
            stage.build_arguments = traced.arguments.clone();
        }
        true
    }

    fn mark(&self, place: usize) -> Mark {
        let stage = &self.stages[place];
        Mark {
            found: self.after.len().saturating_sub(1),
            arguments: stage.build_arguments.clone(),
            steps: self.steps.len(),
            history: stage.added.history.len(),
            setters: stage.setters.len(),
            room: self.room.left(),
            warnings: self.lint.count(),
        }
    }

    /// Keeps what an instruction did.
    fn trace(&mut self, place: usize, command: &Command, mark: Mark) {
        let stage = &self.stages[place];
        let steps = self.steps.len() - mark.steps;
        let entry = stage.added.history.get(mark.history);
        let is_known = entry.is_some_and(|entry| !entry.unknown);
        let has_one_entry = stage.added.history.len() == mark.history + 1;
        let is_alone = command.sources.is_empty() && !command.is_trigger;
        let does_little = match command.keyword {
            Keyword::Run => steps == 1 && command.mounts().next().is_none(),
            Keyword::Copy | Keyword::Add => steps == 1 && !self.steps[mark.steps].is_linked,
            Keyword::Env => is_known && self.after.len() == mark.found + 2,
            _ => false,
        };
        let traced = Traced {
            meaning: Arc::clone(&command.recorded),
            arguments: mark.arguments,
            did: Did {
                found: mark.found,
                left: self.after.len().saturating_sub(1),
                step: (steps == 1).then_some(mark.steps),
                history: mark.history,
                setters: mark.setters,
                room: mark.room - self.room.left(),
            },
            is_whole: does_little
                && is_alone
                && has_one_entry
                && !self.room.is_short
                && self.lint.count() == mark.warnings,
        };
        self.stages[place].trace.push(traced);
    }
}

#[cfg(test)]
#[path = "replay_tests.rs"]
mod tests;
