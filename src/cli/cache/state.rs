//! Everything as it is in the reader's folder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{CacheArguments, context_folder};
use crate::build::Options;
use crate::cache::{NoCache, State};
use crate::cli::exit::Failure;
use crate::cli::surroundings::Surroundings;
use crate::host::{ContextFolder, Origin, read_context};

/// The state of the reader's folder, with the Dockerfile that the arguments name.
pub(super) fn of_folder(
    arguments: &CacheArguments,
    surroundings: &Surroundings,
) -> Result<State, Failure> {
    let options = arguments.build.options(surroundings)?;
    let opened = arguments.input.open(surroundings)?;
    let text = opened.source.text().to_owned();
    let Some(folder) = context_folder(arguments, &opened.origin) else {
        return Ok(of_parts(text, None, ContextFolder::default(), options));
    };
    let path = match &opened.origin {
        Origin::File(path) => path_inside(&folder, path),
        _ => None,
    };
    let names = ignore_names(path.as_deref());
    let context = read_context(&folder, &names).map_err(|error| {
        let message = format!("cannot read the context {}: {error}", folder.display());
        Failure::nothing_to_read(message, "name another folder with --context")
    })?;
    Ok(of_parts(text, path, context, options))
}

/// Where a file lies in a folder; none outside.
fn path_inside(folder: &Path, path: &Path) -> Option<String> {
    let folder = std::fs::canonicalize(folder).ok()?;
    let path = std::fs::canonicalize(path).ok()?;
    Some(path.strip_prefix(folder).ok()?.to_string_lossy().into_owned())
}

/// The ignore files that may count, the deciding one first.
pub(super) fn ignore_names(dockerfile: Option<&str>) -> Vec<String> {
    let own = dockerfile.map(|path| format!("{path}.dockerignore"));
    own.into_iter().chain([".dockerignore".to_owned()]).collect()
}

/// Puts a state together.
pub(super) fn of_parts(
    dockerfile: String,
    dockerfile_path: Option<String>,
    context: ContextFolder,
    options: Options,
) -> State {
    let ignore = context.texts.get(".dockerignore").cloned().unwrap_or_default();
    State {
        dockerfile,
        dockerfile_path,
        ignore,
        tree: context.tree,
        options,
        no_cache: NoCache::Off,
        image_versions: BTreeMap::new(),
        unnoticed: BTreeSet::new(),
        texts: context.texts,
    }
}
