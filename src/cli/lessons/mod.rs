//! `layerwise lessons`: list, check and preview lessons.

mod check;
mod list;
mod preview;

use clap::{Args, Subcommand, ValueEnum};

use super::exit::{Exit, Failure};
use super::surroundings::Surroundings;

/// List, check and preview lessons
#[derive(Args, Debug)]
#[command(
    help_template = super::TEMPLATE,
    disable_help_subcommand = true,
    before_help = "Examples:\n  \
        layerwise lessons list\n  \
        layerwise lessons check lessons/\n  \
        layerwise lessons preview from --step 2"
)]
pub(super) struct LessonsArguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(list::ListArguments),
    Check(check::CheckArguments),
    Preview(preview::PreviewArguments),
}

/// Text for people or JSON for programs.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(super) fn run(
    arguments: &LessonsArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    match &arguments.command {
        Command::List(arguments) => list::run(arguments, surroundings),
        Command::Check(arguments) => check::run(arguments, surroundings),
        Command::Preview(arguments) => preview::run(arguments, surroundings),
    }
}
