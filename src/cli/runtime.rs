//! `layerwise runtime [FILE]`: what starts in a container of the target.

use std::fmt::Write as _;
use std::io;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use serde::Serialize;
use serde_json::{Value, json};

use super::exit::{Exit, Failure};
use super::inspect::BuildArguments;
use super::surroundings::Surroundings;
use super::{InputArguments, finish, json};
use crate::analysis::Analysis;
use crate::doc::{self, Block, Document, Text};
use crate::dockerfile::{self, Dockerfile, ProblemLevel};
use crate::explain::runtime::{Answer, answers, assumed};
use crate::fact::Fact;
use crate::runtime::{FirstProcess, Health, Probe, Runtime};
use crate::source::safe_line;

/// Raised when a program that reads the output would have to change.
const SCHEMA_VERSION: u32 = 1;

/// Show what starts in a container
#[derive(Args, Debug)]
#[command(
    help_template = super::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise runtime                           the Dockerfile here\n  \
        layerwise runtime --target test             a container of that target\n  \
        layerwise runtime --format markdown         for a pull request\n  \
        layerwise runtime --format json | jq .runtime.user",
    after_help = "What a base image decides is known with --bases. Without it, a table of\n\
        well-known images says it as of a day, and everything else is unknown.\n\
        Values that look like secrets are masked in text and Markdown.\n\
        Exits with 4 when the file has syntax errors; what can be read is shown all the same."
)]
pub(super) struct RuntimeArguments {
    #[command(flatten)]
    input: InputArguments,

    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,

    #[command(flatten)]
    build: BuildArguments,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Markdown,
    Json,
}

/// The contract for programs.
#[derive(Serialize)]
struct Report<'a> {
    schema_version: u32,
    file: &'a str,
    /// Why BuildKit refuses the file, or cannot build this target.
    error: Option<String>,
    runtime: Option<Value>,
}

pub(super) fn run(
    arguments: &RuntimeArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let options = arguments.build.options(surroundings)?;
    let opened = arguments.input.open(surroundings)?;
    let knowledge = super::tables::known(&opened.origin, surroundings);
    let file = Arc::new(dockerfile::parse(opened.source));
    let analysis = Analysis::knowing(Arc::clone(&file), options, knowledge);
    let runtime = Runtime::of(&analysis);
    let refusal = analysis.refusal.as_ref().map(|failure| failure.text.clone());
    let error = refusal.or_else(|| runtime.as_ref().err().cloned());
    let printed = match arguments.format {
        Format::Json => {
            let runtime = runtime.ok().map(|runtime| members(&runtime, &analysis));
            let file = &file.source.name;
            json::write(
                io::stdout().lock(),
                &Report { schema_version: SCHEMA_VERSION, file, error, runtime },
            )
        }
        Format::Text => {
            let width = surroundings.width();
            surroundings.print(&text(&analysis, runtime.ok(), error.as_deref(), width))
        }
        Format::Markdown => {
            let document = markdown(&analysis, runtime.ok(), error.as_deref());
            surroundings.print_safe(&doc::markdown::write(&document))
        }
    };
    let broken = file.problems.iter().any(|problem| problem.level == ProblemLevel::Error);
    finish(printed, if broken { Exit::SyntaxErrors } else { Exit::Clean })
}

fn title(analysis: &Analysis, runtime: &Runtime) -> String {
    let stage = analysis.file.stages.get(runtime.stage.0 as usize);
    let name = stage.and_then(|stage| stage.name.as_deref());
    match name {
        Some(name) => format!("What starts in a container of {}", safe_line(name)),
        None => "What starts in a container".to_owned(),
    }
}

fn refused(error: &str) -> String {
    format!("A build stops here: {}", safe_line(error))
}

fn text(
    analysis: &Analysis,
    runtime: Option<Runtime>,
    error: Option<&str>,
    screen: usize,
) -> String {
    let mut text = String::new();
    if let Some(error) = error {
        let _ = writeln!(text, "{}", refused(error));
    }
    let Some(runtime) = runtime else { return text };
    let _ = writeln!(text, "{}", title(analysis, &runtime));
    let answers = answers(&runtime);
    let column = answers.iter().map(|answer| answer.question.len()).max().unwrap_or_default() + 2;
    let room = screen.saturating_sub(column).max(20);
    for answer in &answers {
        let rests = answer.rests_on(&analysis.file.source);
        let own = match rests.is_empty() {
            true => answer.text.clone(),
            false => answer.text.clone().plain(format!(" ({rests})")),
        };
        if !answer.question.is_empty() {
            let _ = writeln!(text);
        }
        let blocks = [Some(own), answer.remark.clone()];
        let blocks = blocks.into_iter().flatten().map(Block::paragraph);
        let shown: String =
            blocks.map(|block| doc::plain_text(std::slice::from_ref(&block), room)).collect();
        for (row, line) in shown.lines().enumerate() {
            let question = if row == 0 { answer.question } else { "" };
            let _ = writeln!(text, "{}", format!("{question:column$}{line}").trim_end());
        }
    }
    if let Some(note) = assumed(&answers) {
        let note = doc::plain_text(&[Block::paragraph(Text::from(note))], screen);
        let _ = write!(text, "\n{note}");
    }
    text
}

