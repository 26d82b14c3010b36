//! `layerwise decide [FILE]`: decisions about the image, as a guided sheet.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::check::around;
use super::exit::{Exit, Failure};
use super::inspect::BuildArguments;
use super::surroundings::Surroundings;
use super::tables::known;
use super::{InputArguments, finish, json};
use crate::analysis::Analysis;
use crate::audit::Material;
use crate::audit::decide::{self, Answer, Decision, Given, GivenError, Outcome, Way, decide};
use crate::checks::has_syntax_errors;
use crate::doc::{self, Block, Document};
use crate::dockerfile;
use crate::mask::mask_text;
use crate::source::{Source, Span, safe_line};

/// Raised when a program that reads the output would have to change.
const SCHEMA_VERSION: u32 = 1;

/// Decide: base image, server, stages, health check
#[derive(Args, Debug)]
#[command(
    help_template = super::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise decide                    what the file answers, and what is open\n  \
        layerwise decide --answer platform=kubernetes --answer size=normal\n  \
        layerwise decide --format markdown > decisions.md",
    after_help = "The file answers what it can, with the lines that prove it. An answer of yours\n\
        goes before that of the file. While an answer is open, every way is shown with\n\
        its condition.\n\n\
        Exits with 4 when the file has syntax errors; what can be read counts all the same."
)]
pub(super) struct DecideArguments {
    #[command(flatten)]
    input: InputArguments,

    /// Answer a question of the sheet
    #[arg(long = "answer", value_name = "QUESTION=ANSWER")]
    answers: Vec<String>,

    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,

    /// Folder that is sent to the build
    #[arg(long, value_name = "FOLDER")]
    context: Option<PathBuf>,

    #[command(flatten)]
    build: BuildArguments,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Markdown,
    Json,
}

pub(super) fn run(
    arguments: &DecideArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let given = given(&arguments.answers)?;
    let options = arguments.build.options(surroundings)?;
    let opened = arguments.input.open(surroundings)?;
    let knowledge = known(&opened.origin, surroundings);
    let file = Arc::new(dockerfile::parse(opened.source));
    let around = around(arguments.context.as_deref(), &file, &opened.origin);
    let analysis = Analysis::knowing(file, options, knowledge);
    let decisions = decide(&Material::new(&analysis, &around), &given);
    let source = &analysis.file.source;
    let printed = match arguments.format {
        Format::Json => json::write(io::stdout().lock(), &report(&decisions, source)),
        Format::Markdown => {
            let document = Document::new(decide::blocks(&decisions, source));
            surroundings.print_safe(&doc::markdown::write(&document))
        }
        Format::Text => surroundings.print_safe(&text(&decisions, source, surroundings.width())),
    };
    let broken = has_syntax_errors(&analysis);
    finish(printed, if broken { Exit::SyntaxErrors } else { Exit::Clean })
}

/// Reads `question=answer`.
fn given(answers: &[String]) -> Result<Given, Failure> {
    let mut given = Given::default();
    for written in answers {
        let (key, value) = written.split_once('=').ok_or_else(|| {
            Failure::usage(format!("{written} is no answer"), "write --answer platform=kubernetes")
        })?;
        given.answer(key.trim(), value.trim()).map_err(|error| match error {
            GivenError::NoQuestion => {
                let keys: Vec<&str> = decide::questions().map(|(_, it)| it.key).collect();
                let hint = format!("the questions are {}", keys.join(", "));
                Failure::usage(format!("there is no question {key}"), hint)
            }
            GivenError::NoAnswer(question) => {
                let values: Vec<&str> = question.options.iter().map(|(value, ..)| *value).collect();
                let hint = format!("its answers are {}", values.join(", "));
                Failure::usage(format!("{} cannot be answered by {value}", question.key), hint)
            }
        })?;
    }
    Ok(given)
}

/// The sheet in rows: the ways as a list, for a table of sentences needs room.
fn text(decisions: &[Decision], source: &Source, width: usize) -> String {
    let mut text = String::new();
    for block in decide::blocks(decisions, source) {
        let own = match &block.kind {
            doc::BlockKind::Table(table) => doc::plain_text(&[ways(table)], width),
            _ => doc::plain_text(&[block], width),
        };
        text += &own;
        text.push('\n');
    }
    text
}

fn ways(table: &doc::Table) -> Block {
    let way = |row: &Vec<doc::Text>| {
        let [name, gives, costs] = row.as_slice() else { return doc::Text::new() };
        let (name, gives, costs) = (name.words(), gives.words(), costs.words());
        doc::Text::new().strong(name).plain(format!(". For it: {gives}. Against it: {costs}."))
    };
    Block::bullets(table.rows.iter().map(way))
}

fn report(decisions: &[Decision], source: &Source) -> Value {
    let lines = |proof: &[Span]| -> Vec<u32> {
        let mut lines: Vec<u32> = proof.iter().map(|it| source.line_at(it.start).get()).collect();
        lines.dedup();
        lines
    };
    let question = |asked: &decide::Asked| {
        let (by, reason, proof) = match &asked.answer {
            Answer::Given(_) => ("reader", None, Vec::new()),
            Answer::Found { reason, proof, .. } => ("file", Some(reason), lines(proof)),
            Answer::Open(hint) => ("nobody", Some(hint).filter(|it| !it.is_empty()), Vec::new()),
        };
        json!({
            "question": asked.question.key,
            "asks": asked.question.asks,
            "options": asked.question.options.iter().map(|(value, ..)| *value).collect::<Vec<_>>(),
            "answer": asked.answer.value(),
            "answered_by": by,
            "reason": reason.map(|it| safe_line(&mask_text(it)).into_owned()),
            "lines": proof,
        })
    };
    let way = |way: &Way| {
        let when = way.when.iter();
        let when = when.map(|(question, value)| json!({"question": question.key, "answer": value}));
        json!({
            "when": when.collect::<Vec<_>>(),
            "choice": way.choice.key,
            "reasons": way.reasons,
        })
    };
    let decision = |decision: &Decision| {
        let ways = match &decision.outcome {
            Outcome::Chosen(chosen) => std::slice::from_ref(chosen),
            Outcome::Depends(ways) => ways,
        };
        json!({
            "decision": decision.key,
            "title": decision.title,
            "today": {
                "choice": decision.today.choice,
                "says": safe_line(&mask_text(&decision.today.says)),
                "lines": lines(&decision.today.proof),
            },
            "questions": decision.asked.iter().map(question).collect::<Vec<_>>(),
            "choices": decision.choices.iter().map(|choice| json!({
                "choice": choice.key,
                "name": choice.name,
                "gives": choice.gives,
                "costs": choice.costs,
            })).collect::<Vec<_>>(),
            "ways": ways.iter().map(way).collect::<Vec<_>>(),
        })
    };
    json!({
        "schema_version": SCHEMA_VERSION,
        "file": source.name,
        "decisions": decisions.iter().map(decision).collect::<Vec<_>>(),
    })
}
