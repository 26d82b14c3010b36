//! `layerwise explain [FILE]`: the file line by line, in words.

mod document;
mod report;

use clap::{Args, ValueEnum};

use super::exit::{Exit, Failure};
use super::paint::paint;
use super::surroundings::Surroundings;
use super::{InputArguments, finish, json};
use crate::doc::{self, Block, Document, LayoutOptions};
use crate::dockerfile::{self, Dockerfile, InstructionId, ProblemLevel};
use crate::lesson::Course;
use crate::source::{LineNumber, safe};

/// Explain a Dockerfile line by line
#[derive(Args, Debug)]
#[command(
    help_template = super::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise explain                           the Dockerfile here\n  \
        layerwise explain docker/ --line 12         one instruction\n  \
        layerwise explain --format markdown > DOCKERFILE.md",
    after_help = "Exits with 4 when the file has syntax errors; it is explained all the same."
)]
pub(super) struct ExplainArguments {
    #[command(flatten)]
    input: InputArguments,

    /// Only the instruction that this line belongs to
    #[arg(long, value_name = "N")]
    line: Option<u32>,

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
    let chosen = choose(&file, arguments.line)?;
    let printed = match arguments.format {
        Format::Json => json::write(std::io::stdout().lock(), &report::report(&file, &chosen)),
        Format::Text => {
            let blocks = document::document(&file, &chosen, arguments.line.is_none());
            surroundings.print(&as_text(&blocks, surroundings))
        }
        Format::Markdown => {
            let blocks = document::document(&file, &chosen, arguments.line.is_none());
            surroundings.print(&safe(&doc::markdown::write(&Document::new(blocks))))
        }
    };
    let broken = file.problems.iter().any(|problem| problem.level == ProblemLevel::Error);
    finish(printed, if broken { Exit::SyntaxErrors } else { Exit::Clean })
}

fn as_text(blocks: &[Block], surroundings: &Surroundings) -> String {
    let width = surroundings.width();
    if surroundings.colors() {
        paint(&doc::layout(
            blocks,
            &LayoutOptions { details: doc::Details::Open, ..LayoutOptions::new(width) },
        ))
    } else {
        doc::plain_text(blocks, width)
    }
}

/// Those of the lessons that the course has already; explanations also name
/// lessons that are still to be written.
fn existing(mut lessons: Vec<String>) -> Vec<String> {
    let course = Course::builtin();
    lessons.retain(|id| course.find(id).is_some());
    lessons
}

/// The instructions to explain: all, or the one that the line belongs to.
fn choose(file: &Dockerfile, line: Option<u32>) -> Result<Vec<InstructionId>, Failure> {
    let ids = (0..file.instructions.len()).map(|place| InstructionId(place as u32));
    let Some(number) = line else { return Ok(ids.collect()) };
    let count = file.source.line_count();
    let Some(line) = LineNumber::new(number).filter(|line| line.index() < count) else {
        let hint = format!("its lines are 1 to {count}");
        return Err(Failure::usage(format!("{} has no line {number}", file.source.name), hint));
    };
    let mut later = None;
    for (id, instruction) in ids.zip(&file.instructions) {
        if instruction.lines.contains(line) {
            return Ok(vec![id]);
        }
        if instruction.lines.first > line {
            later = Some(instruction.lines.first);
            break;
        }
    }
    let message = format!("line {number} of {} holds no instruction", file.source.name);
    Err(Failure::usage(
        message,
        match later {
            Some(line) => format!("the next instruction begins on line {line}"),
            None => "no instruction follows it; without --line all are explained".to_owned(),
        },
    ))
}
