//! `layerwise explain [FILE]`: the file line by line, in words.

mod committed;
mod coverage;
mod print;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::exit::{Exit, Failure};
use super::inspect::BuildArguments;
use super::paint::paint;
use super::surroundings::Surroundings;
use super::tables;
use super::{InputArguments, finish, json};
use crate::analysis::Analysis;
use crate::checks::{self, Rule};
use crate::doc::{self, Block, Details, Document, LayoutOptions, Page, Text};
use crate::dockerfile::{self, Dockerfile, ProblemLevel, StageId};
use crate::explain::{self, Choice};
use crate::host::{ContextFolder, Enter, Origin};
use crate::source::LineNumber;

/// Explain a Dockerfile line by line
#[derive(Args, Debug)]
#[command(
    help_template = super::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise explain                           the Dockerfile here\n  \
        layerwise explain docker/ --line 12         one instruction\n  \
        layerwise explain DL3009                    the page of a check, by any name\n  \
        layerwise explain --write docs/dockerfile.md\n  \
        layerwise explain --check docs/dockerfile.md   in CI: does it still fit?\n  \
        layerwise explain --coverage .              how much of it the tables know",
    after_help = "Values that look like secrets are masked.\n\
                  Exits with 4 when the file has syntax errors; it is explained all the same."
)]
pub(super) struct ExplainArguments {
    #[command(flatten)]
    input: InputArguments,

    /// Only the instruction that this line belongs to
    #[arg(long, value_name = "N", value_parser = line_number)]
    line: Option<LineNumber>,

    /// Only this stage, by its name or its number counted from 0
    #[arg(long, value_name = "NAME", conflicts_with = "line")]
    stage: Option<String>,

    /// How much to say
    #[arg(long, value_enum, default_value = "usual")]
    depth: Depth,

    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,

    /// Fail with a difference when this document (.md, .html or .txt) no longer fits
    #[arg(long, value_name = "DOC", conflicts_with_all = ["line", "stage", "write", "format"])]
    check: Option<PathBuf>,

    /// Write the document to this file (.md, .html or .txt)
    #[arg(long, value_name = "DOC", conflicts_with_all = ["line", "stage", "format"])]
    write: Option<PathBuf>,

    #[command(flatten)]
    build: BuildArguments,

    /// Count what the tables have an explanation for, in these files and folders
    #[arg(long, value_name = "PATH", num_args = 0.., conflicts_with = "line")]
    coverage: Option<Vec<PathBuf>>,
}

/// What is to be explained.
struct Wanted<'a> {
    analysis: &'a Analysis,
    line: Option<LineNumber>,
    choice: Choice,
    /// Where the file lies in its context.
    inside: Option<String>,
}

/// How much to say.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Depth {
    Brief,
    Usual,
    Full,
}

