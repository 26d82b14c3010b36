//! The instructions that change the configuration.

use std::sync::Arc;

use super::dispatch::{NOT_IN_ENVIRONMENT, Running, quoted_list, with_keyword_in_capitals};
use super::environment::Variable;
use super::image::Healthcheck;
use super::ports::read_ports;
use super::stage::Maybe;
use super::step::{Owner, Step};
use super::words::go_quoted;
use super::{Engine, Failure, chmod, words};
use crate::dockerfile::record::ShellMember;

impl Engine<'_> {
    pub(super) fn maintainer(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let text = running.command.typed.text.as_deref().unwrap_or_default();
        self.stages[running.place].image.author = text.into();
        self.commit(running.place, format!("MAINTAINER {text}"), false, false);
        Ok(())
    }

    fn check_legacy(&mut self, running: &Running<'_>) {
        let name = &running.command.recorded.keyword;
        let detail = format!(
            "\"{name} key=value\" should be used instead of legacy \"{name} key value\" format"
        );
        self.lint.warn(&running.checks, "LegacyKeyValueFormat", running.command.line, detail);
    }

    fn check_secret(&mut self, running: &Running<'_>, kind: &str, name: &str) {
        if words::looks_secret(name) {
            let name = go_quoted(name);
            let detail =
                format!("Do not use ARG or ENV instructions for sensitive data ({kind} {name})");
            self.lint.warn(&running.checks, "SecretsUsedInArgOrEnv", running.command.line, detail);
        }
    }

    /// The pairs of ENV or LABEL, all expanded before any takes effect.
    fn expanded_pairs(
        &mut self,
        running: &Running<'_>,
    ) -> Result<Vec<(String, Maybe<String>, bool)>, Failure> {
        let mut pairs = Vec::new();
        for pair in running.command.typed.pairs.iter().flatten() {
            let key = self.expand(running, &pair.key)?;
            let mut value = self.expand(running, pair.value.as_deref().unwrap_or_default())?;
            value.unknown |= key.unknown;
            pairs.push((key.value, value, pair.legacy));
        }
        Ok(pairs)
    }

    pub(super) fn env(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let mut text = "ENV".to_owned();
        let mut unknown = false;
        for (name, value, legacy) in self.expanded_pairs(running)? {
            if legacy {
                self.check_legacy(running);
            }
            self.check_secret(running, "ENV", &name);
            text.push_str(&format!(" {name}={}", value.value));
            unknown |= value.unknown;
            let stage = &mut self.stages[running.place];
            stage.state.environment.set_in_image(Variable {
                name,
                value: value.value,
                unknown: value.unknown,
                set_by: Some(running.command.span),
            });
            if value.unknown {
                stage.image.unknown.insert("Env");
            }
        }
        self.commit(running.place, text, false, unknown);
        Ok(())
    }

    pub(super) fn label(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let mut text = "LABEL".to_owned();
        let mut unknown = false;
        for (name, value, legacy) in self.expanded_pairs(running)? {
            if legacy {
                self.check_legacy(running);
            }
            text.push_str(&format!(" {name}={}", value.value));
            unknown |= value.unknown;
            let stage = &mut self.stages[running.place];
            if value.unknown {
                stage.image.unknown.insert("Labels");
            }
            stage.added.labels.insert(name, value.value);
        }
        self.commit(running.place, text, false, unknown);
        Ok(())
    }

    pub(super) fn arg(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let (mut texts, mut all_unknown) = (Vec::new(), false);
        for pair in running.command.typed.pairs.iter().flatten() {
            self.check_secret(running, "ARG", &pair.key);
            let given = self.options.arguments.get(&pair.key).cloned();
            let value = match (given, &pair.value) {
                (Some(given), _) => Some(Maybe::set(given, false, None)),
                (None, Some(default)) => Some(self.expand(running, default)?),
                (None, None) => {
                    let global = self.globals.get(&pair.key);
                    global.map(|global| Maybe::set(global.value.clone(), false, None))
                }
            };
            let stage = &mut self.stages[running.place];
            let mut text = pair.key.clone();
            if let Some(value) = &value {
                text = format!("{text}={}", value.value);
                all_unknown |= value.unknown;
                if !NOT_IN_ENVIRONMENT.contains(&pair.key.as_str()) {
                    let hides = stage.state.environment.set(Variable {
                        name: pair.key.clone(),
                        value: value.value.clone(),
                        unknown: value.unknown,
                        set_by: Some(running.command.span),
                    });
                    if hides || stage.state.environment.open {
                        stage.hiding.push(pair.key.clone());
                    }
                }
            }
            stage.build_arguments.declare(pair.key.clone(), value.map(|value| value.value));
            texts.push(text);
        }
        self.commit(running.place, format!("ARG {}", texts.join(" ")), false, all_unknown);
        Ok(())
    }

    pub(super) fn workdir(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let place = running.place;
        let written = running.command.typed.path.as_deref().unwrap_or_default();
        let mut path = self.expand(running, written)?;
        // The path stands in the state, the step and the history.
        let parent = Arc::clone(&self.stages[place].state.directory.value);
        if !(0..4).all(|_| self.room.take("", &parent)) {
            path = Maybe::set("/".to_owned(), true, None);
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
        let text = with_keyword_in_capitals(&text.value);
        let name = self.step_name(place, running.command.is_trigger, &text);
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

    pub(super) fn onbuild(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let text = running.command.typed.expression.clone().unwrap_or_default();
        self.stages[running.place].image.config.on_build.push(text);
        Ok(())
    }

    /// The command line of CMD or ENTRYPOINT, with the shell where it is put before.
    fn command_line(&mut self, running: &Running<'_>) -> (Vec<String>, bool) {
        let typed = &running.command.typed;
        let words = typed.cmd.clone().unwrap_or_default();
        if !running.command.has_shell() {
            return (words, false);
        }
        let stage = &self.stages[running.place];
        let unknown = !stage.image.knows("Shell");
        if stage.image.config.shell.is_empty() && !unknown {
            let name = &running.command.recorded.keyword;
            let detail = format!(
                "JSON arguments recommended for {name} to prevent unintended behavior related \
                 to OS signals"
            );
            let line = running.command.line;
            self.lint.warn(&running.checks, "JSONArgsRecommended", line, detail);
        }
        (self.with_shell(running.place, &words), unknown)
    }

    /// Puts the shell before words that are joined into one.
    pub(super) fn with_shell(&self, place: usize, words: &[String]) -> Vec<String> {
        let image = &self.stages[place].image;
        let mut line = match (image.config.shell.as_slice(), image.platform.os.as_str()) {
            ([], "windows") => ["cmd", "/S", "/C"].map(str::to_owned).to_vec(),
            ([], _) => ["/bin/sh", "-c"].map(str::to_owned).to_vec(),
            (shell, _) => shell.to_vec(),
        };
        line.push(words.join(" "));
        line
    }

    fn check_used_once(&mut self, running: &Running<'_>, before: Option<u32>) {
        let Some(line) = before else { return };
        let name = &running.command.recorded.keyword;
        let detail = format!(
            "Multiple {name} instructions should not be used in the same stage because only the \
             last one will be used"
        );
        self.lint.warn(&running.checks, "MultipleInstructionsDisallowed", line, detail);
    }

    pub(super) fn cmd(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let before = self.stages[running.place].cmd_line.replace(running.command.line);
        self.check_used_once(running, before);
        let has_shell = running.command.has_shell();
        let (words, unknown) = self.command_line(running);
        let text = format!("CMD {}", quoted_list(&words));
        let image = &mut self.stages[running.place].image;
        image.config.cmd = words.into();
        image.decide("Cmd", unknown);
        if has_shell {
            image.rest_on_shell("Cmd");
        }
        self.commit(running.place, text, false, unknown);
        Ok(())
    }

    pub(super) fn entrypoint(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let before = self.stages[running.place].entrypoint_line.replace(running.command.line);
        self.check_used_once(running, before);
        let has_shell = running.command.has_shell();
        let (words, unknown) = self.command_line(running);
        let text = format!("ENTRYPOINT {}", quoted_list(&words));
        let stage = &mut self.stages[running.place];
        stage.image.config.entrypoint = words.into();
        stage.image.decide("Entrypoint", unknown);
        if has_shell {
            stage.image.rest_on_shell("Entrypoint");
        }
        if stage.cmd_line.is_none() {
            stage.image.config.cmd = Arc::default();
            stage.image.decide("Cmd", false);
        }
        self.commit(running.place, text, false, unknown);
        Ok(())
    }

    pub(super) fn healthcheck(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let before = self.stages[running.place].healthcheck_line.replace(running.command.line);
        self.check_used_once(running, before);
        let typed = &running.command.typed;
        let check = Healthcheck {
            test: typed.test.clone().unwrap_or_default(),
            interval: typed.interval_ns.unwrap_or_default(),
            timeout: typed.timeout_ns.unwrap_or_default(),
            start_period: typed.start_period_ns.unwrap_or_default(),
            start_interval: typed.start_interval_ns.unwrap_or_default(),
            retries: typed.retries.unwrap_or_default().into(),
        };
        let text = format!(
            "HEALTHCHECK {{Test:[{}] Interval:{} Timeout:{} StartPeriod:{} StartInterval:{} \
             Retries:{}}}",
            check.test.join(" "),
            words::duration(check.interval),
            words::duration(check.timeout),
            words::duration(check.start_period),
            words::duration(check.start_interval),
            check.retries
        );
        let image = &mut self.stages[running.place].image;
        image.config.healthcheck = Some(check.into());
        image.decide("Healthcheck", false);
        self.commit(running.place, text, false, false);
        Ok(())
    }

    pub(super) fn expose(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let stage = &self.stages[running.place];
        let (mut all, mut unknown) = (Vec::new(), false);
        for port in running.command.typed.ports.iter().flatten() {
            match self.rules.expand_or_tell(port, &stage.state.environment) {
                Ok(expanded) => {
                    unknown |= stage.is_unknown(&expanded);
                    all.extend(expanded.words);
                }
                Err(refused) if stage.is_open(&refused.used, &refused.unset) => unknown = true,
                Err(refused) => return Err(Failure::anywhere(refused.text)),
            }
        }
        let mut shown = Vec::new();
        for word in all {
            let ports = match read_ports(&word) {
                Ok(ports) => ports,
                Err(_) if unknown => continue,
                Err(text) => return Err(Failure::anywhere(text)),
            };
            self.check_port(running, &word, &ports);
            shown.extend(ports.ports);
        }
        let stage = &mut self.stages[running.place];
        stage.added.exposed_ports.extend(shown.iter().cloned());
        if unknown {
            stage.image.unknown.insert("ExposedPorts");
        }
        self.commit(running.place, format!("EXPOSE [{}]", shown.join(" ")), false, unknown);
        Ok(())
    }

    fn check_port(&mut self, running: &Running<'_>, word: &str, ports: &super::ports::Ports) {
        let line = running.command.line;
        if ports.protocol_has_capitals {
            let detail =
                format!("Defined protocol '{word}' in EXPOSE instruction should be lowercase");
            self.lint.warn(&running.checks, "ExposeProtoCasing", line, detail);
        }
        if ports.is_mapping {
            let detail = format!(
                "EXPOSE instruction should not define an IP address or host-port mapping, found \
                 '{word}'"
            );
            self.lint.warn(&running.checks, "ExposeInvalidFormat", line, detail);
        }
    }

    pub(super) fn user(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let written = running.command.typed.user.as_deref().unwrap_or_default();
        let user = self.expand(running, written)?;
        let name: Arc<str> = user.value.as_str().into();
        let text = format!("USER {}", user.value);
        let stage = &mut self.stages[running.place];
        stage.image.config.user = Arc::clone(&name);
        stage.image.decide("User", user.unknown);
        let unknown = user.unknown;
        stage.state.user = Maybe::set(name, unknown, Some(running.command.span));
        self.commit(running.place, text, false, unknown);
        Ok(())
    }

    pub(super) fn volume(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let (mut shown, mut unknown) = (Vec::new(), false);
        for volume in running.command.typed.volumes.iter().flatten() {
            let volume = self.expand(running, volume)?;
            unknown |= volume.unknown;
            shown.push(volume);
        }
        let stage = &mut self.stages[running.place];
        for volume in &shown {
            if volume.value.is_empty() && !volume.unknown {
                let text = "VOLUME specified can not be an empty string";
                return Err(Failure::anywhere(text.to_owned()));
            }
            stage.added.volumes.insert(volume.value.clone());
        }
        if unknown {
            stage.image.unknown.insert("Volumes");
        }
        let shown: Vec<String> = shown.into_iter().map(|volume| volume.value).collect();
        self.commit(running.place, format!("VOLUME [{}]", shown.join(" ")), false, unknown);
        Ok(())
    }

    pub(super) fn stopsignal(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let written = running.command.typed.signal.as_deref().unwrap_or_default();
        let signal = self.expand(running, written)?;
        if !signal.unknown && !chmod::is_signal(&signal.value) {
            return Err(Failure::anywhere(format!("invalid signal: {}", signal.value)));
        }
        let text = format!("STOPSIGNAL {}", signal.value);
        let image = &mut self.stages[running.place].image;
        image.config.stop_signal = signal.value.into();
        image.decide("StopSignal", signal.unknown);
        self.commit(running.place, text, false, signal.unknown);
        Ok(())
    }

    pub(super) fn shell(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let Some(ShellMember::Words(words)) = &running.command.typed.shell else {
            return Ok(());
        };
        let text = format!("SHELL [{}]", words.join(" "));
        let image = &mut self.stages[running.place].image;
        image.config.shell = Arc::new(words.clone());
        image.decide("Shell", false);
        self.commit(running.place, text, false, false);
        Ok(())
    }
}
