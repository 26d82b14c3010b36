//! `layerwise lessons list`.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::Format;
use crate::cli::exit::{Exit, Failure};
use crate::cli::lesson_choice::places_here;
use crate::cli::surroundings::Surroundings;
use crate::cli::{finish, json};
use crate::lesson::{Course, CourseEntry};
use crate::source::safe_line;

/// List the lessons of the course, and those that lie beside it
#[derive(Args, Debug, Default)]
#[command(
    help_template = crate::cli::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise lessons list\n  \
        layerwise lessons list --format json\n  \
        layerwise lessons list --lessons ~/course"
)]
pub(super) struct ListArguments {
    /// A folder of lessons beside those of the course
    #[arg(long, value_name = "FOLDER")]
    lessons: Option<PathBuf>,

    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(super) fn run(arguments: &ListArguments, surroundings: &Surroundings) -> Result<Exit, Failure> {
    let mut course = Course::builtin();
    let packs = places_here(arguments.lessons.as_deref()).read();
    for lesson in packs.lessons {
        course.add(lesson);
    }
    let printed = match arguments.format {
        Format::Json => {
            let lessons: Vec<_> = course.all().map(entry).collect();
            json::write(std::io::stdout().lock(), &json!({ "lessons": lessons }))
        }
        Format::Text => surroundings.print(&table(&course)),
    };
    for entry in &course.added {
        if let Some(words) = entry.taken_id() {
            surroundings.say(&format!("note: {}: {words}", safe_line(&entry.name())));
        }
        let problems = entry.added().map_or(0, |added| added.problems.len());
        if problems > 0 {
            let file = entry.name();
            let count =
                if problems == 1 { "a problem".to_owned() } else { format!("{problems} problems") };
            let words = format!("{} has {count}: layerwise lessons check", safe_line(&file));
            surroundings.say(&format!("note: {words} {}", safe_line(&file)));
        }
    }
    for words in &packs.left_out {
        surroundings.say(&format!("warning: left out: {words}"));
    }
    finish(printed, Exit::Clean)
}

fn entry(entry: &CourseEntry) -> Value {
    let lesson = entry.lesson();
    json!({
        "id": entry.id,
        "folder": entry.folder,
        "origin": entry.origin().name(),
        "file": entry.added().map(|_| entry.name()),
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
    let widest = course.all().map(|entry| entry.id.len()).max().unwrap_or(0);
    course.all().fold(String::new(), |text, entry| {
        let lesson = entry.lesson();
        let minutes = lesson.minutes.map(|it| format!("  {it} min")).unwrap_or_default();
        let id = safe_line(&entry.id);
        let origin = entry.added().map(|added| format!("  ({})", added.origin.words()));
        let origin = origin.unwrap_or_default();
        text + &format!("{id:widest$}  {}{minutes}{origin}\n", safe_line(&lesson.title))
    })
}
