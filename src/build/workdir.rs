//! WORKDIR: where the instructions after it work, and the folder that it makes.

use std::sync::Arc;

use super::dispatch::Running;
use super::stage::Maybe;
use super::step::{Owner, Step};
use super::words::go_quoted;
use super::{Engine, Failure};

impl Engine<'_> {
    pub(super) fn workdir(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let place = running.place;
        let written = running.command.typed().path.as_deref().unwrap_or_default();
        let mut path = self.expand(running, written)?;
        // The path stands in the state, the step and the history.
        let parent = Arc::clone(&self.stages[place].state.directory.value);
        if !(0..4).all(|_| self.room.take("", &parent)) {
            path = Maybe::set("/".into(), true, None);
        }
        let stage = &mut self.stages[place];
        let system = stage.system();
        if !stage.workdir_was_set && !path.unknown && !system.is_absolute(&path.value) {
            let quoted = go_quoted(&path.value);
            let detail = format!(
                "Relative workdir {quoted} can have unexpected results if the base image changes"
            );
            let line = running.command.line;
            self.lint.warn(&running.checks, "WorkdirRelativePath", line, detail);
        }
        self.stages[place].workdir_was_set = true;
        let directory = self
            .enter(place, &path.value, Some(running.command.span))
            .map_err(Failure::anywhere)?;
        let stage = &mut self.stages[place];
        stage.state.directory.unknown |= path.unknown;
        let unknown = stage.state.directory.unknown;
        if unknown {
            stage.image.decide("WorkingDir", unknown);
        }
        let has_layer = &*directory != "/";
        if has_layer {
            self.make_directory(running, &directory, unknown);
        }
        self.commit(place, format!("WORKDIR {directory}"), has_layer, unknown);
        Ok(())
    }

    fn make_directory(&mut self, running: &Running<'_>, directory: &str, unknown: bool) {
        let place = running.place;
        let text = self.processed(place, running.command.code(), self.rules);
        let name = self.step_name(place, running.command.is_trigger, "", &text.value);
        let stage = &mut self.stages[place];
        let user = &stage.image.config.user;
        let owner = (!user.is_empty()).then(|| Owner::pair(user).0);
        let mut unknown_members = Vec::new();
        if unknown {
            unknown_members.push("path");
        }
        if stage.state.user.unknown {
            unknown_members.push("owner");
        }
        let mut assumed = Vec::new();
        if stage.state.directory.assumed {
            assumed.push("path");
        }
        if stage.state.user.assumed {
            assumed.push("owner");
        }
        let origin = stage.image.origin.clone().filter(|_| !assumed.is_empty());
        stage.output = super::stage::Output::Step;
        self.steps.push(Step {
            line: running.command.line,
            kind: "WORKDIR",
            stage: place,
            name,
            path: Some(super::paths::join("/", directory)),
            owner,
            unknown: unknown_members,
            assumed,
            origin,
            ..Step::default()
        });
    }
}
