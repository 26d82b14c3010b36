//! `layerwise lessons list`.

use clap::Args;
use serde_json::{Value, json};

use super::Format;
use crate::cli::exit::{Exit, Failure};
use crate::cli::surroundings::Surroundings;
use crate::cli::{finish, json};
use crate::lesson::{Course, CourseEntry};
use crate::source::safe_line;

/// List the lessons of the course
#[derive(Args, Debug, Default)]
#[command(
    help_template = crate::cli::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise lessons list\n  \
        layerwise lessons list --format json"
)]
pub(super) struct ListArguments {
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(super) fn run(arguments: &ListArguments, surroundings: &Surroundings) -> Result<Exit, Failure> {
    let course = Course::builtin();
    let printed = match arguments.format {
        Format::Json => {
            let lessons: Vec<_> = course.entries.iter().map(entry).collect();
            json::write(std::io::stdout().lock(), &json!({ "lessons": lessons }))
        }
        Format::Text => surroundings.print(&table(&course)),
    };
    finish(printed, Exit::Clean)
}

fn entry(entry: &CourseEntry) -> Value {
    let lesson = entry.lesson();
    json!({
        "id": entry.id,
        "folder": entry.folder,
        "title": lesson.title,
        "goal": lesson.goal,
        "level": lesson.level,
        "minutes": lesson.minutes,
        "requires": lesson.requires,
        "skills": lesson.skills,
        "next": lesson.next,
        "steps": lesson.steps.len(),
    })
}

fn table(course: &Course) -> String {
    let widest = course.entries.iter().map(|entry| entry.id.len()).max().unwrap_or(0);
    course.entries.iter().fold(String::new(), |text, entry| {
        let lesson = entry.lesson();
        let minutes = lesson.minutes.map(|it| format!("  {it} min")).unwrap_or_default();
        let id = safe_line(&entry.id);
        text + &format!("{id:widest$}  {}{minutes}\n", safe_line(&lesson.title))
    })
}
