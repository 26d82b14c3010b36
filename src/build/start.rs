//! The instructions that say what a container starts, and how its health is known.

use std::sync::Arc;

use super::dispatch::{Running, quoted_list};
use super::image::Healthcheck;
use super::{Engine, Failure, words};
use crate::dockerfile::record::ShellMember;

impl Engine<'_> {
    /// The command line of CMD or ENTRYPOINT, with the shell where it is put before.
    fn command_line(&mut self, running: &Running<'_>) -> (Vec<String>, bool) {
        let typed = running.command.typed();
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
        let usual: &[&str] = match image.platform.os.as_str() {
            "windows" => &["cmd", "/S", "/C"],
            _ => &["/bin/sh", "-c"],
        };
        let shell = &image.config.shell;
        let mut line = Vec::with_capacity(1 + shell.len().max(usual.len()));
        match shell.is_empty() {
            true => line.extend(usual.iter().map(|word| (*word).to_owned())),
            false => line.extend_from_slice(shell),
        }
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
        let typed = running.command.typed();
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

    pub(super) fn shell(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let Some(ShellMember::Words(words)) = &running.command.typed().shell else {
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
