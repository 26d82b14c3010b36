//! `layerwise knowledge`: the tables that explanations come from, ours and added ones.

mod check;
mod list;
mod show;

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::exit::{Exit, Failure};
use super::surroundings::Surroundings;
use super::tables;
use crate::host::Origin;
use crate::knowledge::Knowledge;

/// Raised when a program that reads the output would have to change.
const SCHEMA_VERSION: u32 = 1;

/// List, show and check the tables that explanations come from
#[derive(Args, Debug)]
#[command(
    help_template = super::TEMPLATE,
    disable_help_subcommand = true,
    before_help = "Examples:\n  \
        layerwise knowledge list\n  \
        layerwise knowledge show apt-get\n  \
        layerwise knowledge show pip:flask\n  \
        layerwise knowledge check",
    after_help = "Tables of your own are TOML files in .layerwise/knowledge/ of the repository, or \
                  in the folder knowledge of the configuration folder. The name of a file begins \
                  with what it holds: commands, packages, names, images, ports, users, registries."
)]
pub(super) struct KnowledgeArguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(list::ListArguments),
    Show(show::ShowArguments),
    Check(check::CheckArguments),
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    #[default]
    Text,
    Json,
}

pub(super) fn run(
    arguments: &KnowledgeArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    match &arguments.command {
        None => list::run(&list::ListArguments::default(), surroundings),
        Some(Command::List(arguments)) => list::run(arguments, surroundings),
        Some(Command::Show(arguments)) => show::run(arguments, surroundings),
        Some(Command::Check(arguments)) => check::run(arguments, surroundings),
    }
}

/// What is known in the current folder.
fn known_here(surroundings: &Surroundings) -> Knowledge {
    tables::known(&Origin::File(PathBuf::from("Dockerfile")), surroundings)
}
