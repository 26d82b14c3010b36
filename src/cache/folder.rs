//! The state of a folder as it was scanned.

use std::collections::{BTreeMap, BTreeSet};

use super::inputs::NoCache;
use super::state::State;
use crate::build::Options;
use crate::context::{Snapshot, Tree};

/// The ignore file of a context.
const COMMON: &str = ".dockerignore";

impl State {
    /// A build of a Dockerfile whose context holds nothing.
    pub fn without_context(dockerfile: &str, options: Options) -> Self {
        Self {
            dockerfile: dockerfile.to_owned(),
            dockerfile_path: None,
            ignore: String::new(),
            tree: Tree::default(),
            options,
            no_cache: NoCache::Off,
            image_versions: BTreeMap::new(),
            unnoticed: BTreeSet::new(),
            texts: BTreeMap::new(),
        }
    }

    /// A build of a Dockerfile with what a scan found. The contents of files
    /// count as far as the snapshot has their digests: two files without, of
    /// one size, are taken for the same.
    pub fn of_snapshot(snapshot: &Snapshot, dockerfile: &str, options: Options) -> Self {
        let mut state = Self {
            dockerfile_path: snapshot.dockerfile.clone(),
            tree: snapshot.tree(),
            ..Self::without_context(dockerfile, options)
        };
        let ignore = &snapshot.ignore;
        let own = state.dockerfile_path.as_ref().map(|path| format!("{path}.dockerignore"));
        let is_own = ignore.name.as_deref().is_some_and(|name| name != COMMON);
        let common = if is_own { &ignore.outranked } else { &Some(ignore.text.clone()) };
        match own.filter(|_| is_own) {
            Some(path) => {
                state.texts.insert(path, ignore.text.clone());
                state.ignore = common.clone().unwrap_or_default();
            }
            // One that lies outside with its Dockerfile counts like the common one.
            None => state.ignore.clone_from(&ignore.text),
        }
        if let Some(text) = common.as_ref().filter(|_| state.tree.get(COMMON).is_some()) {
            state.texts.insert(COMMON.to_owned(), text.clone());
        }
        state
    }
}
