//! `layerwise man`.

use clap::Args;

use super::exit::{Exit, Failure};
use super::surroundings::Surroundings;

/// Print the manual page
#[derive(Args, Debug)]
#[command(
    help_template = super::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise man | man -l -\n  \
        layerwise man explain > layerwise-explain.1"
)]
pub(super) struct ManArguments {
    /// A command that has a page of its own, such as explain
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

pub(super) fn run(arguments: &ManArguments, surroundings: &Surroundings) -> Result<Exit, Failure> {
    let mut page = super::command_line();
    if let Some(name) = &arguments.command {
        page.build();
        let Some(command) = page.find_subcommand(name) else {
            let names: Vec<_> = page.get_subcommands().map(clap::Command::get_name).collect();
            return Err(Failure::usage(
                format!("there is no command {name}"),
                format!("the commands are {}", names.join(", ")),
            ));
        };
        page = command.clone().display_name(format!("layerwise-{name}"));
    }
    let mut roff = Vec::new();
    // Writing to a Vec cannot fail.
    let _ = clap_mangen::Man::new(page).render(&mut roff);
    super::finish(surroundings.print(&String::from_utf8_lossy(&roff)), Exit::Clean)
}
