//! `layerwise lessons preview LESSON`: a lesson printed, for authors.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::cli::exit::{Exit, Failure};
use crate::cli::finish;
use crate::cli::lesson_choice::{LessonChoice, places_here};
use crate::cli::paint::painted;
use crate::cli::surroundings::Surroundings;
use crate::diff::{Names, unified};
use crate::lesson::{Course, Lesson, PreviewForm, deck, preview, preview_blocks};
use crate::quiz::generate::SampleAsker;
use crate::source::safe;
use crate::tui::{Settings, Start, StartLesson, ThemeChoice, pictures};

/// Print a lesson from start to end
#[derive(Args, Debug)]
#[command(
    help_template = crate::cli::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise lessons preview from\n  \
        layerwise lessons preview from --step 2\n  \
        layerwise lessons preview lessons/03-from/lesson.md --as github\n  \
        layerwise lessons preview our-base --as presenterm > deck.md\n  \
        layerwise lessons preview from --as screen --size 120x40\n  \
        layerwise lessons preview our-base --as 80x24 --check our-base.txt"
)]
pub(super) struct PreviewArguments {
    /// A lesson of the course by id or number, or a Markdown file
    #[arg(value_name = "LESSON")]
    lesson: String,

    /// A folder of lessons beside those of the course
    #[arg(long, value_name = "FOLDER")]
    lessons: Option<PathBuf>,

    /// How it looks: text, 80x24 (text in 80 columns), github (as GitHub shows it), presenterm
    /// (a deck of slides) or screen (the program's screens, in symbols)
    #[arg(long = "as", value_enum, value_name = "FORM", default_value = "text")]
    #[arg(hide_possible_values = true)]
    form: Form,

    /// The size of a screen
    #[arg(long, value_name = "COLUMNSxROWS", default_value = "80x24", value_parser = size)]
    size: (u16, u16),

    /// Compare with a preview that was kept in this file, and exit with 1 when it differs
    #[arg(long, value_name = "FILE")]
    check: Option<PathBuf>,

    /// Only this step, counted from 1
    #[arg(long, value_name = "N")]
    step: Option<usize>,
}

/// How a preview looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Text as wide as the terminal
    Text,
    /// The same in 80 columns
    #[value(name = "80x24")]
    Small,
    /// Markdown without what GitHub hides
    Github,
    /// A deck of slides for presenterm
    #[value(alias = "presenter")]
    Presenterm,
    /// The screen of the program, in symbols
    Screen,
}

pub(super) fn run(
    arguments: &PreviewArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let course = Course::builtin();
    let places = places_here(arguments.lessons.as_deref());
    let choice = LessonChoice::find(&course, &arguments.lesson, &places)?;
    let mut lesson = choice.lesson();
    if let Some(number) = arguments.step {
        let count = lesson.steps.len();
        if !(1..=count).contains(&number) {
            return Err(Failure::usage(
                format!("the lesson has no step {number}"),
                format!("its steps are 1 to {count}"),
            ));
        }
    }
    let screens = (arguments.form == Form::Screen).then(|| screens(arguments, choice, &lesson));
    if let Some(number) = arguments.step {
        lesson.steps = vec![lesson.steps.swap_remove(number - 1)];
    }
    let text = match (arguments.form, screens) {
        (_, Some(screens)) => screens,
        (Form::Github, _) => preview(&lesson, PreviewForm::Markdown, &SampleAsker),
        (Form::Presenterm, _) => deck(&lesson),
        (form, _) => {
            // What is compared must not depend on the terminal.
            let is_fixed = form == Form::Small || arguments.check.is_some();
            let width = if is_fixed { 80 } else { surroundings.width() };
            if surroundings.colors() && arguments.check.is_none() {
                let blocks = preview_blocks(&lesson, &SampleAsker);
                return finish(surroundings.print(&painted(&blocks, width)), Exit::Clean);
            }
            preview(&lesson, PreviewForm::Text { width }, &SampleAsker)
        }
    };
    match &arguments.check {
        Some(path) => compare(path, &text, surroundings),
        None => finish(surroundings.print_safe(&text), Exit::Clean),
    }
}

/// The screens of the lesson, one below the other with a line between them.
fn screens(arguments: &PreviewArguments, choice: LessonChoice<'_>, lesson: &Lesson) -> String {
    let (start_lesson, id) = match choice {
        LessonChoice::Course(entry) => (StartLesson::Id(entry.id.clone()), entry.id.clone()),
        LessonChoice::Added(added) => {
            let id = Course::builtin().add((*added).clone());
            (StartLesson::Added(added), id)
        }
    };
    let settings = Settings { theme: ThemeChoice::Monochrome, ..Settings::default() };
    let start =
        Start { lesson: start_lesson, settings, seed: 1, ..Start::new(crate::host::sample()) };
    let steps = match arguments.step {
        Some(number) => number - 1..number,
        None => 0..lesson.steps.len(),
    };
    let mut text = String::new();
    for step in steps {
        for (at, screen) in pictures(&start, arguments.size, &id, step).iter().enumerate() {
            text += &format!("---- step {}, screen {}\n{screen}", step + 1, at + 1);
        }
    }
    text
}

/// `80x24` as columns and rows.
fn size(text: &str) -> Result<(u16, u16), String> {
    let parts = text.split_once('x');
    let parsed = parts.and_then(|(columns, rows)| {
        Some((columns.parse::<u16>().ok()?, rows.parse::<u16>().ok()?))
    });
    let fits = |size: &(u16, u16)| (20..=400).contains(&size.0) && (5..=200).contains(&size.1);
    parsed
        .filter(fits)
        .ok_or_else(|| "a size is COLUMNSxROWS, such as 80x24: from 20x5 to 400x200".to_owned())
}

/// Fails with the difference when a kept preview is not what is shown now.
fn compare(path: &Path, new: &str, surroundings: &Surroundings) -> Result<Exit, Failure> {
    let shown = path.display().to_string();
    let old = String::from_utf8_lossy(&crate::host::read_file(path)?).replace("\r\n", "\n");
    // As it was printed, which makes what a terminal would obey harmless.
    let new = safe(new).replace('\t', "    ");
    if old == new {
        return Ok(Exit::Clean);
    }
    let difference = unified(Names::of(&shown), &old, &new);
    surroundings.say(&format!(
        "{shown} is no longer what the lesson looks like\n\nhint: print it again without --check, \
         look at it, and keep it in that file"
    ));
    finish(surroundings.print_safe(&difference), Exit::Findings)
}
