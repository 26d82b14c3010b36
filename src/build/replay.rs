//! Evaluating the next state of a file: what an instruction did before, it does again.
//!
//! A save changes a few lines. An instruction that reads as it did, and finds the state that
//! it found, does what it did; so its step, its variables and its entry of the history are
//! taken over from the former build. Where only the variables differ, this holds of each that
//! names none; what it finds and passes on is then put in its place. What a stage set itself
//! is taken over even so, where it is the same on another base. Where anything else differs,
//! and for every instruction that may have said something, the engine runs as ever.

use std::sync::Arc;

use super::arguments::BuildArguments;
use super::assume::Origin;
use super::command::Command;
use super::environment::{Environment, SetBy, Variable};
use super::former::{Beside, Course, Former, LastState};
use super::stage::{CreatedBy, Maybe, Output, Stage, State};
use super::trace::{Deed, Did};
use super::{After, Engine, Failure};
use crate::dockerfile::Keyword;

impl After {
    /// Puts it at an instruction that finds the directory, the user and the shell of a stage.
    fn put(&mut self, command: &Command<'_>, stage: &Stage) {
        (self.line, self.span) = (command.line, command.span);
        let (state, image) = (&stage.state, &stage.image);
        if !self.state.directory.is_certainly(&state.directory) {
            self.state.directory = state.directory.clone();
        }
        if !self.state.user.is_certainly(&state.user) {
            self.state.user = state.user.clone();
        }
        if !Arc::ptr_eq(&self.shell, &image.config.shell) {
            self.shell = Arc::clone(&image.config.shell);
        }
        put_origin(&mut self.origin, image.origin.as_ref());
    }
}

impl Stage {
    /// Takes over what an instruction set beside variables; `left` is the state that it left.
    fn take_over(&mut self, deed: Deed, command: &Command<'_>, left: &State) {
        let set_by = Some(command.span);
        match deed {
            Deed::Directory => {
                self.state.directory = Maybe { set_by, ..left.directory.clone() };
                self.image.config.working_dir = Arc::clone(&left.directory.value);
                self.image.decide("WorkingDir", false);
            }
            Deed::User => {
                self.state.user = Maybe { set_by, ..left.user.clone() };
                self.image.config.user = Arc::clone(&left.user.value);
                self.image.decide("User", false);
            }
            Deed::Variables => self.setters.push(command.span),
            Deed::Step | Deed::Labels => {}
        }
    }

    /// Sets the one variable of an ENV to the value that it had before.
    fn set_again(
        &mut self,
        place: usize,
        command: &Command<'_>,
        (left, variables): (&Environment, Beside),
    ) {
        let Some(name) = command.one_name() else { return };
        if variables == Beside::OnOthers {
            return self.state.environment.take_own(left, name);
        }
        let number = self.setters.len().saturating_sub(1);
        let set_by = SetBy::new(place, number);
        if let Some(variable) = left.get(name) {
            self.state.environment.set_in_image(Variable { set_by, ..variable.clone() });
        }
    }
}

impl Environment {
    /// How it is beside the former one. Where they are equal, or what the stage set is, takes
    /// the former, so that the next look is quick.
    fn beside(&mut self, former: &Self, before: Beside) -> Beside {
        match before {
            Beside::Same if self.is_certainly(former) => Beside::Same,
            Beside::Same if self == former => {
                *self = former.clone();
                Beside::Same
            }
            // Compared once: from where they differ, they differ to the stage's end.
            Beside::Same | Beside::OnOthers if self.share_own(former) => Beside::OnOthers,
            _ => Beside::Others,
        }
    }

    /// Becomes the present one, which is not the same.
    fn become_present(&mut self, present: &Self, variables: Beside) {
        match variables {
            Beside::OnOthers => self.put_on(present),
            _ => *self = present.clone(),
        }
    }
}

fn put_origin(origin: &mut Option<Arc<Origin>>, present: Option<&Arc<Origin>>) {
    let is_present = match (&*origin, present) {
        (Some(origin), Some(present)) => Arc::ptr_eq(origin, present),
        (origin, present) => origin.is_none() && present.is_none(),
    };
    if !is_present {
        *origin = present.cloned();
    }
}

