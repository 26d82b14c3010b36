//! The other instructions that only change the configuration.

use std::sync::Arc;

use super::dispatch::Running;
use super::ports::{Ports, read_ports};
use super::stage::Maybe;
use super::{Engine, Failure, chmod};

impl Engine<'_> {
    pub(super) fn maintainer(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let text = running.command.typed().text.as_deref().unwrap_or_default();
        self.stages[running.place].image.author = text.into();
        self.commit(running.place, format!("MAINTAINER {text}"), false, false);
        Ok(())
    }

    pub(super) fn onbuild(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let text = running.command.typed().expression.clone().unwrap_or_default();
        self.stages[running.place].image.config.on_build.push(text);
        Ok(())
    }

    pub(super) fn expose(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let stage = &self.stages[running.place];
        let (mut all, mut unknown) = (Vec::new(), false);
        for port in running.command.typed().ports.iter().flatten() {
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
            let read = read_ports(&word);
            let declared = read.and_then(|ports| {
                self.check_port(running, &word, &ports);
                ports.declared()
            });
            match declared {
                Ok(ports) => shown.extend(ports),
                Err(_) if unknown => {}
                Err(text) => return Err(Failure::anywhere(text)),
            }
        }
        let stage = &mut self.stages[running.place];
        stage.added.exposed_ports.extend(shown.iter().cloned());
        if unknown {
            stage.image.unknown.insert("ExposedPorts");
        }
        self.commit(running.place, format!("EXPOSE [{}]", shown.join(" ")), false, unknown);
        Ok(())
    }

    fn check_port(&mut self, running: &Running<'_>, word: &str, ports: &Ports<'_>) {
        let line = running.command.line;
        if ports.protocol_has_capitals {
            let detail =
                format!("Defined protocol '{word}' in EXPOSE instruction should be lowercase");
            self.lint.warn(&running.checks, "ExposeProtoCasing", line, detail);
        }
        if ports.is_mapping() {
            let detail = format!(
                "EXPOSE instruction should not define an IP address or host-port mapping, found \
                 '{word}'"
            );
            self.lint.warn(&running.checks, "ExposeInvalidFormat", line, detail);
        }
    }

    pub(super) fn user(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let written = running.command.typed().user.as_deref().unwrap_or_default();
        let user = self.expand(running, written)?;
        let name: Arc<str> = (&*user.value).into();
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
        for volume in running.command.typed().volumes.iter().flatten() {
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
            stage.added.volumes.insert(volume.value.to_string());
        }
        if unknown {
            stage.image.unknown.insert("Volumes");
        }
        let shown: Vec<_> = shown.into_iter().map(|volume| volume.value).collect();
        self.commit(running.place, format!("VOLUME [{}]", shown.join(" ")), false, unknown);
        Ok(())
    }

    pub(super) fn stopsignal(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let written = running.command.typed().signal.as_deref().unwrap_or_default();
        let signal = self.expand(running, written)?;
        if !signal.unknown && !chmod::is_signal(&signal.value) {
            return Err(Failure::anywhere(format!("invalid signal: {}", signal.value)));
        }
        let text = format!("STOPSIGNAL {}", signal.value);
        let image = &mut self.stages[running.place].image;
        image.config.stop_signal = (&*signal.value).into();
        image.decide("StopSignal", signal.unknown);
        self.commit(running.place, text, false, signal.unknown);
        Ok(())
    }
}
