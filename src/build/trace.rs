//! What an instruction did, kept for the next state of the file.

use std::sync::Arc;

use super::Engine;
use super::arguments::BuildArguments;
use super::command::Command;
use super::stage::{Labels, Stage};
use crate::dockerfile::Keyword;
use crate::dockerfile::record::Meaning;

/// What an instruction did.
#[derive(Clone, Debug)]
pub(super) struct Traced {
    pub(super) meaning: Arc<Meaning>,
    /// The arguments that were declared before it.
    pub(super) arguments: BuildArguments,
    /// What a LABEL set.
    pub(super) labels: Option<Labels>,
    pub(super) did: Did,
}

/// Where the outcome of an instruction is, and what it began with. Places are those of the
/// build's and the stage's lists.
#[derive(Clone, Copy, Debug)]
pub(super) struct Did {
    /// The state that it found.
    pub(super) found: usize,
    /// The state that it left.
    pub(super) left: usize,
    /// How many steps there were before it.
    pub(super) steps: usize,
    /// How many entries the history had before it.
    pub(super) history: usize,
    /// How many instructions of the stage set variables before it.
    pub(super) setters: usize,
    /// The room that its texts took.
    pub(super) room: usize,
    /// Beside its entry of the history; `None` where it did more than can be told.
    pub(super) deed: Option<Deed>,
    /// Whether it would do the same with other variables. An ENV then sets one of a plain name.
    pub(super) is_free: bool,
}

/// What an instruction did beside its entry of the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    /// One step.
    Step,
    /// A directory: one step, and another state.
    Directory,
    /// Variables: another state.
    Variables,
    /// A user: another state.
    User,
    /// Labels.
    Labels,
}

impl Deed {
    /// Whether it is a step.
    pub(super) fn is_step(self) -> bool {
        matches!(self, Deed::Step | Deed::Directory)
    }

    /// Whether the next instruction finds another state.
    pub(super) fn leaves_state(self) -> bool {
        matches!(self, Deed::Directory | Deed::Variables | Deed::User)
    }
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

impl Stage {
    /// Whether its directory is known without a table, and written alike in state and image.
    fn is_in_sure_directory(&self) -> bool {
        let directory = &self.state.directory;
        !directory.unknown && !directory.assumed && directory.value == self.image.config.working_dir
    }
}

impl Engine<'_> {
    /// How far everything is.
    pub(super) fn mark(&self, place: usize) -> Mark {
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
    pub(super) fn trace(&mut self, place: usize, command: &Command<'_>, mark: Mark) {
        let stage = &self.stages[place];
        let steps = &self.steps.written()[mark.steps..];
        let entry = stage.added.history.written().get(mark.history);
        let is_known = entry.is_some_and(|entry| !entry.unknown);
        let has_one_entry = stage.added.history.len() == mark.history + 1;
        let is_alone = command.sources.is_empty() && !command.is_trigger;
        let has_one_step = steps.len() == 1;
        let leaves_state = self.after.len() == mark.found + 2;
        let deed = match command.keyword {
            Keyword::Run if has_one_step && command.mounts().next().is_none() => Some(Deed::Step),
            Keyword::Copy | Keyword::Add if has_one_step && !steps[0].is_linked => Some(Deed::Step),
            Keyword::Env if is_known && leaves_state => Some(Deed::Variables),
            Keyword::User if is_known && leaves_state => Some(Deed::User),
            Keyword::Label if is_known => Some(Deed::Labels),
            Keyword::Workdir
                if is_known && has_one_step && leaves_state && stage.is_in_sure_directory() =>
            {
                Some(Deed::Directory)
            }
            _ => None,
        };
        let is_whole =
            is_alone && has_one_entry && !self.room.is_short && self.lint.count() == mark.warnings;
        let labels = stage.added.labels.last().filter(|_| command.keyword == Keyword::Label);
        let traced = Traced {
            meaning: command.recorded.clone().into_owned(),
            arguments: mark.arguments,
            labels: labels.cloned(),
            did: Did {
                found: mark.found,
                left: self.after.len().saturating_sub(1),
                steps: mark.steps,
                history: mark.history,
                setters: mark.setters,
                room: mark.room - self.room.left(),
                deed: deed.filter(|_| is_whole),
                is_free: command.uses_no_variable()
                    && (deed != Some(Deed::Variables) || command.one_name().is_some()),
            },
        };
        self.stages[place].trace.push(traced);
    }
}
