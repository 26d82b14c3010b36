//! `layerwise lessons check`: the strict reading for authors.

mod asks;
mod course;
mod dockerfiles;
mod fixtures;
mod links;
mod questions;

use super::load::load_traced;
use super::place::{Page, Place, Problems};
use super::scaffold::TO_DO;
use super::trace::Trace;
use super::{Asker, Lesson, LessonFolder, LessonProblem};
use crate::source::Source;

/// One lesson of a course as the checker takes it.
pub struct CourseFile<'a> {
    /// The file as messages call it, such as `lessons/03-from/lesson.md`.
    pub name: String,
    /// Its Markdown.
    pub text: String,
    /// The folder it stands in.
    pub folder: &'a dyn LessonFolder,
}

/// A lesson with what the checker noted about it.
struct Checked<'a> {
    /// The file as messages call it.
    name: String,
    lesson: Lesson,
    trace: Trace,
    folder: &'a dyn LessonFolder,
    /// The begin of the file.
    start: Place,
}

/// Everything that is wrong with a course, sorted by file, line and column.
/// A single lesson is a course of one; ids in `next` and `requires` are then
/// also looked up in the built-in course. `asker` makes the questions of each
/// `ask`, to prove that there are some.
pub fn check(files: &[CourseFile<'_>], asker: &dyn Asker) -> Vec<LessonProblem> {
    let mut found = Vec::new();
    let mut lessons = Vec::with_capacity(files.len());
    let files_of_course = dockerfiles::FilesOfCourse::new();
    for file in files {
        let (lesson, mut problems, mut trace) = load_traced(&file.name, &file.text, file.folder);
        trace.fixtures = fixtures::read(&trace.fixture_paths, file.folder, &mut problems);
        let source = Source::new(file.name.clone(), file.text.clone().into_bytes());
        let start = Place::new(&std::rc::Rc::new(Page { source }), 0);
        let checked =
            Checked { name: file.name.clone(), lesson, trace, folder: file.folder, start };
        settings(&checked, &mut problems);
        to_do(&checked, &file.text, &mut problems);
        questions::check(&checked, &mut problems);
        dockerfiles::check(&checked, &files_of_course, &mut problems);
        links::check(&checked, &mut problems);
        found.extend(problems.list);
        lessons.push(checked);
    }
    let mut problems = Problems::default();
    course::check(&lessons, &mut problems);
    asks::check(&lessons, asker, &mut problems);
    found.extend(problems.list);
    found.sort();
    found.dedup();
    found
}

/// The directives of a lesson on which presenterm would stop: it knows them not, and they stand
/// on one line. Written over several lines they are comments to it. A deck that sets
/// `options.command_prefix` has none.
pub fn check_presenterm(file: &CourseFile<'_>) -> Vec<LessonProblem> {
    let (_, _, trace) = load_traced(&file.name, &file.text, file.folder);
    let mut problems = Problems::default();
    for (name, place) in trace.not_presenterm.iter().filter(|_| !trace.has_command_prefix) {
        problems.warning(
            place,
            format!("presenterm does not know {name} and stops here"),
            "write the comment over several lines, or set options.command_prefix",
        );
    }
    problems.list
}

/// What the settings at the top should say.
fn settings(checked: &Checked<'_>, problems: &mut Problems) {
    let Checked { lesson, trace, start, .. } = checked;
    if !trace.is_lesson {
        // A plain Markdown file is a lesson, too, and needs no settings.
        return;
    }
    if trace.id.is_none() {
        let hint = "progress is kept under it: id: cache-order";
        problems.error_with_hint(start, "the lesson has no id", hint);
    }
    let missing = [
        ("goal", lesson.goal.is_none(), "goal: what the reader can do afterwards"),
        ("level", lesson.level.is_none(), "level: beginner"),
        ("minutes", lesson.minutes.is_none(), "minutes: 8"),
        ("skills", lesson.skills.is_empty(), "skills: [cache.order]"),
        ("verified", lesson.verified.is_none(), "verified: {buildkit: …, date: …}"),
    ];
    for (key, is_missing, hint) in missing {
        if is_missing {
            problems.warning(start, format!("the lesson does not say its {key}"), hint);
        }
    }
}

/// What the author has still to write, as `lessons new` and `lessons import` mark it.
fn to_do(checked: &Checked<'_>, text: &str, problems: &mut Problems) {
    if !checked.trace.is_lesson {
        return;
    }
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        if let Some(at) = line.find(TO_DO) {
            let place = checked.start.plus(offset + at);
            let said = super::place::short(line[at + TO_DO.len()..].trim().trim_end_matches('"'));
            problems.warning(
                &place,
                format!("still to be written: {said}"),
                "write it, and take the TODO: away",
            );
        }
        offset += line.len();
    }
}
