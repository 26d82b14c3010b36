//! What a build is made from, as far as the cache cares.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::build::Options;
use crate::context::Tree;
use crate::dockerfile::Dockerfile;

/// Everything that one build reads.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// The Dockerfile. Where it lies in the context, it is in `context` too.
    pub file: Arc<Dockerfile>,
    /// Target, platform, build arguments, known bases.
    pub options: Options,
    /// The files of the context, ignored ones included.
    pub context: Arc<Tree>,
    /// The text of the `.dockerignore` that counts; empty without one.
    pub ignore: String,
    /// `--no-cache` and `--no-cache-filter`.
    pub no_cache: NoCache,
    /// Which version of an image its tag points to, by complete reference; 0 where nothing is said.
    pub image_versions: BTreeMap<String, u64>,
    /// Files whose bytes changed while size and time did not: the client does not send them again.
    pub unnoticed: BTreeSet<String>,
}

/// What is made to run whatever the cache holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum NoCache {
    /// Nothing.
    #[default]
    Off,
    /// Every RUN, COPY and ADD (`--no-cache`).
    All,
    /// Those of the stages with these names (`--no-cache-filter`).
    Stages(Vec<String>),
}

impl NoCache {
    /// Reads the value of the option: empty for all, else names between commas.
    pub fn read(value: &str) -> Self {
        if value.is_empty() {
            return NoCache::All;
        }
        NoCache::Stages(value.split(',').map(|name| name.trim().to_owned()).collect())
    }
}
