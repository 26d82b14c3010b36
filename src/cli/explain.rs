//! `layerwise explain [FILE]`: the file line by line, in words.

use clap::{Args, ValueEnum};

use super::exit::{Exit, Failure};
use super::paint::paint;
use super::surroundings::Surroundings;
use super::{InputArguments, finish, json};
use crate::doc::{self, Block, Details, Document, LayoutOptions, Text};
use crate::dockerfile::{self, Dockerfile, ProblemLevel};
use crate::explain::{self, Report};
use crate::lesson::Course;
use crate::source::LineNumber;

/// Explain a Dockerfile line by line
#[derive(Args, Debug)]
#[command(
    help_template = super::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise explain                           the Dockerfile here\n  \
        layerwise explain docker/ --line 12         one instruction\n  \
        layerwise explain --format markdown > DOCKERFILE.md",
    after_help = "Values that look like secrets are masked.\n\
                  Exits with 4 when the file has syntax errors; it is explained all the same."
)]
pub(super) struct ExplainArguments {
    #[command(flatten)]
    input: InputArguments,

    /// Only the instruction that this line belongs to
    #[arg(long, value_name = "N", value_parser = line_number)]
    line: Option<LineNumber>,

    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Markdown,
    Json,
}

pub(super) fn run(
    arguments: &ExplainArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let opened = arguments.input.open(surroundings)?;
    let file = dockerfile::parse(opened.source);
    let count = file.source.line_count();
    if let Some(line) = arguments.line.filter(|line| line.index() >= count) {
        let hint = format!("its last line is {count}");
        return Err(Failure::usage(format!("{} has no line {line}", file.source.name), hint));
    }
    let report = report(&file, arguments.line);
    let printed = match arguments.format {
        Format::Json => json::write(std::io::stdout().lock(), &report),
        Format::Text => {
            let document = document(&file, arguments.line, &report);
            surroundings.print(&as_text(&document.blocks, surroundings))
        }
        Format::Markdown => {
            let document = document(&file, arguments.line, &report);
            surroundings.print_safe(&doc::markdown::write(&document))
        }
    };
    let broken = file.problems.iter().any(|problem| problem.level == ProblemLevel::Error);
    finish(printed, if broken { Exit::SyntaxErrors } else { Exit::Clean })
}

fn line_number(text: &str) -> Result<LineNumber, String> {
    let number = text.parse().ok().and_then(LineNumber::new);
    number.ok_or_else(|| "a line is a number, and the first is 1".to_owned())
}

/// The explanations as values. They name lessons of the whole curriculum;
/// those that the course does not have yet are left out.
fn report(file: &Dockerfile, line: Option<LineNumber>) -> Report {
    let mut report = match line {
        Some(line) => explain::report_at(file, line),
        None => explain::report(file),
    };
    let course = Course::builtin();
    for explanation in &mut report.explanations {
        explanation.lessons.retain(|id| course.find(id).is_some());
    }
    report
}

/// The explanations as a document, with the lessons that treat them at its end.
fn document(file: &Dockerfile, line: Option<LineNumber>, report: &Report) -> Document {
    let mut document = match line {
        Some(line) => explain::document_at(file, line),
        None => explain::document(file),
    };
    let mut lessons: Vec<&str> = Vec::new();
    for id in report.explanations.iter().flat_map(|explanation| &explanation.lessons) {
        if !lessons.contains(&id.as_str()) {
            lessons.push(id);
        }
    }
    if !lessons.is_empty() {
        let text = lessons.iter().enumerate().fold(Text::new(), |text, (place, id)| {
            text.plain(if place == 0 { "To learn more: " } else { ", " })
                .code(format!("layerwise learn {id}"))
        });
        document.push(Block::paragraph(text));
    }
    document
}

fn as_text(blocks: &[Block], surroundings: &Surroundings) -> String {
    let width = surroundings.width();
    if surroundings.colors() {
        let options = LayoutOptions { details: Details::Open, ..LayoutOptions::new(width) };
        paint(&doc::layout(blocks, &options))
    } else {
        doc::plain_text(blocks, width)
    }
}
