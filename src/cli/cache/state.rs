//! Everything as it is in the reader's folder.

use std::path::Path;
use std::sync::Arc;

use super::{CacheArguments, context_of};
use crate::analysis::Analysis;
use crate::build::Options;
use crate::cache::State;
use crate::cli::exit::Failure;
use crate::cli::surroundings::Surroundings;
use crate::cli::tables::known;
use crate::context::{Snapshot, Usage};
use crate::dockerfile;
use crate::explain::files::Files;
use crate::host::{Cancel, ContextFolder, Enter, Opened, Origin};

/// The state of the reader's folder, with the Dockerfile that the arguments name,
/// before a build that is asked for this.
pub(super) fn of_folder(
    arguments: &CacheArguments,
    mut options: Options,
    surroundings: &Surroundings,
) -> Result<State, Failure> {
    let opened = arguments.input.open(surroundings)?;
    let knowledge = known(&opened.origin, surroundings);
    options.table = Some(knowledge.table_of_images());
    match context_of(arguments.context.as_deref(), &opened.origin, surroundings) {
        Some(folder) => {
            let scanned = scanned(&folder, &opened, options)?;
            if let Some(stop) = scanned.stop {
                let hint = "--context DIR names another folder; what follows supposes that the \
                            build goes on";
                surroundings.say(&format!("warning: {stop}\n\nhint: {hint}\n"));
            }
            Ok(scanned.state)
        }
        None => Ok(State::without_context(opened.source.text(), options)),
    }
}

/// What a scan of a folder found.
pub(super) struct Scanned {
    /// Its state, with the digests of what its Dockerfile refers to.
    pub state: State,
    /// The first instruction at which a build of it stops, since what it names is not sent.
    pub stop: Option<String>,
}

/// Scans a folder for a build of its Dockerfile that is asked for this.
pub(super) fn scanned(
    folder: &Path,
    opened: &Opened,
    options: Options,
) -> Result<Scanned, Failure> {
    let (analysis, snapshot) = gathered(folder, opened, options)?;
    let usage = Usage::of(&analysis.file, &analysis.options, &analysis.build, &snapshot);
    let told = Files { snapshot: &snapshot, usage: &usage, file: Some(&analysis.file) };
    let stop = usage.stops().next();
    let stop = stop.map(|(taker, source)| told.empty_handed(taker, source).words());
    let state = State::of_snapshot(&snapshot, opened.source.text(), analysis.options);
    Ok(Scanned { state, stop })
}

/// A Dockerfile and its folder, with the digests of what it refers to.
pub(in crate::cli) fn gathered(
    folder: &Path,
    opened: &Opened,
    options: Options,
) -> Result<(Analysis, Snapshot), Failure> {
    let path = match &opened.origin {
        Origin::File(path) => Some(path.as_path()),
        Origin::StandardInput | Origin::Sample => None,
    };
    // Nobody cancels: the command ends with the process.
    let cancel = Cancel::default();
    let mut context = ContextFolder::new(folder, path, Enter::WhatMayBeSent);
    let Some(mut snapshot) = context.scan(&cancel)? else {
        return Err(Failure::nothing_to_read("the scan was cancelled", "run it again"));
    };
    let file = Arc::new(dockerfile::parse(Arc::clone(&opened.source)));
    let analysis = Analysis::of(file, options);
    let usage = Usage::of(&analysis.file, &analysis.options, &analysis.build, &snapshot);
    let files = usage.files(&snapshot);
    context.digest(&mut snapshot, files, &cancel);
    Ok((analysis, snapshot))
}
