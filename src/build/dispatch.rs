//! Running the instructions of the stages that are built, in the file's order.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::command::Command;
use super::environment::Environment;
use super::expand::{Expansion, Rules};
use super::lint::Checks;
use super::paths::{System, TrailingSlash};
use super::resolve::DEFAULT_PATH;
use super::stage::{CreatedBy, HistoryEntry, Maybe, Stage};
use super::words::go_quoted;
use super::{After, Engine, Failure, StepName};
use crate::dockerfile::Keyword;
use crate::dockerfile::go::parse_bool;
use crate::source::Span;

/// Arguments that BuildKit reads itself and keeps out of the environment.
pub(super) const NOT_IN_ENVIRONMENT: [&str; 2] =
    ["BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE"];

/// What an instruction is run with.
pub(super) struct Running<'a> {
    pub(super) place: usize,
    pub(super) command: &'a Command<'a>,
    pub(super) checks: Arc<Checks>,
}

impl Engine<'_> {
    pub(super) fn dispatch_stages(&mut self) -> Result<(), Failure> {
        let is_reachable = |place: &usize| self.reachable.get(*place).copied().unwrap_or_default();
        let steps = (0..self.stages.len()).filter(is_reachable);
        self.steps.reserve(steps.map(|place| self.stages[place].steps).sum());
        for place in 0..self.stages.len() {
            let reachable = self.reachable.get(place).copied().unwrap_or_default();
            if !reachable || self.stages[place].dispatched {
                continue;
            }
            let start = (self.steps.len(), self.after.len());
            self.begin_beside_former(place);
            self.start_stage(place)?;
            self.stages[place].label = self.label_of_steps(place);
            let commands = self.bodies.get_mut(place).map(std::mem::take).unwrap_or_default();
            let outcome = self.dispatch_all(place, &commands);
            if let Some(body) = self.bodies.get_mut(place) {
                *body = commands;
            }
            let extent = self.extent_from(start);
            self.stages[place].extent = extent;
            self.hand_on_as_before(place);
            outcome?;
        }
        Ok(())
    }

    /// Sets what a stage begins with: the base image's variables, directory and user.
    fn start_stage(&mut self, place: usize) -> Result<(), Failure> {
        self.inherit(place);
        let target = self.target_platform.clone();
        let stage = &mut self.stages[place];
        stage.dispatched = true;
        let platform = stage.platform.get_or_insert(target).clone();
        let is_open = stage.image.unknown_base.is_some();
        if stage.base.is_none() && is_open {
            stage.state.directory.unknown = !stage.image.knows("WorkingDir");
            stage.state.directory.assumed = stage.image.assumed.contains("WorkingDir");
            stage.state.user.unknown = !stage.image.knows("User");
            stage.state.user.assumed = stage.image.assumed.contains("User");
        }
        // On a stage it has that one's variables already.
        if stage.base.is_none() {
            let variables = || stage.image.config.env.iter().map(|entry| split_entry(entry));
            let lacks_path = !is_open && variables().all(|(name, _)| name != "PATH");
            let path = ("PATH", DEFAULT_PATH);
            let path = Some(path).filter(|_| lacks_path && platform.os != "windows");
            stage.state.environment = Environment::of_image(variables().chain(path), is_open);
        }
        let line = stage.line.unwrap_or_default();
        let directory = stage.image.config.working_dir.clone();
        if !directory.is_empty() && stage.base.is_none() {
            let old = stage.state.directory.clone();
            self.enter(place, &directory, old.set_by).map_err(|text| Failure::at(text, line))?;
            self.stages[place].keep_doubts_about_directory(&old);
        }
        let stage = &mut self.stages[place];
        let user = stage.image.config.user.clone();
        if !user.is_empty() {
            stage.state.user.value = user;
        }
        let span = stage.span;
        self.note_after(place, Keyword::From, line, span, None);
        Ok(())
    }

    /// Changes the working directory; gives it with slashes.
    pub(super) fn enter(
        &mut self,
        place: usize,
        path: &str,
        set_by: Option<Span>,
    ) -> Result<Arc<str>, String> {
        let stage = &mut self.stages[place];
        let system = stage.system();
        let old = &stage.image.config.working_dir;
        let new = system.normalize(old, path, TrailingSlash::Drop).map_err(|error| {
            format!("normalizing workdir: normalizing working directory: {error}")
        })?;
        stage.image.config.working_dir = (&*system.with_own_separator(&new)).into();
        let slashes: Arc<str> = (&*system.with_slashes(&new)).into();
        let is_relative = !system.is_absolute(path);
        let unknown = stage.state.directory.unknown && is_relative;
        let assumed = stage.state.directory.assumed && is_relative;
        let directory = Maybe::set(Arc::clone(&slashes), unknown, set_by);
        stage.state.directory = Maybe { assumed, ..directory };
        stage.image.decide("WorkingDir", unknown);
        if assumed {
            stage.image.assumed.insert("WorkingDir");
        }
        Ok(slashes)
    }

    pub(super) fn dispatch(&mut self, place: usize, command: &Command<'_>) -> Result<(), Failure> {
        let checks = Checks::with_comments(&self.lint.checks, &command.recorded.comments);
        let running = Running { place, command, checks };
        match command.keyword {
            Keyword::Maintainer => self.maintainer(&running),
            Keyword::Env => self.env(&running),
            Keyword::Run => self.run_command(&running),
            Keyword::Workdir => self.workdir(&running),
            Keyword::Add | Keyword::Copy => self.copy(&running),
            Keyword::Label => self.label(&running),
            Keyword::Onbuild => self.onbuild(&running),
            Keyword::Cmd => self.cmd(&running),
            Keyword::Entrypoint => self.entrypoint(&running),
            Keyword::Healthcheck => self.healthcheck(&running),
            Keyword::Expose => self.expose(&running),
            Keyword::User => self.user(&running),
            Keyword::Volume => self.volume(&running),
            Keyword::Stopsignal => self.stopsignal(&running),
            Keyword::Shell => self.shell(&running),
            Keyword::Arg => self.arg(&running),
            Keyword::From => Ok(()),
        }
    }

    /// Expands a word with the stage's variables; says whether the result is unknown.
    pub(super) fn expand<'t>(
        &mut self,
        running: &Running<'_>,
        text: &'t str,
    ) -> Result<Maybe<Cow<'t, str>>, Failure> {
        self.expand_with(running, text, self.rules)
    }

    pub(super) fn expand_with<'t>(
        &mut self,
        running: &Running<'_>,
        text: &'t str,
        rules: Rules,
    ) -> Result<Maybe<Cow<'t, str>>, Failure> {
        if rules.leaves(text) {
            return Ok(Maybe::set(text.into(), false, None));
        }
        let environment = &self.stages[running.place].state.environment;
        let expanded = match rules.expand_or_tell(text, environment) {
            Ok(expanded) if self.room.take(text, &expanded.text) => expanded,
            Ok(_) => return Ok(Maybe::set(text.into(), true, None)),
            Err(refused) if refused.is_too_long => {
                self.room.is_short = true;
                return Ok(Maybe::set(text.into(), true, None));
            }
            // With other values the text may well be right.
            Err(refused) if self.stages[running.place].is_open(&refused.used, &refused.unset) => {
                return Ok(Maybe::set(text.into(), true, None));
            }
            Err(refused) => {
                self.report_unset(running, &refused.unset);
                return Err(Failure::anywhere(refused.text));
            }
        };
        let unknown = self.stages[running.place].is_unknown(&expanded);
        self.report_unset(running, &expanded.unset);
        Ok(Maybe::set(expanded.text.into(), unknown, None))
    }

    fn report_unset(&mut self, running: &Running<'_>, unset: &BTreeSet<String>) {
        let stage = &self.stages[running.place];
        let is_open = stage.state.environment.is_open();
        for name in unset {
            let is_of_base = is_open && stage.image.variables.contains(name);
            if stage.build_arguments.declares(name)
                || NOT_IN_ENVIRONMENT.contains(&name.as_str())
                || is_of_base
            {
                continue;
            }
            let hint = self.suggester.nearest(name, || stage.state.environment.names().collect());
            let hint = hint.map(|name| format!("${name}"));
            let detail = format!("Usage of undefined variable '${name}'");
            let line = running.command.line;
            let (lint, checks) = (&mut self.lint, &running.checks);
            if is_open {
                lint.warn_perhaps(checks, "UndefinedVar", line, detail, hint);
            } else {
                lint.warn_with(checks, "UndefinedVar", line, detail, hint);
            }
        }
    }

    /// Adds an entry to the image's history.
    pub(super) fn commit(&mut self, place: usize, text: String, layer: bool, unknown: bool) {
        let entry = HistoryEntry { created_by: CreatedBy::Text(text), empty: !layer, unknown };
        self.stages[place].added.history.push(entry);
    }

    /// The name of the next step: its stage, its number, and `before` and its text with the
    /// keyword in capitals.
    pub(super) fn step_name(
        &mut self,
        place: usize,
        is_trigger: bool,
        before: &str,
        text: &str,
    ) -> StepName {
        let stage = &mut self.stages[place];
        let name = StepName::of(before, text);
        if stage.steps == 0 {
            return name;
        }
        stage.step += 1;
        name.numbered(&stage.label, (stage.step, stage.steps), is_trigger)
    }

    /// What the names of a stage's steps begin with.
    fn label_of_steps(&self, place: usize) -> Arc<str> {
        let stage = &self.stages[place];
        let wanted = self.options.arguments.get("BUILDKIT_MULTI_PLATFORM");
        let wanted = wanted.and_then(|value| parse_bool(value.as_bytes())).unwrap_or_default();
        match stage.platform.as_ref().filter(|_| wanted) {
            Some(platform) if stage.shown_name.is_empty() => platform.to_string().into(),
            Some(platform) => format!("{platform} {}", stage.shown_name).into(),
            None => stage.shown_name.as_str().into(),
        }
    }

    pub(super) fn note_after(
        &mut self,
        place: usize,
        keyword: Keyword,
        line: u32,
        span: Span,
        command: Option<&Command<'_>>,
    ) {
        let stage = &self.stages[place];
        if stage.is_image {
            return;
        }
        let is_trigger = command.is_some_and(|command| command.is_trigger);
        let shell = &stage.image.config.shell;
        let changed = self.after.written().last().is_none_or(|last| {
            last.stage != place
                || !last.state.is_certainly(&stage.state)
                || !Arc::ptr_eq(&last.shell, shell)
        });
        if !changed && !is_trigger && command.is_some() {
            return;
        }
        self.after.push(After {
            stage: place,
            line,
            keyword,
            is_trigger,
            span,
            state: stage.state.clone(),
            shell: Arc::clone(shell),
            shell_is_known: stage.image.knows("Shell"),
            shell_is_assumed: stage.image.assumed.contains("Shell"),
            origin: stage.image.origin.clone(),
        });
    }
}

