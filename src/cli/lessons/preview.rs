//! `layerwise lessons preview LESSON`: a lesson printed, for authors.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::exit::{Exit, Failure};
use crate::cli::finish;
use crate::cli::lesson_choice::{LessonChoice, places_here};
use crate::cli::paint::painted;
use crate::cli::surroundings::Surroundings;
use crate::lesson::{Course, PreviewForm, preview, preview_blocks};
use crate::quiz::generate::SampleAsker;

/// Print a lesson from start to end
#[derive(Args, Debug)]
#[command(
    help_template = crate::cli::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise lessons preview from\n  \
        layerwise lessons preview from --step 2\n  \
        layerwise lessons preview lessons/03-from/lesson.md --as github"
)]
pub(super) struct PreviewArguments {
    /// A lesson of the course by id or number, or a Markdown file
    #[arg(value_name = "LESSON")]
    lesson: String,

    /// A folder of lessons beside those of the course
    #[arg(long, value_name = "FOLDER")]
    lessons: Option<PathBuf>,

    /// How it looks: text, 80x24 (as on a small terminal) or github (as GitHub shows it)
    #[arg(long = "as", value_enum, value_name = "FORM", default_value = "text")]
    #[arg(hide_possible_values = true)]
    form: Form,

    /// Only this step, counted from 1
    #[arg(long, value_name = "N")]
    step: Option<usize>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// Text as wide as the terminal
    Text,
    /// The lesson's half of a terminal of 80 columns and 24 rows
    #[value(name = "80x24")]
    Small,
    /// Markdown without what GitHub hides
    Github,
}

pub(super) fn run(
    arguments: &PreviewArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let course = Course::builtin();
    let places = places_here(arguments.lessons.as_deref());
    let mut lesson = LessonChoice::find(&course, &arguments.lesson, &places)?.lesson();
    if let Some(number) = arguments.step {
        let count = lesson.steps.len();
        if !(1..=count).contains(&number) {
            return Err(Failure::usage(
                format!("the lesson has no step {number}"),
                format!("its steps are 1 to {count}"),
            ));
        }
        lesson.steps = vec![lesson.steps.swap_remove(number - 1)];
    }
    let width = match arguments.form {
        Form::Github => {
            let text = preview(&lesson, PreviewForm::Markdown, &SampleAsker);
            return finish(surroundings.print_safe(&text), Exit::Clean);
        }
        Form::Small => 80,
        Form::Text => surroundings.width(),
    };
    let printed = if surroundings.colors() {
        surroundings.print(&painted(&preview_blocks(&lesson, &SampleAsker), width))
    } else {
        surroundings.print_safe(&preview(&lesson, PreviewForm::Text { width }, &SampleAsker))
    };
    finish(printed, Exit::Clean)
}