fn markdown(analysis: &Analysis, runtime: Option<Runtime>, error: Option<&str>) -> Document {
    let mut document = Document::default();
    if let Some(error) = error {
        document.push(Block::paragraph(refused(error)));
    }
    let Some(runtime) = runtime else { return document };
    document.push(Block::heading(2, title(analysis, &runtime)));
    let answers = answers(&runtime);
    let row = |answer: &Answer| {
        let text = answer.text.clone();
        [Text::from(answer.question), text, Text::from(answer.rests_on(&analysis.file.source))]
    };
    let head = ["Question", "Answer", "Rests on"].map(Text::from);
    document.push(Block::table(head, answers.iter().map(row)));
    let remark = |answer: &Answer| {
        let remark = answer.remark.clone()?;
        let question = Some(answer.question).filter(|it| !it.is_empty()).unwrap_or("Environment");
        let start = Text::new().strong(question).plain(": ");
        Some(remark.runs.into_iter().fold(start, Text::run))
    };
    document.push(Block::bullets(answers.iter().filter_map(remark)));
    if let Some(note) = assumed(&answers) {
        document.push(Block::paragraph(Text::from(note)));
    }
    document
}

/// A fact for programs: the value with its lines, or why it is unknown.
fn member<T>(file: &Dockerfile, fact: &Fact<T>, value: impl FnOnce(&T) -> Value) -> Value {
    match fact {
        Fact::Unknown { reason } => json!({"known": false, "reason": reason}),
        Fact::Known { value: own, proof, note } => {
            let mut lines: Vec<u32> =
                proof.iter().map(|span| file.source.line_at(span.start).get()).collect();
            lines.dedup();
            json!({"known": true, "value": value(own), "lines": lines, "assumed_from": note})
        }
    }
}

fn members(runtime: &Runtime, analysis: &Analysis) -> Value {
    let file = &*analysis.file;
    let variables = runtime.environment.iter();
    let variables = variables.map(
        |(name, value)| json!({"name": name, "value": member(file, value, |value| json!(value))}),
    );
    let stage = file.stages.get(runtime.stage.0 as usize);
    json!({
        "stage": runtime.stage.0,
        "stage_name": stage.and_then(|stage| stage.name.as_deref()),
        "base": member(file, &runtime.base, |base| json!(base)),
        "user": member(file, &runtime.user, |user| json!({
            "written": user.written,
            "name": user.name,
            "number": user.number,
            "is_root": user.is_root(),
        })),
        "directory": member(file, &runtime.directory, |it| json!(it)),
        "entrypoint": member(file, &runtime.entrypoint, |it| json!(it)),
        "cmd": member(file, &runtime.cmd, |it| json!(it)),
        "argv": member(file, &runtime.argv, |it| json!(it)),
        "first_process": member(file, &runtime.first_process, first_process),
        "ports": member(file, &runtime.ports, |it| json!(it)),
        "volumes": member(file, &runtime.volumes, |it| json!(it)),
        "labels": member(file, &runtime.labels, |labels| {
            labels.iter().map(|(name, value)| (name.clone(), json!(value))).collect()
        }),
        "stop_signal": member(file, &runtime.stop_signal, |it| json!(it)),
        "health": member(file, &runtime.health, |it| it.as_ref().map_or(Value::Null, health)),
        "environment": variables.collect::<Vec<_>>(),
        "more_variables": runtime.more_variables,
    })
}

fn first_process(process: &FirstProcess) -> Value {
    match process {
        FirstProcess::Nothing => json!({"kind": "nothing"}),
        FirstProcess::Program { program } => json!({"kind": "program", "program": program}),
        FirstProcess::Script { path } => json!({"kind": "script", "program": path}),
        FirstProcess::Replaced { shell, program } => {
            json!({"kind": "replaced_shell", "program": program, "shell": shell})
        }
        FirstProcess::Shell { shell, script } => {
            json!({"kind": "shell", "shell": shell, "script": script})
        }
    }
}

/// Times in nanoseconds, as `docker inspect` has them.
fn health(health: &Health) -> Value {
    let times = &health.timeline;
    let (kind, test) = match &health.probe {
        Probe::Shell(script) => ("shell", json!(script)),
        Probe::Words(words) => ("words", json!(words)),
    };
    json!({
        "kind": kind,
        "test": test,
        "interval": times.interval,
        "timeout": times.timeout,
        "start_period": times.start_period,
        "start_interval": times.start_interval,
        "retries": times.retries,
        "unhealthy_if_checks_fail_at_once": seconds(times.if_checks_fail_at_once()),
        "unhealthy_if_checks_time_out": seconds(times.if_checks_time_out()),
    })
}

/// Nanoseconds as seconds.
fn seconds(nanoseconds: i128) -> f64 {
    nanoseconds as f64 / 1e9
}
