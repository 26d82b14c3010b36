//! `layerwise lessons`: list, write, check and preview lessons, and the paths through them.

mod check;
mod import;
mod list;
mod new;
mod paths;
mod preview;
mod stats;

use clap::{Args, Subcommand, ValueEnum};

use super::exit::{Exit, Failure};
use super::surroundings::Surroundings;

/// List, write, check and preview lessons; where to begin
#[derive(Args, Debug)]
#[command(
    help_template = super::TEMPLATE,
    disable_help_subcommand = true,
    before_help = "Examples:\n  \
        layerwise lessons list\n  \
        layerwise lessons paths\n  \
        layerwise lessons new our-base\n  \
        layerwise lessons check lessons/\n  \
        layerwise lessons preview from --step 2"
)]
pub(super) struct LessonsArguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(list::ListArguments),
    Paths(Box<paths::PathsArguments>),
    New(new::NewArguments),
    Import(import::ImportArguments),
    Check(check::CheckArguments),
    Preview(preview::PreviewArguments),
    Stats(stats::StatsArguments),
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    #[default]
    Text,
    Json,
}

pub(super) fn run(
    arguments: &LessonsArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    match &arguments.command {
        None => list::run(&list::ListArguments::default(), surroundings),
        Some(Command::List(arguments)) => list::run(arguments, surroundings),
        Some(Command::Paths(arguments)) => paths::run(arguments, surroundings),
        Some(Command::New(arguments)) => new::run(arguments, surroundings),
        Some(Command::Check(arguments)) => check::run(arguments, surroundings),
        Some(Command::Preview(arguments)) => preview::run(arguments, surroundings),
        Some(Command::Import(arguments)) => import::run(arguments, surroundings),
        Some(Command::Stats(arguments)) => stats::run(arguments, surroundings),
    }
}
