//! `--from BEFORE --to AFTER`: two folders, or two git revisions.

use std::path::{Path, PathBuf};

use super::state::scanned;
use super::{CacheArguments, folder_of};
use crate::build::Options;
use crate::cache::{Daemon, Forecast, State};
use crate::cli::exit::Failure;
use crate::cli::surroundings::Surroundings;
use crate::cli::tables::known;
use crate::host::{self, Origin, Repository, Revision, Wanted};

/// The word for the folder as it is.
const WORKTREE: &str = "worktree";

/// What the second state rebuilds after a build of the first, with a title.
pub(super) fn compare(
    arguments: &CacheArguments,
    from: &str,
    to: &str,
    surroundings: &Surroundings,
) -> Result<(String, Forecast), Failure> {
    let options = arguments.build.options(surroundings)?;
    let both_folders = [from, to].iter().all(|it| *it != WORKTREE && Path::new(it).is_dir());
    let (before, after) = if both_folders {
        let of = |folder: &str| of_folder(arguments, folder, &options, surroundings);
        (of(from)?, of(to)?)
    } else {
        revisions(arguments, (from, to), options, surroundings)?
    };
    let mut daemon = Daemon::default();
    daemon.build(&before.inputs());
    // The folders of two copies are new to the daemon.
    let forecast = daemon.predict(&after.inputs());
    Ok((format!("What {to} rebuilds after a build of {from}"), forecast))
}

/// The Dockerfile's path below a context, as the arguments name it.
fn wanted_name(arguments: &CacheArguments) -> Option<PathBuf> {
    match arguments.input.wanted() {
        Wanted::Path(path) if path.is_dir() => None,
        Wanted::Path(path) => Some(path),
        Wanted::Default | Wanted::StandardInput => None,
    }
}

fn of_folder(
    arguments: &CacheArguments,
    folder: &str,
    options: &Options,
    surroundings: &Surroundings,
) -> Result<State, Failure> {
    let folder = Path::new(folder);
    let named = wanted_name(arguments).map(|name| folder.join(name));
    let opened = host::open(&Wanted::Path(named.unwrap_or_else(|| folder.to_owned())))?;
    let knowledge = known(&opened.origin, surroundings);
    let table = Some(knowledge.table_of_images());
    Ok(scanned(folder, &opened, Options { table, ..options.clone() })?.state)
}

/// The states of two revisions. What base images hold is what the tables in the folder
/// say today: an older revision starts from the same images.
fn revisions(
    arguments: &CacheArguments,
    (from, to): (&str, &str),
    mut options: Options,
    surroundings: &Surroundings,
) -> Result<(State, State), Failure> {
    let wanted = wanted_name(arguments);
    let origin = match (&wanted, arguments.input.wanted()) {
        (Some(path), _) => Origin::File(path.clone()),
        (None, Wanted::Path(folder)) => Origin::File(folder.join("Dockerfile")),
        _ => Origin::File(PathBuf::from("Dockerfile")),
    };
    options.table = Some(known(&origin, surroundings).table_of_images());
    let folder =
        folder_of(arguments.context.as_deref(), &origin).unwrap_or_else(|| PathBuf::from("."));
    let fail = |error: host::GitError| {
        let hint = "BEFORE and AFTER are two folders, or two revisions of the git repository here";
        Failure::usage(error.to_string(), hint)
    };
    let repository = Repository::around(&folder).map_err(fail)?;
    let read = |revision: &str| match revision {
        WORKTREE => repository.as_it_is(),
        revision => repository.at(revision),
    };
    let name = wanted.and_then(|path| path.file_name().map(|it| it.to_string_lossy().into_owned()));
    let state = |revision: &str| -> Result<State, Failure> {
        let context = read(revision).map_err(fail)?;
        let path = dockerfile_in(&context, name.as_deref()).ok_or_else(|| {
            let hint = "name the Dockerfile before the options";
            Failure::nothing_to_read(format!("there is no Dockerfile in {revision}"), hint)
        })?;
        let text = context.texts.get(&path).cloned().unwrap_or_default();
        Ok(State {
            dockerfile_path: Some(path),
            ignore: context.texts.get(".dockerignore").cloned().unwrap_or_default(),
            tree: context.tree,
            texts: context.texts,
            ..State::without_context(&text, options.clone())
        })
    };
    Ok((state(from)?, state(to)?))
}

fn dockerfile_in(context: &Revision, name: Option<&str>) -> Option<String> {
    let names = match name {
        Some(name) => vec![name],
        None => vec!["Dockerfile", "Containerfile", "dockerfile"],
    };
    names.into_iter().find(|name| context.texts.contains_key(*name)).map(str::to_owned)
}
