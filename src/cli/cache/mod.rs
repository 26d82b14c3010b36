//! `layerwise cache [FILE]`: which steps run again after a change.

mod advice;
mod changes;
mod compare;
mod report;
mod state;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

pub(super) use state::gathered;

use super::exit::{Exit, Failure};
use super::inspect::BuildArguments;
use super::surroundings::Surroundings;
use super::{InputArguments, finish, json};
use crate::cache::{Forecast, Scenario, advise};
use crate::doc;
use crate::host::Origin;

/// Say which steps run again after a change
#[derive(Args, Debug)]
#[command(
    help_template = super::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise cache --edit src/app.py           which steps an edit runs again\n  \
        layerwise cache --edit-line 7 --build-arg-after VERSION=2\n  \
        layerwise cache --from main --to worktree   what a branch will rebuild\n  \
        layerwise cache --advise                    a better order, as a diff\n  \
        layerwise cache --scenario change.json --format json",
    after_help = "\
        Several changes add up.\n\n\
        A scenario is a JSON object: before (dockerfile, files, ignore, args, target),\n\
        ops (each with op, such as append, write, chmod, rename, set_arg), and after\n\
        (dockerfile). Without a dockerfile in before, it is the real folder, built with\n\
        the target and args that stand there. With one and without bases, every base\n\
        image counts as a stub: PATH=/usr/local/bin:… alone, golang with GOPATH and the\n\
        directory /go, python and node with their versions.\n\n\
        The answers are predicted for BuildKit with a warm local cache. A registry's\n\
        cache, garbage collection, git sources and ssh mounts are not covered."
)]
pub(super) struct CacheArguments {
    #[command(flatten)]
    input: InputArguments,

    #[command(flatten)]
    build: BuildArguments,

    /// Folder of the context; else what a Compose file says, else the Dockerfile's own
    #[arg(long, value_name = "DIR")]
    context: Option<PathBuf>,

    #[command(flatten)]
    changes: changes::ChangeArguments,

    /// JSON file with what was built and what changed; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "from")]
    scenario: Option<PathBuf>,

    /// Folder or git revision that was built before
    #[arg(long, value_name = "BEFORE", requires = "to")]
    from: Option<String>,

    /// Folder or git revision that is built now; worktree for the folder as it is
    #[arg(long, value_name = "AFTER", requires = "from")]
    to: Option<String>,

    /// Show a better order of the file: what it saves after usual changes, and a diff
    #[arg(long, conflicts_with_all = ["from", "scenario"])]
    advise: bool,

    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Markdown,
    Json,
}

pub(super) fn run(
    arguments: &CacheArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    if let Some(path) = &arguments.scenario {
        return run_scenario(arguments, path, surroundings);
    }
    if let (Some(from), Some(to)) = (&arguments.from, &arguments.to) {
        if !arguments.changes.is_empty() {
            let hint = "leave out either the changes or --from and --to";
            return Err(Failure::usage("two states are compared as they are", hint));
        }
        let compared = compare::compare(arguments, from, to, surroundings)?;
        return print(arguments, surroundings, &compared.0, &compared.1);
    }
    let options = arguments.build.options(surroundings)?;
    let state = state::of_folder(arguments, options, surroundings)?;
    if arguments.advise {
        if !arguments.changes.is_empty() {
            let hint = "leave out either the changes or --advise";
            return Err(Failure::usage("the advice looks at the usual changes itself", hint));
        }
        return advice::print(&advise(&state), arguments.format, surroundings);
    }
    let ops = arguments.changes.list(&state)?;
    let scenario = Scenario { ops, ..Scenario::default() };
    let title = arguments.changes.title();
    let forecast = scenario.run(state);
    print(arguments, surroundings, &title, &forecast)
}

fn run_scenario(
    arguments: &CacheArguments,
    path: &std::path::Path,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let bytes = if path == std::path::Path::new("-") {
        crate::host::read_stream("standard input", std::io::stdin().lock())?
    } else {
        crate::host::read_file(path)?
    };
    let text = String::from_utf8_lossy(&bytes);
    let mut scenario = Scenario::from_json(&text).map_err(|error| {
        let hint = "layerwise cache --help says what a scenario holds";
        Failure::usage(format!("{} is no scenario: {error}", path.display()), hint)
    })?;
    let refused = |error: String| {
        Failure::usage(
            format!("{} cannot be built: {error}", path.display()),
            "its members platform and bases are what --platform and --bases take",
        )
    };
    let state = match scenario.state().map_err(refused)? {
        Some(state) => state,
        None => {
            let options = arguments.build.options(surroundings)?;
            let options = scenario.options(options).map_err(refused)?;
            state::of_folder(arguments, options, surroundings)?
        }
    };
    scenario.ops.extend(arguments.changes.list(&state)?);
    let title = format!("After the changes in {}", path.display());
    let forecast = scenario.run(state);
    print(arguments, surroundings, &title, &forecast)
}

fn print(
    arguments: &CacheArguments,
    surroundings: &Surroundings,
    title: &str,
    forecast: &Forecast,
) -> Result<Exit, Failure> {
    let printed = match arguments.format {
        Format::Json => json::write(std::io::stdout().lock(), &report::json(forecast)),
        Format::Text => {
            surroundings.print_safe(&report::text(title, forecast, surroundings.width()))
        }
        Format::Markdown => {
            let document = doc::Document::new(report::blocks(title, forecast));
            surroundings.print_safe(&doc::markdown::write(&document))
        }
    };
    finish(printed, if forecast.failure.is_some() { Exit::SyntaxErrors } else { Exit::Clean })
}

/// The folder that was named, else the one that a Compose file gives the
/// Dockerfile, which is said, else the one that it lies in.
pub(super) fn context_of(
    context: Option<&Path>,
    origin: &Origin,
    surroundings: &Surroundings,
) -> Option<PathBuf> {
    if let (None, Origin::File(path)) = (context, origin)
        && let Some(found) = crate::host::compose_context(path)
    {
        if Some(&found.folder) != folder_of(None, origin).as_ref() {
            let folder = found.folder.display();
            surroundings.say(&format!("context {folder} from {}", found.from));
        }
        return Some(found.folder);
    }
    folder_of(context, origin)
}

/// The folder that was named, else the one that the Dockerfile lies in.
fn folder_of(context: Option<&Path>, origin: &Origin) -> Option<PathBuf> {
    let own = || match origin {
        Origin::File(path) => {
            let folder = path.parent().map(PathBuf::from).unwrap_or_default();
            Some(if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder })
        }
        Origin::StandardInput | Origin::Sample => None,
    };
    context.map(Path::to_owned).or_else(own)
}
