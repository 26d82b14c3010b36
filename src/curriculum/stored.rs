//! The data of `lessons/paths.toml`.
//!
//! Compiled twice: into the library, and into the build script (`build/`), which reads the file
//! and stores it. So it uses nothing of the rest of the library.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Paths {
    /// The paths, the one for beginners first.
    #[serde(rename = "path")]
    pub all: Vec<Path>,
    /// The lessons about one language each, the general one first.
    #[serde(rename = "language")]
    pub languages: Vec<Language>,
    /// Names of checks, by the lesson that treats them.
    pub treats: BTreeMap<String, Vec<String>>,
}

/// A choice of lessons in an order, for one purpose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Path {
    /// Its name for the command line: `starter`.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// What it is good for, as a sentence.
    pub about: String,
    /// What its lessons help against: categories of checks.
    #[serde(default)]
    pub findings: Vec<String>,
    /// The ids of its lessons, in order.
    pub lessons: Vec<String>,
}

/// A language, and the lesson about its servers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Language {
    /// Its name for programs: `python`.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// The lesson's id.
    pub lesson: String,
}
