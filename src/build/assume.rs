//! What a table of well-known images says about a base image.
//!
//! A build takes it where the reader told nothing about the image. A tag
//! moves, so what rests on a table holds as of the day of its source and never
//! counts as decided by the file.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use super::image::ImageConfig;
use super::platform::Platform;
use super::reference::Reference;

/// Looks an image up by its complete reference, for a platform.
#[derive(Clone)]
pub struct Table(Arc<LookUp>);

type LookUp = dyn Fn(&Reference, &Platform) -> Option<Assumption> + Send + Sync;

impl Table {
    /// A table that answers by this function.
    pub fn new(
        look_up: impl Fn(&Reference, &Platform) -> Option<Assumption> + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(look_up))
    }

    /// What the table says about an image for a platform; `None` where it says nothing.
    pub fn look_up(&self, reference: &Reference, platform: &Platform) -> Option<Assumption> {
        (self.0)(reference, platform)
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Table")
    }
}

/// What a table says about an image.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assumption {
    /// Its configuration.
    pub config: ImageConfig,
    /// The members of the configuration that the table knows, by their names in it.
    pub known: BTreeSet<&'static str>,
    /// The names of the variables that the image sets; there may be others.
    pub variables: Vec<String>,
    /// Where the table has it from.
    pub origin: Origin,
}

/// The entry of a table that a fact rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// The image as people write it: `python:3.12-slim`.
    pub image: String,
    /// The day of the source: `2026-06-23`; empty where a reader's own table names none.
    pub as_of: String,
    /// The source: a repository and a commit.
    pub source: String,
}

impl Origin {
    /// The note beside a fact: `python:3.12-slim, as of 2026-06-23 (table of images)`.
    pub fn note(&self) -> String {
        match self.as_of.as_str() {
            "" => format!("{} (table of images: {})", self.image, self.source),
            day => format!("{}, as of {day} (table of images)", self.image),
        }
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
