//! `layerwise stages [FILE]`: the graph of the stages.

use std::io;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::exit::{Exit, Failure};
use super::inspect::BuildArguments;
use super::surroundings::Surroundings;
use super::{InputArguments, finish, json};
use crate::analysis::Analysis;
use crate::dockerfile::{self, ProblemLevel};
use crate::source::safe_line;
use crate::stages::{DrawnRow, Graph, Lit, Part, dot, mermaid, svg};

/// Raised when a program that reads the output would have to change.
const SCHEMA_VERSION: u32 = 1;

/// Show the stages and what each needs
#[derive(Args, Debug)]
#[command(
    help_template = super::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise stages                            the Dockerfile here\n  \
        layerwise stages --target test              what that target needs\n  \
        layerwise stages --format mermaid           for Markdown on GitHub\n  \
        layerwise stages --format dot | dot -Tpng -o stages.png",
    after_help = "Exits with 4 when the file has syntax errors; what can be read is shown all the same."
)]
pub(super) struct StagesArguments {
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
    Mermaid,
    Dot,
    Svg,
    Json,
}

/// The graph for programs.
#[derive(Serialize)]
struct Report<'a> {
    schema_version: u32,
    file: &'a str,
    /// Why BuildKit refuses the file, or cannot build this target.
    error: Option<String>,
    #[serde(flatten)]
    graph: &'a Graph,
}

pub(super) fn run(
    arguments: &StagesArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let options = arguments.build.options(surroundings)?;
    let opened = arguments.input.open(surroundings)?;
    let knowledge = super::tables::known(&opened.origin, surroundings);
    let file = Arc::new(dockerfile::parse(opened.source));
    let analysis = Analysis::knowing(Arc::clone(&file), options, knowledge);
    let graph = Graph::of(&analysis.build);
    let failure = analysis.refusal.as_ref().or(analysis.build.failure.as_ref());
    let error = failure.map(|failure| failure.text.clone());
    let name = safe_line(&file.source.name);
    let printed = match arguments.format {
        Format::Text => {
            surroundings.print(&text(&graph, &analysis, error.as_deref(), surroundings))
        }
        Format::Mermaid => surroundings.print(&mermaid(&graph)),
        Format::Dot => surroundings.print(&dot(&graph)),
        Format::Svg => surroundings.print(&svg(&graph, &format!("Stages of {name}"))),
        Format::Json => {
            let file = &file.source.name;
            let report = Report { schema_version: SCHEMA_VERSION, file, error, graph: &graph };
            json::write(io::stdout().lock(), &report)
        }
    };
    let broken = file.problems.iter().any(|problem| problem.level == ProblemLevel::Error);
    finish(printed, if broken { Exit::SyntaxErrors } else { Exit::Clean })
}

fn text(
    graph: &Graph,
    analysis: &Analysis,
    error: Option<&str>,
    surroundings: &Surroundings,
) -> String {
    let mut text = format!("{}\n", graph.summary_of(analysis.refusal.as_ref()));
    if let Some(error) = error {
        text.push_str(&format!("A build stops here: {}\n", safe_line(error)));
    }
    text.push('\n');
    for row in graph.draw() {
        let row = if surroundings.colors() { painted(&row) } else { row.text() };
        text.push_str(&row);
        text.push('\n');
    }
    let sentences = graph.parallel_words();
    if !sentences.is_empty() {
        text.push('\n');
    }
    for sentence in sentences {
        text.push_str(&sentence);
        text.push('\n');
    }
    text
}

fn painted(row: &DrawnRow) -> String {
    let mut text = String::new();
    for piece in &row.pieces {
        let code = match (piece.lit, piece.part) {
            (Lit::No, _) | (_, Part::LineNumber | Part::Remark) => "2",
            (_, Part::Target) => "1;36",
            (_, Part::Name) => "1",
            (_, Part::Line) => "36",
            (_, Part::Base | Part::Crossing) => "",
        };
        if code.is_empty() || piece.text.trim().is_empty() {
            text.push_str(&piece.text);
        } else {
            text.push_str(&format!("\x1b[{code}m{}\x1b[0m", piece.text));
        }
    }
    text
}
