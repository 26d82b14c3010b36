//! Before anything runs: arguments, stages, the target, and what needs what.

use std::collections::BTreeSet;

use super::command::Command;
use super::environment::Environment;
use super::expand::{Expansion, NoVariables};
use super::lint::Checks;
use super::platform::Platform;
use super::reference::Reference;
use super::stage::Stage;
use super::words::go_quoted;
use super::{Engine, Failure};
use crate::dockerfile::{Keyword, go};

impl Engine<'_> {
    /// The arguments that BuildKit knows by itself.
    pub(super) fn automatic_arguments(&self, target: &str) -> Environment {
        let (build, wanted) = (&self.build_platform, &self.target_platform);
        let target = if target.is_empty() { "default" } else { target };
        let values = [
            ("BUILDPLATFORM", build.short()),
            ("BUILDOS", build.os.clone()),
            ("BUILDOSVERSION", build.os_version.clone()),
            ("BUILDARCH", build.architecture.clone()),
            ("BUILDVARIANT", build.variant.clone()),
            ("TARGETPLATFORM", wanted.to_string()),
            ("TARGETOS", wanted.os.clone()),
            ("TARGETOSVERSION", wanted.os_version.clone()),
            ("TARGETARCH", wanted.architecture.clone()),
            ("TARGETVARIANT", wanted.variant.clone()),
            ("TARGETSTAGE", target.to_owned()),
        ];
        let mut environment = Environment::default();
        for (name, value) in values {
            let value = self.options.arguments.get(name).cloned().unwrap_or(value);
            environment.set_plain(name, &value);
        }
        environment
    }

    /// The ARGs above the first FROM, with or without the reader's values.
    pub(super) fn global_arguments(
        &self,
        start: &Environment,
        declarations: &[Command<'_>],
        given: bool,
    ) -> Result<Environment, Failure> {
        let mut environment = start.clone();
        for command in declarations {
            for pair in command.typed().pairs.iter().flatten() {
                let own = self.options.arguments.get(&pair.key).filter(|_| given).cloned();
                let value = match (own, &pair.value) {
                    (Some(own), _) => Some(own),
                    (None, Some(default)) => {
                        let expanded = self.rules.expand(default, &environment);
                        Some(expanded.map_err(|text| Failure::at(text, command.line))?.text)
                    }
                    (None, None) => None,
                };
                if let Some(value) = value {
                    environment.set_plain(&pair.key, &value);
                }
            }
        }
        Ok(environment)
    }

    /// Whether the base images are valid when no build argument is given.
    pub(super) fn check_default_bases(
        &mut self,
        start: &Environment,
        declarations: &[Command<'_>],
    ) {
        let Ok(environment) = self.global_arguments(start, declarations, false) else { return };
        for from in self.froms.clone() {
            let written = from.typed().base.as_deref().unwrap_or_default();
            let Ok(expanded) = self.rules.expand(written, &environment) else { return };
            if Reference::parse(&expanded.text).is_err() {
                let detail = format!(
                    "Default value for ARG {written} results in empty or invalid base image name"
                );
                let checks = self.lint.checks.clone();
                self.lint.warn(&checks, "InvalidDefaultArgInFrom", from.line, detail);
            }
        }
    }

    /// Makes the stages of the file.
    pub(super) fn make_stages(&mut self) -> Result<(), Failure> {
        for (index, from) in self.froms.clone().iter().enumerate() {
            let checks = Checks::with_comments(&self.lint.checks, &from.recorded.comments);
            let typed = from.typed();
            let written = typed.base.as_deref().unwrap_or_default();
            let base = self.expand_in_from(written, from.line, &checks)?;
            if base.text.is_empty() {
                let text = format!("base name ({written}) should not be blank");
                return Err(Failure::at(text, from.line));
            }
            let name = typed.name.clone().unwrap_or_default();
            let platform = match &typed.platform {
                Some(platform) => Some(self.stage_platform(platform, &name, from, &checks)?),
                None => None,
            };
            let shown_name = if name.is_empty() { format!("stage-{index}") } else { name.clone() };
            let mut stage = Stage {
                name,
                shown_name,
                base_name: base.text,
                line: Some(from.line),
                span: from.span,
                platform,
                ..Stage::default()
            };
            stage.steps = self.bodies[index].iter().filter(|command| command.is_step()).count();
            let place = self.add_stage(stage);
            let stage = &mut self.stages[place];
            if stage.base.is_none() && stage.base_name != "scratch" {
                stage.steps += 1;
            }
        }
        Ok(())
    }

    /// Adds a stage; its base is the stage of that name so far.
    pub(super) fn add_stage(&mut self, mut stage: Stage) -> usize {
        let place = self.stages.len();
        stage.base = self.names.get(&stage.base_name).copied();
        if !stage.name.is_empty() {
            self.names.insert(stage.name.to_lowercase(), place);
        }
        self.stages.push(stage);
        place
    }

    fn expand_in_from(
        &mut self,
        written: &str,
        line: u32,
        checks: &Checks,
    ) -> Result<Expansion, Failure> {
        match self.rules.expand_or_tell(written, &self.globals) {
            Ok(expanded) => {
                self.report_undeclared(&expanded.unset, line, checks);
                Ok(expanded)
            }
            Err(refused) => {
                self.report_undeclared(&refused.unset, line, checks);
                Err(Failure::at(refused.text, line))
            }
        }
    }

    fn report_undeclared(&mut self, unset: &BTreeSet<String>, line: u32, checks: &Checks) {
        for name in unset.iter().filter(|name| !self.declared.contains(*name)) {
            let hint =
                self.suggester.nearest(name, || self.declared.iter().map(String::as_str).collect());
            let detail = format!("FROM argument '{name}' is not declared");
            self.lint.warn_with(checks, "UndefinedArgInFrom", line, detail, hint);
        }
    }

    fn stage_platform(
        &mut self,
        written: &str,
        stage_name: &str,
        from: &Command<'_>,
        checks: &Checks,
    ) -> Result<Platform, Failure> {
        let line = from.line;
        let expanded = self.expand_in_from(written, line, checks).map_err(|failure| {
            let text = failure.text;
            Failure::at(format!("failed to process arguments for platform : {text}"), line)
        })?;
        self.check_platform(written, stage_name, &expanded, line, checks);
        let hint = || {
            let mut unset = expanded.unset.iter();
            unset.find_map(|name| go::nearest(name, self.globals.names()))
        };
        if expanded.text.is_empty() {
            let text = format!("empty platform value from expression {written}");
            return Err(Failure { text, hint: hint(), line: Some(line) });
        }
        Platform::parse(&expanded.text).map_err(|error| Failure {
            text: format!("failed to parse platform {written}: {error}"),
            hint: hint(),
            line: Some(line),
        })
    }

    fn check_platform(
        &mut self,
        written: &str,
        stage_name: &str,
        expanded: &Expansion,
        line: u32,
        checks: &Checks,
    ) {
        let only_target = expanded.used.len() == 1
            && expanded.unset.is_empty()
            && expanded.used.contains("TARGETPLATFORM");
        let target = self.globals.get("TARGETPLATFORM").map(|variable| variable.value.as_str());
        if only_target && target == Some(expanded.text.as_str()) {
            let detail = format!(
                "Setting platform to predefined {written} in FROM is redundant as this is the \
                 default behavior"
            );
            self.lint.warn(checks, "RedundantTargetPlatform", line, detail);
        }
        if !expanded.used.is_empty() || !expanded.unset.is_empty() {
            return;
        }
        let Ok(platform) = Platform::parse(&expanded.text) else { return };
        if stage_name.contains(&platform.os) || stage_name.contains(&platform.architecture) {
            return;
        }
        let detail = format!(
            "FROM --platform flag should not use constant value {}",
            go_quoted(&expanded.text)
        );
        self.lint.warn(checks, "FromPlatformFlagConstDisallowed", line, detail);
    }

    /// The stage that is built.
    pub(super) fn find_target(&self) -> Result<usize, Failure> {
        let Some(target) = self.options.target.as_deref().filter(|target| !target.is_empty())
        else {
            return Ok(self.stages.len() - 1);
        };
        self.names.get(&target.to_lowercase()).copied().ok_or_else(|| {
            let names = self.stages.iter().map(|stage| stage.shown_name.as_str());
            Failure {
                text: format!("target stage {} could not be found", go_quoted(target)),
                hint: go::nearest(target, names),
                line: None,
            }
        })
    }

    /// Finds what COPY and mounts take from, and looks for circles.
    pub(super) fn connect(&mut self) -> Result<(), Failure> {
        // Images named on the way are added to the stages, and have no commands.
        for place in 0..self.bodies.len() {
            let mut commands = std::mem::take(&mut self.bodies[place]);
            for command in commands.iter_mut().filter(|command| command.has_flags) {
                self.connect_command(place, command)?;
            }
            self.bodies[place] = commands;
        }
        self.find_circle()?;
        if let [only] = self.stages.as_mut_slice() {
            only.shown_name.clear();
        }
        Ok(())
    }

    /// Finds the sources of one command; true when it has any.
    pub(super) fn connect_command(
        &mut self,
        place: usize,
        command: &mut Command<'_>,
    ) -> Result<bool, Failure> {
        let typed = command.typed();
        let mut sources = Vec::new();
        match (command.keyword, &typed.from) {
            (Keyword::Copy, Some(from)) => sources.push(self.copy_source(from, command)?),
            (Keyword::Run, _) => {
                for from in &typed.mounts_from {
                    let from = if from.is_empty() { "scratch" } else { from };
                    let known = self.names.get(&from.to_lowercase()).copied();
                    let image = || Stage::of_image(from, None, command.span);
                    sources.push(known.unwrap_or_else(|| self.add_stage(image())));
                }
            }
            _ => {}
        }
        for source in &sources {
            let Stage { needs, need_places, .. } = &mut self.stages[place];
            let at = *need_places.entry(*source).or_insert(needs.len());
            match needs.get_mut(at) {
                Some(known) => known.1 = command.line,
                None => needs.push((*source, command.line)),
            }
        }
        command.sources = sources;
        Ok(!command.sources.is_empty())
    }

    fn copy_source(&mut self, from: &str, command: &Command<'_>) -> Result<usize, Failure> {
        let expanded = self.rules.expand(from, &NoVariables).map_err(Failure::anywhere)?;
        if expanded.text != from {
            return Err(Failure::anywhere(
                "variable expansion is not supported for --from, define a new stage with FROM \
                 using ARG from global scope as a workaround"
                    .to_owned(),
            ));
        }
        if let Ok(index) = from.parse::<i64>() {
            let place = usize::try_from(index).ok().filter(|place| *place < self.stages.len());
            return place.ok_or_else(|| Failure::anywhere(format!("invalid stage index {index}")));
        }
        let known = self.names.get(&from.to_lowercase()).copied();
        let image = || Stage::of_image(from, Some(command.line), command.span);
        Ok(known.unwrap_or_else(|| self.add_stage(image())))
    }

    /// Walks from every stage along what it copies from; a stage met again on
    /// the same path is a circle.
    fn find_circle(&self) -> Result<(), Failure> {
        let mut visited = vec![false; self.stages.len()];
        let mut on_path = vec![false; self.stages.len()];
        for root in 0..self.stages.len() {
            if visited[root] {
                continue;
            }
            visited[root] = true;
            on_path[root] = true;
            let mut path = vec![(root, 0)];
            while let Some((place, next)) = path.last_mut() {
                let Some((need, line)) = self.stages[*place].needs.get(*next).copied() else {
                    on_path[*place] = false;
                    path.pop();
                    continue;
                };
                *next += 1;
                if on_path[need] {
                    let (root, next) = path[0];
                    let first = self.stages[root].needs.get(next - 1).map_or(line, |it| it.1);
                    let name = &self.stages[root].shown_name;
                    let text = format!("circular dependency detected on stage: {name}");
                    return Err(Failure::at(text, first));
                }
                if !visited[need] {
                    visited[need] = true;
                    on_path[need] = true;
                    path.push((need, 0));
                }
            }
        }
        Ok(())
    }

    /// Everything that a stage needs, itself included.
    pub(super) fn reachable_from(&self, target: usize) -> Vec<bool> {
        let mut reachable = vec![false; self.stages.len()];
        let mut open = vec![target];
        while let Some(place) = open.pop() {
            if !std::mem::replace(&mut reachable[place], true) {
                let stage = &self.stages[place];
                open.extend(stage.base);
                open.extend(stage.needs.iter().map(|(need, _)| *need));
            }
        }
        reachable
    }
}
