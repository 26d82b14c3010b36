//! What becomes of the reader's file, and samples shown instead of it.

use std::path::PathBuf;
use std::sync::Arc;

use crate::dockerfile::parse;
use crate::host::FileNews;
use crate::source::Source;

use super::{Continuity, FilePane};

/// What became of the reader's file on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presence {
    /// What is shown is what is on disk.
    Present,
    /// It is no longer there; what is shown is its last text.
    Gone,
    /// It cannot be read, for this reason; what is shown is its last text.
    Unreadable(String),
}

impl FilePane {
    /// Takes the file's new state. Says whether the shown text changed.
    pub fn take(&mut self, news: FileNews) -> bool {
        match news {
            FileNews::Read(bytes) => self.take_text(bytes),
            FileNews::Gone => {
                self.presence = Presence::Gone;
                false
            }
            FileNews::Unreadable(error) => {
                self.presence = Presence::Unreadable(error.to_string());
                false
            }
        }
    }

    fn take_text(&mut self, bytes: Vec<u8>) -> bool {
        self.presence = Presence::Present;
        let own = self.own.as_ref().unwrap_or(&self.shown);
        let is_same = own.source.text().as_bytes() == bytes;
        if is_same {
            return false;
        }
        let name = own.source.name.clone();
        let file = Arc::new(parse(Arc::new(Source::new(name, bytes))));
        if self.own.is_some() {
            self.own = Some(file);
            return false;
        }
        self.put(file, Continuity::SameFile);
        true
    }

    /// Shows a sample for a while instead of what stands here.
    pub fn show_sample(&mut self, name: String, text: String) {
        let file = Arc::new(parse(Arc::new(Source::new(name, text.into_bytes()))));
        if self.own.is_none() {
            self.own = Some(Arc::clone(&self.shown));
        }
        self.is_sample = true;
        self.put(file, Continuity::OtherFile);
    }

    /// Ends a sample that was shown for a while.
    pub fn show_own(&mut self) {
        if let Some(own) = self.own.take() {
            self.is_sample = !self.has_own;
            self.put(own, Continuity::OtherFile);
        }
    }

    /// For a reader without a Dockerfile: shows another lesson's sample.
    pub fn use_sample(&mut self, name: String, text: String) {
        if self.has_own {
            return;
        }
        self.own = None;
        self.path = None;
        self.is_practice = false;
        self.presence = Presence::Present;
        self.put(
            Arc::new(parse(Arc::new(Source::new(name, text.into_bytes())))),
            Continuity::OtherFile,
        );
    }

    /// For a reader without a Dockerfile: shows the copy of the sample that
    /// the reader may edit.
    pub fn use_practice(&mut self, path: PathBuf, name: String, bytes: Vec<u8>) {
        if self.has_own {
            return;
        }
        self.own = None;
        self.path = Some(path);
        self.is_practice = true;
        self.presence = Presence::Present;
        self.put(Arc::new(parse(Arc::new(Source::new(name, bytes)))), Continuity::SameFile);
    }
}
