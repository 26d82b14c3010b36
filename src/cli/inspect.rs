//! `layerwise inspect [FILE]`: everything it knows, as JSON.

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::exit::{Exit, Failure};
use super::surroundings::Surroundings;
use super::{InputArguments, json};
use crate::dockerfile::{self, Dockerfile, ProblemLevel};
use crate::host::{Opened, Origin};
use crate::source::{Source, Span};

/// Raised when a program that reads the output would have to change.
const SCHEMA_VERSION: u32 = 1;

/// Print everything about a Dockerfile, as JSON
#[derive(Args, Debug)]
#[command(
    help_template = super::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise inspect\n  \
        layerwise inspect docker/Dockerfile | jq '.stages[].name'\n  \
        git show main:Dockerfile | layerwise inspect -"
)]
pub(super) struct InspectArguments {
    #[command(flatten)]
    input: InputArguments,

    /// How to print it
    #[arg(long, value_enum, default_value = "json")]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Json,
}

pub(super) fn run(
    arguments: &InspectArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let opened = arguments.input.open(surroundings)?;
    let file = dockerfile::parse(opened.source.clone());
    let Format::Json = arguments.format;
    let printed = json::write(std::io::stdout().lock(), &everything(&opened, &file));
    let broken = file.problems.iter().any(|problem| problem.level == ProblemLevel::Error);
    super::finish(printed, if broken { Exit::SyntaxErrors } else { Exit::Clean })
}

fn everything(opened: &Opened, file: &Dockerfile) -> Value {
    json!({
        "schema_version": SCHEMA_VERSION,
        "source": source(opened),
        "problems": file.problems.iter().map(|it| problem(&file.source, it)).collect::<Vec<_>>(),
        "tokens": file
            .tokens
            .iter()
            .map(|token| json!({
                "kind": snake_case(&format!("{:?}", token.kind)),
                "span": token.span,
            }))
            .collect::<Vec<_>>(),
    })
}

fn source(opened: &Opened) -> Value {
    let origin = match opened.origin {
        Origin::File(_) => "file",
        Origin::StandardInput => "standard_input",
        Origin::Sample => "sample",
    };
    json!({
        "name": opened.source.name,
        "origin": origin,
        "bytes": opened.bytes,
        "lines": opened.source.line_count(),
        "sha256": opened.hash.as_str(),
        "replaced": opened
            .source
            .replaced()
            .iter()
            .map(|place| json!({ "offset": place.offset, "bytes": place.bytes }))
            .collect::<Vec<_>>(),
    })
}

fn problem(source: &Source, problem: &dockerfile::Problem) -> Value {
    let (line, column) = place(source, problem.span);
    json!({
        "kind": snake_case(&format!("{:?}", problem.kind)),
        "level": snake_case(&format!("{:?}", problem.level)),
        "span": problem.span,
        "line": line,
        "column": column,
    })
}

/// Line and column (in characters) from 1.
fn place(source: &Source, span: Span) -> (u32, usize) {
    let line = source.line_at(span.start);
    let start = source.line_span(line).start;
    let before = source.slice(Span::new(start, span.start.max(start)));
    (line.get(), before.chars().count() + 1)
}

/// `ImageTag` as `image_tag`.
fn snake_case(name: &str) -> String {
    let mut text = String::new();
    for character in name.chars() {
        if character.is_ascii_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.push(character.to_ascii_lowercase());
    }
    text
}
