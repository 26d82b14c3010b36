//! What a table of well-known images says about a base image.
//!
//! A build takes it where the reader told nothing about the image. A tag
//! moves, so what rests on a table holds as of the day of its source and never
//! counts as decided by the file.

use std::collections::BTreeSet;

use serde::Serialize;

use super::image::ImageConfig;
use super::platform::Platform;
use super::reference::Reference;

/// Looks an image up by its complete reference, for a platform.
pub type Table = fn(&Reference, &Platform) -> Option<Assumption>;

/// What a table says about an image.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assumption {
    /// Its configuration.
    pub config: ImageConfig,
    /// The members of the configuration that the table knows, by their names in it.
    pub known: BTreeSet<&'static str>,
    /// The names of the variables that the image sets; there may be others.
    pub variables: Vec<&'static str>,
    /// Where the table has it from.
    pub origin: Origin,
}

/// The entry of a table that a fact rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// The image as people write it: `python:3.12-slim`.
    pub image: String,
    /// The day of the source: `2026-06-23`.
    pub as_of: String,
    /// The source: a repository and a commit.
    pub source: String,
}

impl Origin {
    /// The note beside a fact: `python:3.12-slim, as of 2026-06-23 (table of images)`.
    pub fn note(&self) -> String {
        format!("{}, as of {} (table of images)", self.image, self.as_of)
    }
}

/// How sure something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The file or the reader decides it.
    Decided,
    /// It rests on the table of images, wholly or in part.
    Assumed,
    /// Nothing tells it.
    Unknown,
}

impl Standing {
    pub(super) fn of(is_unknown: bool, is_assumed: bool) -> Self {
        match (is_unknown, is_assumed) {
            (true, _) => Standing::Unknown,
            (false, true) => Standing::Assumed,
            (false, false) => Standing::Decided,
        }
    }
}
