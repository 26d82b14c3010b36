//! `layerwise learn [LESSON] [FILE]`: the screen, at a lesson.

use clap::Args;

use super::InputArguments;
use super::exit::{Exit, Failure};
use super::surroundings::Surroundings;

/// Open the screen at a lesson
#[derive(Args, Debug)]
#[command(
    help_template = super::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise learn\n  \
        layerwise learn from\n  \
        layerwise learn anatomy docker/Dockerfile"
)]
pub(super) struct LearnArguments {
    /// The lesson: its id or its number; without it, the one where you left off
    #[arg(value_name = "LESSON")]
    lesson: Option<String>,

    #[command(flatten)]
    input: InputArguments,
}

pub(super) fn run(
    arguments: &LearnArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let _ = &arguments.lesson;
    super::open::run(&arguments.input, surroundings)
}
