//! `layerwise progress`: what you did so far, and starting anew.

mod memory;

use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

use super::exit::{Exit, Failure};
use super::lesson_choice::unknown;
use super::surroundings::Surroundings;
use super::{finish, json};
use crate::host::{AnswerLog, Directories, KeepError, now};
use crate::lesson::Course;
use crate::progress::{
    LessonState, Memory, Merged, Needs, Progress, Record, RecordKind, Timestamp, harmless, merge,
};
use crate::quiz::paper::QUIZ;
use crate::source::safe_line;

/// Milliseconds.
const MINUTE: u64 = 60_000;

/// Show your progress, take it along, or start anew
#[derive(Args, Debug)]
#[command(
    help_template = super::TEMPLATE,
    disable_help_subcommand = true,
    before_help = "Examples:\n  \
        layerwise progress show\n  \
        layerwise progress export > answers.jsonl\n  \
        layerwise progress import answers.jsonl\n  \
        layerwise progress reset from"
)]
pub(super) struct ProgressArguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Show(ShowArguments),
    Export(ExportArguments),
    Import(ImportArguments),
    Merge(MergeArguments),
    Reset(ResetArguments),
}

/// Print your answers, to be kept or taken to another machine
#[derive(Args, Debug)]
#[command(
    help_template = super::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise progress export > answers.jsonl",
    after_help = "One JSON object a line, as in the log. Of your files it holds hashes, never \
        what is in them."
)]
struct ExportArguments {}

/// Take in the answers of another machine
#[derive(Args, Debug)]
#[command(
    help_template = super::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise progress import answers.jsonl",
    after_help = "Both keep all of their answers, put in the order of their times. What you have\n\
        already is not taken twice, so importing again changes nothing."
)]
struct ImportArguments {
    /// What progress export printed, or - for standard input
    #[arg(value_name = "LOG", required = true)]
    logs: Vec<PathBuf>,
}

/// Print one log made of several, and leave your own alone
#[derive(Args, Debug)]
#[command(
    help_template = super::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise progress merge laptop.jsonl desk.jsonl > both.jsonl"
)]
struct MergeArguments {
    /// What progress export printed, or - for standard input
    #[arg(value_name = "LOG", required = true)]
    logs: Vec<PathBuf>,
}

/// Show how far you are in each lesson, and how your skills sit
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
        Some(Command::Export(ExportArguments {})) => export(&log),
        Some(Command::Import(arguments)) => import(arguments, &log, surroundings),
        Some(Command::Merge(arguments)) => merged(arguments, surroundings),
        Some(Command::Reset(arguments)) => reset(arguments, &log, surroundings),
    }
}

fn show(
    arguments: &ShowArguments,
    log: &AnswerLog,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let progress = log.read().map_err(|error| failure(&error))?;
    let now = now();
    let lines = lines(&Course::builtin(), &progress);
    let printed = match arguments.format {
        Format::Json => {
            let lessons: Vec<_> = lines.iter().map(Line::json).collect();
            let skills: Vec<_> =
                progress.skills.iter().map(|(name, it)| skill(name, it, now)).collect();
            let report = json!({
                "log": log.path().to_string_lossy(),
                "records": progress.records,
                "unreadable": progress.unreadable,
                "newer": progress.newer,
                "minutes": progress.spent / MINUTE,
                "due": progress.due(now),
                "lessons": lessons,
                "skills": skills,
            });
            json::write(std::io::stdout().lock(), &report)
        }
        Format::Text => surroundings.print(&(text(&lines) + &memory::text(&progress, now))),
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

/// A skill for programs.
fn skill(name: &str, memory: &Memory, now: Timestamp) -> Value {
    json!({
        "skill": name,
        "recall": (memory.recall_on_day(now) * 1000.0).round() / 1000.0,
        "stability_days": (memory.stability * 100.0).round() / 100.0,
        "difficulty": (memory.difficulty * 100.0).round() / 100.0,
        "reviews": memory.reviews,
        "lapses": memory.lapses,
        "last": memory.last.day(),
        "due": memory.due.day(),
        "is_due": memory.is_due(now),
    })
}

fn export(log: &AnswerLog) -> Result<Exit, Failure> {
    let text = log.export().map_err(|error| failure(&error))?;
    finish(std::io::stdout().lock().write_all(&safe_lines(&text)), Exit::Clean)
}

fn import(
    arguments: &ImportArguments,
    log: &AnswerLog,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let mut refused = false;
    for path in &arguments.logs {
        let other = read_other(path)?;
        let merged = log
            .import(&other)
            .map_err(|error| Failure { exit: Exit::Findings, ..failure(&error) })?;
        refused |= merged.refused > 0;
        surroundings.say(&told(path, &merged));
    }
    Ok(if refused { Exit::Findings } else { Exit::Clean })
}

fn merged(arguments: &MergeArguments, surroundings: &Surroundings) -> Result<Exit, Failure> {
    let mut log = Vec::new();
    let mut refused = false;
    for path in &arguments.logs {
        let merged = merge(&log, &read_other(path)?);
        refused |= merged.refused > 0;
        surroundings.say(&told(path, &merged));
        log = merged.log;
    }
    let exit = if refused { Exit::Findings } else { Exit::Clean };
    finish(std::io::stdout().lock().write_all(&safe_lines(&log)), exit)
}

pub(super) fn read_other(path: &Path) -> Result<Vec<u8>, Failure> {
    if path == Path::new("-") {
        return Ok(crate::host::read_stream("standard input", std::io::stdin().lock())?);
    }
    crate::host::read_log(path).map_err(|error| failure(&error))
}

/// The lines of a log as a terminal may show them. What is no text is no
/// record either, and stays in the log.
fn safe_lines(log: &[u8]) -> Vec<u8> {
    let lines = log.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let texts = lines.filter(|line| !line.is_empty()).filter_map(|it| std::str::from_utf8(it).ok());
    texts.fold(Vec::with_capacity(log.len()), |mut safe, text| {
        safe.extend_from_slice(harmless(text).as_bytes());
        safe.push(b'\n');
        safe
    })
}

/// What became of one log.
fn told(path: &Path, merged: &Merged) -> String {
    let Merged { added, known, refused, .. } = merged;
    let more = match refused {
        0 => String::new(),
        1 => "; 1 line is no record and was left out".to_owned(),
        count => format!("; {count} lines are no records and were left out"),
    };
    format!("{}: {added} new, {known} known already{more}.", path.display())
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
        // Questions of quizzes belong to skills and not to a lesson.
        if id != QUIZ && !course.entries.iter().any(|entry| entry.id == *id) {
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
            (true, _) if state.known => "known",
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
