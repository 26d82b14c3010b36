//! What becomes of the reader's file, and samples shown instead of it.

use std::path::PathBuf;
use std::sync::Arc;

use crate::dockerfile::parse;
use crate::host::FileNews;
use crate::source::Source;

use super::matching::Former;
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

    /// Takes the new state of the copy that the reader practises on. Says
    /// whether the shown text changed.
    pub fn take_practice(&mut self, news: FileNews) -> bool {
        let FileNews::Read(bytes) = news else { return false };
        match &self.own {
            _ if self.practises => self.put_text(bytes),
            Some(own) if self.own_is_practice => {
                let name = own.source.name.clone();
                self.own = Some(Arc::new(parse(Arc::new(Source::new(name, bytes)))));
                false
            }
            _ => false,
        }
    }

    fn take_text(&mut self, bytes: Vec<u8>) -> bool {
        self.presence = Presence::Present;
        let Some(own) = &self.own else { return self.put_text(bytes) };
        if own.source.text().as_bytes() != bytes {
            let name = own.source.name.clone();
            self.own = Some(Arc::new(parse(Arc::new(Source::new(name, bytes)))));
        }
        false
    }

    /// Shows a new state of the text that is shown; says whether it is new.
    fn put_text(&mut self, bytes: Vec<u8>) -> bool {
        // Compared as text: bytes that are not UTF-8 are no longer what was read.
        let source = Source::new(self.shown.source.name.clone(), bytes);
        let is_new = source.text() != self.shown.source.text();
        if is_new {
            self.put(source, Continuity::SameFile);
        }
        is_new
    }

    /// Shows a sample for a while instead of what stands here.
    pub fn show_sample(&mut self, name: String, text: String) {
        self.keep_own();
        self.practises = false;
        self.is_sample = true;
        self.put(Source::new(name, text.into_bytes()), Continuity::OtherFile);
    }

    /// Ends what was shown for a while: a sample, or for a reader with a
    /// Dockerfile the copy of one.
    pub fn show_own(&mut self) {
        if let Some(own) = self.own.take() {
            self.practises = self.own_is_practice;
            self.is_sample = !self.has_own;
            let former = Former::of(&self.shown, self.selected);
            self.take_tree(own, &former, Continuity::OtherFile);
            // A look at a sample is no step away: the place is what it was.
            self.begin(self.own_line);
        }
    }

    /// For a reader without a Dockerfile: shows another lesson's sample.
    pub fn use_sample(&mut self, name: String, text: String) {
        if !self.has_own {
            self.own = None;
            self.practises = false;
            self.put(Source::new(name, text.into_bytes()), Continuity::OtherFile);
        }
    }

    /// Shows the copy of a sample that the reader may edit.
    pub fn use_practice(&mut self, path: PathBuf, name: String, bytes: Vec<u8>) {
        if self.has_own {
            self.keep_own();
        } else {
            self.own = None;
        }
        self.practice = Some(path);
        self.practises = true;
        self.is_sample = true;
        self.put(Source::new(name, bytes), Continuity::SameFile);
    }

    fn keep_own(&mut self) {
        if self.own.is_none() {
            self.own = Some(Arc::clone(&self.shown));
            self.own_line = self.selected_lines().map(|lines| lines.first);
            self.own_is_practice = self.practises;
        }
    }
}
