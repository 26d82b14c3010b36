//! What is known of the folder around the reader's file.

use std::sync::Arc;

use crate::checks::Around;
use crate::context::Snapshot;
use crate::dockerfile::Dockerfile;

/// What is known of the build context of the file that is shown.
#[derive(Clone, Copy, Debug, Default)]
pub enum Surroundings<'a> {
    /// The text that is shown lies in no folder: a sample, or standard input.
    NoFolder,
    /// The folder was not scanned yet. It is as soon as a view or a question needs it.
    #[default]
    Waiting,
    /// It cannot be read, for this reason.
    Failed(&'a str),
    /// What the last scan found in the folder that the file lies in.
    Known(&'a Snapshot),
    /// What the last scan found in the folder that the reader named, or a Compose file.
    Named(&'a Snapshot),
    /// The files that a lesson lists beside its sample.
    Example(&'a Snapshot),
}

impl<'a> Surroundings<'a> {
    /// The files, wherever they are known from.
    pub fn snapshot(self) -> Option<&'a Snapshot> {
        match self {
            Surroundings::Known(snapshot)
            | Surroundings::Named(snapshot)
            | Surroundings::Example(snapshot) => Some(snapshot),
            Surroundings::NoFolder | Surroundings::Waiting | Surroundings::Failed(_) => None,
        }
    }

    /// What checks may take for the context of a file. A folder that only happens to hold
    /// the file says nothing about it.
    pub(super) fn around(self, file: &Dockerfile) -> Around {
        let around = self.snapshot().map(Around::of_snapshot).unwrap_or_default();
        let is_sure = !matches!(self, Surroundings::Known(_));
        if is_sure { around } else { around.as_far_as_it_is_of(file) }
    }
}

/// How much of the folder something needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// Names, sizes and what the ignore file says.
    Names,
    /// The digests of what the file refers to, too.
    Contents,
}

/// The folder around the reader's file, as far as it was scanned.
#[derive(Debug, Default)]
pub(super) struct Folder {
    /// Whether the reader named it, so that standard input has one as well.
    pub(super) is_named: bool,
    /// What the last scan found, or why it found nothing; `None` before the first.
    pub(super) found: Option<Result<Arc<Snapshot>, String>>,
    /// How deep that scan looked.
    pub(super) depth: Option<Depth>,
    /// Grows with each answer of the scanner.
    pub(super) answers: u64,
    /// Grows when the folder may have changed.
    pub(super) changes: u64,
    /// What was asked for last.
    pub(super) asked: Option<Asked>,
}

/// What a scan was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    /// [`Folder::changes`] at that time.
    pub(super) changes: u64,
    /// The text and the choices whose files are to be read; `None`: names are enough.
    pub(super) contents_of: Option<(u64, u64)>,
}

impl Folder {
    /// Whether names are known, and digests are not yet.
    pub(super) fn awaits_contents(&self) -> bool {
        self.depth == Some(Depth::Names)
    }

    /// What is known of it.
    pub(super) fn surroundings(&self) -> Surroundings<'_> {
        match &self.found {
            None => Surroundings::Waiting,
            Some(Err(reason)) => Surroundings::Failed(reason),
            Some(Ok(snapshot)) if self.is_named || snapshot.named_by.is_some() => {
                Surroundings::Named(snapshot)
            }
            Some(Ok(snapshot)) => Surroundings::Known(snapshot),
        }
    }
}