impl From<Depth> for explain::Depth {
    fn from(depth: Depth) -> Self {
        match depth {
            Depth::Brief => explain::Depth::Brief,
            Depth::Usual => explain::Depth::Usual,
            Depth::Full => explain::Depth::Full,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Markdown,
    Html,
    Json,
}

pub(super) fn run(
    arguments: &ExplainArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    if let Some(paths) = &arguments.coverage {
        return coverage::run(&arguments.input, paths, arguments.format, surroundings);
    }
    if let Some(rules) = named_checks(arguments) {
        return finish(print_pages(&rules, arguments.format, surroundings), Exit::Clean);
    }
    if let Some(failure) = no_check(arguments) {
        return Err(failure);
    }
    let options = arguments.build.options(surroundings)?;
    let opened = arguments.input.open(surroundings)?;
    let is_kept = arguments.check.is_some() || arguments.write.is_some();
    let knowledge = match is_kept {
        true => tables::known_to_all(&opened.origin, surroundings),
        false => tables::known(&opened.origin, surroundings),
    };
    let file = Arc::new(dockerfile::parse(opened.source));
    let analysis = Analysis::knowing(file, options, knowledge);
    let file = &*analysis.file;
    let count = file.source.line_count();
    if let Some(line) = arguments.line.filter(|line| line.index() >= count) {
        let hint = format!("its last line is {count}");
        return Err(Failure::usage(format!("{} has no line {line}", file.source.name), hint));
    }
    let stage = arguments.stage.as_deref().map(|name| named_stage(file, name)).transpose()?;
    let choice = Choice { depth: arguments.depth.into(), stage };
    let inside = match &opened.origin {
        Origin::File(path) => {
            ContextFolder::of_dockerfile(None, path, Enter::default()).dockerfile_inside()
        }
        _ => None,
    };
    let wanted = Wanted { analysis: &analysis, line: arguments.line, choice, inside };
    if let Some(path) = &arguments.check {
        return committed::check(&wanted, path, surroundings);
    }
    if let Some(path) = &arguments.write {
        return committed::write(&wanted, path, surroundings);
    }
    let printed = print::print(&wanted, arguments.format, surroundings);
    let broken = file.problems.iter().any(|problem| problem.level == ProblemLevel::Error);
    finish(printed, if broken { Exit::SyntaxErrors } else { Exit::Clean })
}

/// The stage of this name, or with this number; of several of one name the last.
fn named_stage(file: &Dockerfile, name: &str) -> Result<StageId, Failure> {
    let lower = name.to_lowercase();
    let named = file.stages.iter().rfind(|stage| stage.name.as_deref() == Some(&lower));
    let numbered = || file.stages.get(name.parse::<usize>().ok()?);
    if let Some(stage) = named.or_else(numbered) {
        return Ok(stage.id);
    }
    let names: Vec<&str> =
        file.stages.iter().filter_map(|stage| stage.name.as_deref()).take(8).collect();
    let hint = match names.as_slice() {
        [] => format!("no stage has a name; there are {}, counted from 0", file.stages.len()),
        names => format!("there are: {}", names.join(", ")),
    };
    Err(Failure::usage(format!("{} has no stage {name}", file.source.name), hint))
}

/// The checks that the FILE argument names, where it names no file.
fn named_checks(arguments: &ExplainArguments) -> Option<Vec<&'static Rule>> {
    let path = arguments.input.file.as_deref()?;
    if path.exists() {
        return None;
    }
    Some(checks::called(path.to_str()?)).filter(|rules| !rules.is_empty())
}

/// What is said where the FILE argument names no file, and a check that is none of ours.
fn no_check(arguments: &ExplainArguments) -> Option<Failure> {
    let path = arguments.input.file.as_deref().filter(|path| !path.exists())?;
    let name = path.to_str().filter(|name| !name.contains(['/', '\\', '.']))?;
    if let Some(foreign) = checks::foreign(name) {
        let what = format!(
            "{} of {} asks for {}, and is no check here. {}",
            name.to_ascii_uppercase(),
            foreign.tool,
            foreign.asks,
            foreign.why
        );
        let hint = match foreign.lesson {
            "" => "layerwise check --list shows all checks".to_owned(),
            lesson => format!("layerwise learn {lesson} treats it"),
        };
        return Some(Failure::nothing_to_read(what, hint));
    }
    let near = checks::nearest(name)?;
    let what = format!("there is no file {name}, and no check of that name");
    Some(Failure::nothing_to_read(what, format!("did you mean the check {near}?")))
}

/// The pages of checks, one after the other.
fn print_pages(
    rules: &[&'static Rule],
    format: Format,
    surroundings: &Surroundings,
) -> io::Result<()> {
    match format {
        Format::Json => {
            let page = |rule: &&Rule| {
                serde_json::json!({
                    "rule": rule.slug,
                    "title": rule.title(),
                    "level": rule.level,
                    "category": rule.category,
                    "aliases": rule.aliases().collect::<Vec<_>>(),
                    "page": rule.page,
                })
            };
            let rules: Vec<_> = rules.iter().map(page).collect();
            json::write(io::stdout().lock(), &serde_json::json!({"rules": rules}))
        }
        Format::Text => {
            let blocks: Vec<Block> = rules.iter().flat_map(|rule| page_of(rule)).collect();
            surroundings.print(&as_text(&blocks, surroundings))
        }
        Format::Markdown => {
            let blocks = rules.iter().flat_map(|rule| page_of(rule));
            surroundings.print_safe(&doc::markdown::write(&Document::new(blocks)))
        }
        Format::Html => {
            let mut page = Page::new(explain::whole::SVG);
            rules.iter().for_each(|rule| page.add(&page_of(rule)));
            let title = rules.first().map_or("checks", |rule| rule.slug);
            surroundings.print(&page.finish(title))
        }
    }
}

/// The page of a check, with what it is called and how bad it is below the title.
fn page_of(rule: &Rule) -> Vec<Block> {
    let mut blocks = checks::page::blocks(rule.page);
    let text = Text::new().code(rule.slug).plain(format!(
        ", {} about {}",
        rule.level.name(),
        rule.category.name()
    ));
    blocks.insert(1.min(blocks.len()), Block::paragraph(text));
    blocks
}

fn line_number(text: &str) -> Result<LineNumber, String> {
    let number = text.parse().ok().and_then(LineNumber::new);
    number.ok_or_else(|| "a line is a number, and the first is 1".to_owned())
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
