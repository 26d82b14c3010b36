//! `layerwise learn [LESSON] [FILE]`: the screen, at a lesson.

use clap::Args;

use super::InputArguments;
use super::exit::{Exit, Failure};
use super::lesson_choice::LessonChoice;
use super::open::ScreenArguments;
use super::surroundings::Surroundings;
use crate::lesson::Course;
use crate::tui::StartLesson;

/// Open the screen at a lesson
#[derive(Args, Debug)]
#[command(
    help_template = super::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise learn                             where you left off\n  \
        layerwise learn from                        a lesson, by its id or number\n  \
        layerwise learn anatomy docker/Dockerfile   on this file\n  \
        layerwise learn notes.md                    any Markdown file is a lesson"
)]
pub(super) struct LearnArguments {
    /// A lesson by id or number, or a Markdown file; without it, where you left off
    #[arg(value_name = "LESSON")]
    lesson: Option<String>,

    #[command(flatten)]
    input: InputArguments,

    #[command(flatten)]
    screen: ScreenArguments,
}

pub(super) fn run(
    arguments: &LearnArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let lesson = match &arguments.lesson {
        None => StartLesson::Remembered,
        Some(name) => match LessonChoice::find(&Course::builtin(), name)? {
            LessonChoice::Course(entry) => StartLesson::Id(entry.id.clone()),
            LessonChoice::File { path, text } => {
                StartLesson::Text { name: path.to_string_lossy().into_owned(), text }
            }
        },
    };
    super::open::show(&arguments.input, &arguments.screen, lesson, surroundings)
}
