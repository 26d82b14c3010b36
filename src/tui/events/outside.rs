//! What takes the terminal away, or goes through it: editors, the clipboard, the shell.

use std::path::Path;
use std::sync::atomic::Ordering;

use crate::host::{
    editor_command, existing_scratch_copy, read_file, renew_scratch_copy, scratch_copy,
};
use crate::source::LineNumber;

use super::super::effects::Practice;
use super::super::input::{Incoming, stop};
use super::super::{Message, Model, clipboard, terminal};
use super::{Session, capture};

impl Session {
    /// Shows the reader's copy of a sample, made before and edited after as `how` says.
    pub(super) fn practise(
        &mut self,
        lesson: &str,
        name: String,
        text: &str,
        how: Practice,
        model: &Model,
    ) -> anyhow::Result<()> {
        let Some(directories) = &self.start.directories else {
            if how != Practice::Find {
                self.tell("There is no home folder to keep a copy of the sample in.".to_owned());
            }
            return Ok(());
        };
        let copy = match how {
            Practice::Find => Ok(existing_scratch_copy(directories, lesson)),
            Practice::Edit(_) => scratch_copy(directories, lesson, text).map(Some),
            Practice::Renew => renew_scratch_copy(directories, lesson, text).map(Some),
        };
        let path = match copy {
            Ok(Some(path)) => path,
            Ok(None) => return Ok(()),
            Err(error) => {
                self.tell(format!("{error}; {}.", error.hint()));
                return Ok(());
            }
        };
        let bytes = match read_file(&path) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.tell(error.to_string());
                return Ok(());
            }
        };
        self.practice_watch = self.watch(path.clone(), &bytes, Message::PracticeFile);
        let practice = Message::Practice { path: path.clone(), name, bytes };
        let _ = self.queue.send(Incoming::Message(practice));
        match how {
            Practice::Edit(line) => self.edit(&path, line, model),
            Practice::Find | Practice::Renew => Ok(()),
        }
    }

    pub(super) fn suspend(&mut self, model: &Model) -> anyhow::Result<()> {
        terminal::leave();
        stop();
        self.come_back(model)
    }

    /// Takes the terminal again, whoever changed it meanwhile.
    pub(super) fn come_back(&mut self, model: &Model) -> anyhow::Result<()> {
        self.screen.enter(capture(model.mouse))?;
        Ok(self.screen.forget()?)
    }

    pub(super) fn edit(
        &mut self,
        path: &Path,
        line: LineNumber,
        model: &Model,
    ) -> anyhow::Result<()> {
        let command = match editor_command(&self.start.environment, path, line) {
            Ok(command) => command,
            Err(error) => {
                self.tell(format!("{error}; {}.", error.hint()));
                return Ok(());
            }
        };
        terminal::leave();
        self.handed_over.store(true, Ordering::Relaxed);
        let ended = command.run();
        self.handed_over.store(false, Ordering::Relaxed);
        self.come_back(model)?;
        match ended {
            Err(error) => self.tell(format!("{error}; {}.", error.hint())),
            Ok(status) if !status.success() => {
                self.tell(format!("The editor ended with {status}."));
            }
            Ok(_) => {}
        }
        Ok(())
    }

    pub(super) fn copy(&mut self, text: &str) -> anyhow::Result<()> {
        let in_tmux = self.start.environment.get("TMUX").is_some();
        match clipboard::sequence(text, in_tmux) {
            Some(sequence) => self.screen.send(&sequence)?,
            None => self.tell("That is too long for the terminal's clipboard.".to_owned()),
        }
        Ok(())
    }
}
