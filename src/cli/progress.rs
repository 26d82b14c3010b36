//! `layerwise progress`: what you did so far, and starting anew.

use std::io::{BufRead, Write};

use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

use super::exit::{Exit, Failure};
use super::lesson_choice::unknown;
use super::surroundings::Surroundings;
use super::{finish, json};
use crate::host::{AnswerLog, Directories, KeepError, now};
use crate::lesson::Course;
use crate::progress::{LessonState, Needs, Progress, Record, RecordKind};
use crate::source::safe_line;

/// Show your progress, or start anew
#[derive(Args, Debug)]
#[command(
    help_template = super::TEMPLATE,
    disable_help_subcommand = true,
    before_help = "Examples:\n  \
        layerwise progress show\n  \
        layerwise progress reset from"
)]
pub(super) struct ProgressArguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Show(ShowArguments),
    Reset(ResetArguments),
}

/// Show how far you are in each lesson
#[derive(Args, Debug, Default)]
#[command(
    help_template = super::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise progress show\n  \
        layerwise progress show --format json"
)]
struct ShowArguments {
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    #[default]
    Text,
    Json,
}

/// Start a lesson anew, or everything
#[derive(Args, Debug)]
#[command(
    help_template = super::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise progress reset from       one lesson\n  \
        layerwise progress reset --yes      everything, without a question",
    after_help = "Your earlier answers stay in the log and count no more."
)]
struct ResetArguments {
    /// The lesson; without it, all of them
    #[arg(value_name = "LESSON")]
    lesson: Option<String>,

    /// Do not ask first
    #[arg(long, short = 'y')]
    yes: bool,
}

pub(super) fn run(
    arguments: &ProgressArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let directories = Directories::of_user().ok_or_else(|| {
        let hint = "set HOME, or XDG_STATE_HOME, to a folder that you may write to";
        Failure::nothing_to_read("the system names no home folder", hint)
    })?;
    let log = AnswerLog::new(&directories);
    match &arguments.command {
        None => show(&ShowArguments::default(), &log, surroundings),
        Some(Command::Show(arguments)) => show(arguments, &log, surroundings),
        Some(Command::Reset(arguments)) => reset(arguments, &log, surroundings),
    }
}

fn show(
    arguments: &ShowArguments,
    log: &AnswerLog,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let progress = log.read().map_err(|error| failure(&error))?;
    let lines = lines(&Course::builtin(), &progress);
    let printed = match arguments.format {
        Format::Json => {
            let lessons: Vec<_> = lines.iter().map(Line::json).collect();
            let report = json!({
                "log": log.path().to_string_lossy(),
                "records": progress.records,
                "unreadable": progress.unreadable,
                "newer": progress.newer,
                "lessons": lessons,
            });
            json::write(std::io::stdout().lock(), &report)
        }
        Format::Text => surroundings.print(&text(&lines)),
    };
    for (count, what) in [
        (progress.unreadable, "that cannot be read"),
        (progress.newer, "written by a newer layerwise"),
    ] {
        if count > 0 {
            let lines = if count == 1 { "a line".to_owned() } else { format!("{count} lines") };
            let path = log.path().to_string_lossy();
            surroundings.say(&format!("note: passed over {lines} {what} in {}", safe_line(&path)));
        }
    }
    finish(printed, Exit::Clean)
}

/// How far the reader is in one lesson.
struct Line {
    id: String,
    title: String,
    state: LessonState,
    last: Option<String>,
}

/// The lessons of the course, then others that the log knows.
fn lines(course: &Course, progress: &Progress) -> Vec<Line> {
    let last = |id: &str| progress.lesson(id).map(|lesson| lesson.last.day());
    let mut lines: Vec<_> = course
        .entries
        .iter()
        .map(|entry| Line {
            id: entry.id.clone(),
            title: entry.lesson().title.clone(),
            state: progress.lesson_state(&Needs::of(entry.lesson())),
            last: last(&entry.id),
        })
        .collect();
    for id in progress.lessons.keys() {
        if !course.entries.iter().any(|entry| entry.id == *id) {
            let needs = Needs { lesson: id.clone(), items: Vec::new() };
            let state = progress.lesson_state(&needs);
            lines.push(Line { id: id.clone(), title: String::new(), state, last: last(id) });
        }
    }
    lines
}

impl Line {
    fn json(&self) -> Value {
        json!({ "id": self.id, "title": self.title, "state": self.state, "last": self.last })
    }

    fn says(&self) -> String {
        let state = &self.state;
        let word = match (state.done, state.started) {
            (true, _) => "done",
            (false, true) => "begun",
            (false, false) => "new",
        };
        let mut parts = vec![word.to_owned()];
        if state.started && state.questions > 0 {
            let LessonState { answered, questions, solid, .. } = state;
            parts.push(format!("{answered} of {questions} questions, {solid} at the first try"));
        }
        if state.started && state.tasks > 0 {
            parts.push(format!("{} of {} tasks", state.tasks_done, state.tasks));
        }
        if state.updated > 0 {
            parts.push(format!("{} updated since you answered", state.updated));
        }
        parts.extend(self.last.as_ref().map(|day| format!("last on {day}")));
        parts.join(" · ")
    }
}

fn text(lines: &[Line]) -> String {
    let shown: Vec<_> = lines.iter().map(|line| safe_line(&line.id)).collect();
    let widest = shown.iter().map(|id| id.chars().count()).max().unwrap_or(0);
    lines
        .iter()
        .zip(&shown)
        .fold(String::new(), |text, (line, id)| text + &format!("{id:widest$}  {}\n", line.says()))
}

fn reset(
    arguments: &ResetArguments,
    log: &AnswerLog,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let progress = log.read().map_err(|error| failure(&error))?;
    let lesson = match &arguments.lesson {
        None => None,
        Some(name) => Some(lesson_id(name, &progress)?),
    };
    let what = lesson.as_ref().map_or("all lessons".to_owned(), |id| format!("the lesson {id}"));
    if !arguments.yes && !confirmed(&what, surroundings)? {
        surroundings.say("Nothing was changed.");
        return Ok(Exit::Clean);
    }
    let record = Record { at: now(), kind: RecordKind::Reset { lesson } };
    log.append(&[record]).map_err(|error| Failure { exit: Exit::Findings, ..failure(&error) })?;
    surroundings.say(&format!(
        "Started {what} anew. The earlier answers are still in {}; delete that file to lose them.",
        log.path().to_string_lossy()
    ));
    Ok(Exit::Clean)
}

/// The id of a lesson of the course or of the log.
fn lesson_id(name: &str, progress: &Progress) -> Result<String, Failure> {
    let course = Course::builtin();
    match course.find(name) {
        Some(entry) => Ok(entry.id.clone()),
        None if progress.lesson(name).is_some() => Ok(name.to_owned()),
        None => Err(unknown(&course, name)),
    }
}

fn confirmed(what: &str, surroundings: &Surroundings) -> Result<bool, Failure> {
    if !surroundings.input_is_terminal {
        return Err(Failure::usage(
            "nobody can be asked, because standard input is no terminal",
            "say that you mean it: layerwise progress reset --yes",
        ));
    }
    let mut error = std::io::stderr().lock();
    // When the question cannot be shown, the answer below is most likely the end of input: no.
    let _ = write!(error, "Start {} anew? [y/N] ", safe_line(what)).and_then(|()| error.flush());
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer);
    Ok(read.is_ok() && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

fn failure(error: &KeepError) -> Failure {
    Failure { message: error.to_string(), hint: Some(error.hint()), exit: Exit::NothingToRead }
}
