//! `layerwise [FILE]`: the screen.

use super::InputArguments;
use super::exit::{Exit, Failure};
use super::surroundings::Surroundings;

pub(super) fn run(input: &InputArguments, surroundings: &Surroundings) -> Result<Exit, Failure> {
    need_terminal(surroundings)?;
    let _opened = crate::host::open(&input.wanted())?;
    Ok(Exit::Clean)
}

/// The screen needs a terminal to draw on; without one there are the commands that print.
pub(super) fn need_terminal(surroundings: &Surroundings) -> Result<(), Failure> {
    let reason = if !surroundings.output_is_terminal {
        "standard output is no terminal"
    } else if surroundings.environment.has_dumb_terminal() {
        "this terminal (TERM=dumb) cannot be drawn on"
    } else {
        return Ok(());
    };
    Err(Failure::usage(
        format!("layerwise shows a screen, and {reason}"),
        "these commands print instead:\n  \
         layerwise explain        what each line says and does\n  \
         layerwise inspect        everything about the file, as JSON\n  \
         layerwise lessons list   the lessons; lessons preview prints one",
    ))
}
