//! `layerwise completions SHELL`.

use clap::Args;
use clap_complete::Shell;

use super::exit::{Exit, Failure};
use super::surroundings::Surroundings;

/// Print a completion script for a shell
#[derive(Args, Debug)]
#[command(
    help_template = super::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise completions fish | source\n  \
        layerwise completions bash > /etc/bash_completion.d/layerwise"
)]
pub(super) struct CompletionsArguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(
    arguments: &CompletionsArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    let mut command = super::command_line();
    clap_complete::generate(arguments.shell, &mut command, "layerwise", &mut script);
    super::finish(surroundings.print(&String::from_utf8_lossy(&script)), Exit::Clean)
}