impl Stage {
    /// A directory that was taken over is as sure as it was before.
    fn keep_doubts_about_directory(&mut self, old: &Maybe<Arc<str>>) {
        let directory = &mut self.state.directory;
        (directory.unknown, directory.assumed) = (old.unknown, old.assumed);
        self.image.decide("WorkingDir", old.unknown);
        if old.assumed {
            self.image.assumed.insert("WorkingDir");
        }
    }

    pub(super) fn system(&self) -> System {
        System::named(self.platform.as_ref().map_or("linux", |platform| &platform.os))
    }

    /// Whether an expansion rests on something that the file cannot tell.
    pub(super) fn is_unknown(&self, expanded: &Expansion) -> bool {
        self.is_open(&expanded.used, &expanded.unset)
    }

    /// Whether one of these variables may have another value than the file shows.
    pub(super) fn is_open(&self, used: &BTreeSet<String>, unset: &BTreeSet<String>) -> bool {
        let environment = &self.state.environment;
        let is_unknown = |name| environment.get(name).is_some_and(|variable| variable.unknown);
        environment.is_open() && !unset.is_empty() || used.iter().any(|name| is_unknown(name))
    }
}

/// Name and value of `NAME=value`.
pub(super) fn split_entry(entry: &str) -> (&str, &str) {
    entry.split_once('=').unwrap_or((entry, ""))
}

/// Go's `%q` of a list: `["a" "b"]`.
pub(super) fn quoted_list(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| go_quoted(word)).collect();
    format!("[{}]", words.join(" "))
}
