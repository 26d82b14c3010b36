//! `layerwise learn [LESSON] [FILE]`: the screen, at a lesson.

use std::path::PathBuf;

use clap::Args;

use super::InputArguments;
use super::exit::{Exit, Failure};
use super::lesson_choice::{LessonChoice, places};
use super::open::ScreenArguments;
use super::surroundings::Surroundings;
use crate::lesson::{Course, LessonOrigin};
use crate::tui::StartLesson;

/// Open the screen at a lesson
#[derive(Args, Debug)]
#[command(
    help_template = super::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise learn                             where you left off\n  \
        layerwise learn from                        a lesson, by its id or number\n  \
        layerwise learn anatomy docker/Dockerfile   on this file\n  \
        layerwise learn notes.md                    any Markdown file is a lesson\n  \
        layerwise learn --lessons ~/course          the lessons of a folder",
    after_help = "Beside the course, lessons are taken from .layerwise/lessons at the root of the \
                  repository and from the folder lessons of layerwise's configuration."
)]
pub(super) struct LearnArguments {
    /// A lesson by id or number, or a Markdown file; without it, where you left off
    #[arg(value_name = "LESSON")]
    lesson: Option<String>,

    /// A folder of lessons beside those of the course; without LESSON, its first one is opened
    #[arg(long, value_name = "FOLDER")]
    lessons: Option<PathBuf>,

    #[command(flatten)]
    input: InputArguments,

    #[command(flatten)]
    screen: ScreenArguments,
}

pub(super) fn run(
    arguments: &LearnArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let places = places(&arguments.input, arguments.lessons.as_deref());
    let course = Course::builtin();
    let chosen = match (&arguments.lesson, &arguments.lessons) {
        (Some(name), _) => Some(LessonChoice::find(&course, name, &places)?),
        (None, Some(folder)) => Some(LessonChoice::first_of(folder, LessonOrigin::Folder)?),
        (None, None) => None,
    };
    let lesson = match chosen {
        None => StartLesson::Remembered,
        Some(LessonChoice::Course(entry)) => StartLesson::Id(entry.id.clone()),
        Some(LessonChoice::Added(added)) => StartLesson::Added(added),
    };
    super::open::show(&arguments.input, &arguments.screen, lesson, places, surroundings)
}
