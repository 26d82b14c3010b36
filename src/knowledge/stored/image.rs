//! Base images: a repository, and the families of its tags.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use regex_lite::Regex;
use serde::{Deserialize, Serialize};

/// A repository of the table.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ImageEntry {
    /// Its name, as people write it.
    pub repo: String,
    /// Other repositories with the same images.
    pub aliases: Vec<String>,
    pub(crate) versions: String,
    pub(crate) suites: BTreeMap<String, String>,
    pub(crate) env_of: BTreeMap<String, String>,
    /// The families of its tags; the first that fits a tag counts.
    pub variant: Vec<Arc<Variant>>,
}

/// A family of tags.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Variant {
    pub(crate) r#match: String,
    /// The operating system or distribution: `debian`, `alpine`, `windows`, `distroless` …
    pub os: String,
    pub(crate) release: String,
    /// The C library: `glibc`, `musl`, `none`.
    pub libc: String,
    /// What `/bin/sh` is; `none` when there is no shell there.
    pub sh: String,
    /// The package manager; empty when there is none.
    pub pkg: String,
    /// The user that containers run as; `root` also when the image sets none.
    pub user: String,
    pub(crate) workdir: String,
    pub(crate) entrypoint: Vec<String>,
    pub(crate) cmd: Vec<String>,
    pub(crate) expose: Vec<String>,
    pub(crate) volume: Vec<String>,
    pub(crate) shell: Vec<String>,
    pub(crate) stopsignal: String,
    pub(crate) healthcheck: bool,
    pub(crate) unknown: Vec<String>,
    pub(crate) env: String,
    pub(crate) has: String,
    pub(crate) lacks: String,
    /// The unpacked size, roughly: `tiny`, `small`, `medium`, `large`; empty when not known.
    pub size: String,
    pub(crate) source: String,
    pub(crate) as_of: String,
    #[serde(skip)]
    pub(crate) pattern: OnceLock<Option<Regex>>,
    /// The keys that somebody else's table wrote; `None` for ours, which says all that
    /// `unknown` does not name.
    #[serde(skip)]
    pub(crate) said: Option<BTreeSet<String>>,
}
