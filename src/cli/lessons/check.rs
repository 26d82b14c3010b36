//! `layerwise lessons check [PATH]...`: for authors and their CI.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::Format;
use crate::cli::exit::{Exit, Failure};
use crate::cli::surroundings::Surroundings;
use crate::cli::{finish, json};
use crate::host::{DiskFolder, find_lessons, read_lesson};
use crate::lesson::{
    AddedLesson, Course, CourseFile, LessonOrigin, LessonProblem, LessonProblemLevel,
};
use crate::quiz::generate::SampleAsker;
use crate::source::safe_line;

/// Check lessons: everything that would go wrong when they are read
#[derive(Args, Debug)]
#[command(
    help_template = crate::cli::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise lessons check lessons/\n  \
        layerwise lessons check lessons/03-from/lesson.md\n\n\
        Exits with 1 when there is an error; warnings do not count.",
)]
pub(super) struct CheckArguments {
    /// Lessons, or folders that hold lesson.md files; without it, the folder lessons
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Say also where presenterm would stop, for lessons that are decks as well
    #[arg(long)]
    presenterm: bool,

    /// Say also which questions are worth a look by the answers of several people, as
    /// lessons stats does; one file a person
    #[arg(long, value_name = "FILE", num_args = 1..)]
    answers: Vec<PathBuf>,

    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(super) fn run(
    arguments: &CheckArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let (lessons, mut problems) = read_all(&arguments.paths)?;
    let files: Vec<_> = lessons
        .iter()
        .map(|(path, folder, text)| CourseFile {
            name: path.to_string_lossy().into_owned(),
            text: text.clone(),
            folder,
        })
        .collect();
    problems.extend(crate::lesson::check(&files, &SampleAsker));
    if arguments.presenterm {
        problems.extend(files.iter().flat_map(crate::lesson::check_presenterm));
    }
    if !arguments.answers.is_empty() {
        problems.extend(of_answers(&arguments.answers, &files)?);
    }
    problems.sort();
    let failed = problems.iter().any(|problem| problem.level == LessonProblemLevel::Error);
    let printed = match arguments.format {
        Format::Json => {
            let listed: Vec<_> = problems.iter().map(as_json).collect();
            let report = json!({ "lessons": lessons.len(), "problems": listed });
            json::write(std::io::stdout().lock(), &report)
        }
        Format::Text => surroundings.print(&as_text(&problems)),
    };
    if matches!(arguments.format, Format::Text) {
        surroundings.say(&summary(lessons.len(), &problems));
    }
    finish(printed, if failed { Exit::Findings } else { Exit::Clean })
}

/// Path, folder and text of every lesson asked for.
fn read_all(paths: &[PathBuf]) -> Result<(Vec<ReadLesson>, Vec<LessonProblem>), Failure> {
    let default = [PathBuf::from("lessons")];
    let paths = if paths.is_empty() { &default[..] } else { paths };
    let (mut lessons, mut left_out) = (Vec::new(), Vec::new());
    for path in paths {
        let found = find_lessons(path).map_err(|error| {
            let name = path.to_string_lossy();
            Failure::nothing_to_read(format!("cannot read {name}: {error}"), "check the path")
        })?;
        for (path, why) in &found.left_out {
            left_out.push(problem_of(path, why));
        }
        if found.files.is_empty() && found.left_out.is_empty() {
            return Err(Failure::nothing_to_read(
                format!("the folder {} holds no lesson", path.to_string_lossy()),
                "a lesson is a file named lesson.md; name any other Markdown file itself",
            ));
        }
        for file in found.files {
            let text = match read_lesson(&file) {
                Ok(text) => text,
                // One among many: the others are to be checked all the same.
                Err(error) if path.is_dir() => {
                    left_out.push(problem_of(&file, &error.to_string()));
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            let folder = DiskFolder::of_lesson(&file);
            lessons.push((file, folder, text));
        }
    }
    Ok((lessons, left_out))
}

/// Path, folder and text.
type ReadLesson = (PathBuf, DiskFolder, String);

/// A lesson that cannot be read at all.
fn problem_of(path: &Path, why: &str) -> LessonProblem {
    LessonProblem {
        file: path.to_string_lossy().into_owned(),
        line: 1,
        column: 1,
        level: LessonProblemLevel::Error,
        message: format!("left out: {why}"),
        hint: None,
    }
}

/// The questions that are worth a look by what people answered, where they stand.
fn of_answers(logs: &[PathBuf], files: &[CourseFile<'_>]) -> Result<Vec<LessonProblem>, Failure> {
    let mut course = Course::default();
    let mut places = HashMap::new();
    for file in files {
        let added = AddedLesson::read(LessonOrigin::File, &file.name, &file.text, file.folder);
        places.insert(course.add(added), file);
    }
    let found = super::stats::of_course(logs, &course)?;
    let mut problems = Vec::new();
    for question in found.questions.iter().filter(|question| !question.flags.is_empty()) {
        let Some(file) = places.get(&question.lesson) else { continue };
        let (line, column) = place_of(&question.question, file);
        let flags: Vec<&str> = question.flags.iter().map(|flag| flag.words()).collect();
        problems.push(LessonProblem {
            file: file.name.clone(),
            line,
            column,
            level: LessonProblemLevel::Warning,
            message: format!(
                "question {}: {} ({} of {} at the first try)",
                question.question,
                flags.join("; "),
                question.right,
                question.people
            ),
            hint: Some("lessons stats says which options were chosen, and which never".to_owned()),
        });
    }
    Ok(problems)
}

/// Where the id of a question stands in a lesson; the begin of the file where that is not seen.
fn place_of(question: &str, file: &CourseFile<'_>) -> (u32, u32) {
    let lines = file.text.lines().zip(1..);
    let mut directives = lines.filter(|(line, _)| line.contains("quiz:"));
    let found = directives.find_map(|(line, number)| {
        let at = line.find(&format!("id: {question}"))? + "id: ".len();
        Some((number, u32::try_from(line[..at].chars().count()).ok()? + 1))
    });
    found.unwrap_or((1, 1))
}

/// `file:line:column: error: message`, as compilers print it and editors jump to it.
fn as_text(problems: &[LessonProblem]) -> String {
    problems.iter().fold(String::new(), |text, problem| {
        let LessonProblem { file, line, column, message, .. } = problem;
        let level = level(problem);
        let place = format!("{}:{line}:{column}", safe_line(file));
        let hint = problem.hint.as_deref().map(|hint| format!("  hint: {}\n", safe_line(hint)));
        text + &format!("{place}: {level}: {}\n", safe_line(message)) + &hint.unwrap_or_default()
    })
}

fn level(problem: &LessonProblem) -> &'static str {
    match problem.level {
        LessonProblemLevel::Error => "error",
        LessonProblemLevel::Warning => "warning",
    }
}

fn summary(lessons: usize, problems: &[LessonProblem]) -> String {
    let errors = problems.iter().filter(|it| it.level == LessonProblemLevel::Error).count();
    let warnings = problems.len() - errors;
    let count = |number, one, many| format!("{number} {}", if number == 1 { one } else { many });
    format!(
        "{}: {}, {}",
        count(lessons, "lesson", "lessons"),
        count(errors, "error", "errors"),
        count(warnings, "warning", "warnings")
    )
}

fn as_json(problem: &LessonProblem) -> Value {
    json!({
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "level": level(problem),
        "message": problem.message,
        "hint": problem.hint,
    })
}