impl Engine<'_> {
    /// Runs the instructions of a stage that has its start; stops at one that fails.
    pub(super) fn dispatch_all(
        &mut self,
        place: usize,
        commands: &[Command<'_>],
    ) -> Result<(), Failure> {
        let mut former = self.former.take();
        let mut course = former.as_mut().and_then(|former| self.course(place, commands, former));
        let outcome = self.dispatch_beside(place, commands, (course.as_mut(), former.as_mut()));
        self.former = former;
        let stage = &mut self.stages[place];
        stage.trace.end();
        stage.added.history.end();
        outcome
    }

    fn dispatch_beside(
        &mut self,
        place: usize,
        commands: &[Command<'_>],
        (mut course, mut former): (Option<&mut Course>, Option<&mut Former>),
    ) -> Result<(), Failure> {
        let keeps = self.conditions.is_some();
        let stage = &mut self.stages[place];
        stage.added.history.reserve(commands.len());
        if keeps {
            stage.trace.reserve(commands.len());
        }
        let mut number = 0;
        while let Some(command) = commands.get(number) {
            if let (Some(course), Some(former)) = (&mut course, &mut former) {
                let done = self.replay(place, (number, commands), course, former);
                number += done;
                if done > 0 {
                    continue;
                }
                self.skip(place, course.next(number), course, former);
            }
            let mark = keeps.then(|| self.mark(place));
            self.dispatch(place, command).map_err(|error| error.or_at(command.line))?;
            self.note_decision(place, command);
            self.note_after(place, command.keyword, command.line, command.span, Some(command));
            if let Some(mark) = mark {
                self.trace(place, command, mark);
            }
            number += 1;
        }
        Ok(())
    }

    /// Gives up what former instructions did, up to one.
    fn skip(&mut self, place: usize, to: usize, course: &mut Course, former: &mut Former) {
        course.state = None;
        let stage = &mut self.stages[place];
        let (steps, after, history) = match stage.trace.former(to).map(|traced| traced.did) {
            Some(did) => (did.steps, did.found + 1, did.history),
            None => (course.extent.steps.1, course.extent.after.1, usize::MAX),
        };
        stage.trace.skip_to(to);
        stage.added.history.skip_to(history);
        self.steps.skip_to(steps);
        former.skip_states(&mut self.after, after);
    }

    /// Does what the instructions from a number on did before, as far as that can be told; gives
    /// how many. They did nothing else than their steps, variables and entries of the history,
    /// so where the first finds the state that it found, those behind it do, too.
    fn replay(
        &mut self,
        place: usize,
        (number, commands): (usize, &[Command<'_>]),
        course: &mut Course,
        former: &mut Former,
    ) -> usize {
        let Some(at) = course.former(number).filter(|_| !course.is_left) else { return 0 };
        let first = self.stages[place].trace.former(at).filter(|it| it.did.deed.is_some());
        let Some((found, arguments)) = first.map(|it| (it.did.found, it.arguments.clone())) else {
            return 0;
        };
        if course.state != Some(found) && !self.finds(place, found, &arguments, course, former) {
            return 0;
        }
        let mut state = found;
        let end = if number < course.start { course.start } else { commands.len() };
        let commands = &commands[number..end];
        let variables = course.variables;
        let done = commands.iter().enumerate().take_while(|(done, command)| {
            (variables == Beside::Same || self.frees(place, at + done, command))
                && self.redo(place, at + done, command, (&mut state, former), variables)
        });
        let done = done.count();
        if done > 0 {
            course.state = Some(state);
            if let LastState::Kept(_, kept) = former.last
                && state != found
                && variables == Beside::Same
            {
                let environment = &self.after.written()[kept].state.environment;
                self.stages[place].state.environment = environment.clone();
            }
        }
        done
    }

    /// Whether an instruction does what it did, though it finds other variables.
    fn frees(&self, place: usize, at: usize, command: &Command<'_>) -> bool {
        let stage = &self.stages[place];
        let Some(did) = stage.trace.former(at).map(|traced| traced.did) else { return false };
        let is_known = stage.state.environment.is_known();
        did.is_free
            && match (did.deed, command.keyword) {
                // A step says whether it is known what a RUN finds.
                (Some(Deed::Step), Keyword::Run) => self
                    .steps
                    .former(did.steps)
                    .is_some_and(|step| step.unknown.contains(&"env") != is_known),
                (deed, _) => deed.is_some(),
            }
    }

    /// Does what an instruction did; false, and nothing, where that cannot be told. `variables`
    /// are those that it finds, beside those that it found.
    fn redo(
        &mut self,
        place: usize,
        at: usize,
        command: &Command<'_>,
        (state, former): (&mut usize, &mut Former),
        variables: Beside,
    ) -> bool {
        let is_apart = variables != Beside::Same;
        let stage = &mut self.stages[place];
        let Some(did) = stage.trace.former(at).map(|traced| traced.did) else { return false };
        let Some(deed) = did.deed else { return false };
        let is_here = stage.added.history.former(did.history).is_some()
            && (!deed.is_step() || self.steps.former(did.steps).is_some())
            && (!deed.leaves_state() || self.after.former(did.left).is_some());
        // A variable says which of the setters set it, and the first WORKDIR is asked more.
        let is_alike = match deed {
            Deed::Variables => variables == Beside::Others || did.setters == stage.setters.len(),
            Deed::Directory => stage.workdir_was_set,
            _ => true,
        };
        if !is_here || !is_alike || did.found != *state || did.room > self.room.left() {
            return false;
        }
        let now = Did {
            found: self.after.len().saturating_sub(1),
            steps: self.steps.len(),
            history: stage.added.history.len(),
            setters: stage.setters.len(),
            ..did
        };
        if let Some(entry) = stage.added.history.keep(did.history)
            && is_apart
            && let CreatedBy::Run(_, at) = &mut entry.created_by
        {
            at.environment.become_present(&stage.state.environment, variables);
        }
        if deed.is_step() {
            stage.step += 1;
            stage.output = Output::Step;
            if let Some(step) = self.steps.keep(did.steps) {
                step.line = command.line;
                step.name.renumber(&stage.label, (stage.step, stage.steps));
                let origin = stage.image.origin.as_ref().filter(|_| !step.assumed.is_empty());
                put_origin(&mut step.origin, origin);
                if let Some(found) = step.env.as_mut().filter(|_| is_apart) {
                    found.variables.become_present(&stage.state.environment, variables);
                }
            }
        }
        if let Some(after) = self.after.former(did.left).filter(|_| deed.leaves_state()) {
            stage.take_over(deed, command, &after.state);
            if is_apart && deed == Deed::Variables {
                stage.set_again(place, command, (&after.state.environment, variables));
            }
            if let Some(after) = self.after.keep(did.left) {
                after.put(command, stage);
                if is_apart {
                    after.state.environment.become_present(&stage.state.environment, variables);
                }
            }
            former.last = LastState::Kept(did.left, self.after.len() - 1);
            *state = did.left;
        }
        if let Some(traced) = stage.trace.keep(at) {
            traced.did = Did { left: self.after.len().saturating_sub(1), ..now };
            stage.added.labels.extend(traced.labels.clone());
        }
        self.room.take_bytes(did.room);
        self.note_decision(place, command);
        true
    }

    /// Whether an instruction finds the state that it found before. Where the variables are
    /// equal, the former ones are taken, so that the next look is quick.
    fn finds(
        &mut self,
        place: usize,
        found: usize,
        arguments: &BuildArguments,
        course: &mut Course,
        former: &Former,
    ) -> bool {
        let Some(before) = former.state(found, &self.after) else { return false };
        let stage = &mut self.stages[place];
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
        course.variables = state.environment.beside(environment, course.variables);
        if !stage.build_arguments.is_certainly(arguments) {
            if !stage.build_arguments.equals(arguments) {
                course.is_left = true;
                return false;
            }
            stage.build_arguments = arguments.clone();
        }
        true
    }
}

#[cfg(test)]
#[path = "replay_tests.rs"]
mod tests;
