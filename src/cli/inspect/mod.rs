//! `layerwise inspect [FILE]`: everything it knows, as JSON.

mod options;
mod report;
mod spans;

pub(super) use options::BuildArguments;

use clap::{Args, ValueEnum};

use super::exit::{Exit, Failure};
use super::surroundings::Surroundings;
use super::{InputArguments, json};
use crate::build;
use crate::dockerfile::{self, ProblemLevel};

/// Print everything about a Dockerfile, as JSON
#[derive(Args, Debug)]
#[command(
    help_template = super::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise inspect\n  \
        layerwise inspect docker/Dockerfile | jq '.stages[].name'\n  \
        git show main:Dockerfile | layerwise inspect -\n  \
        layerwise inspect --bases bases.json --target test | jq .facts.steps",
    after_help = "\
        FILE of --bases is a JSON object. A name is an image reference with its tag,\n\
        a prefix that ends in *, or * for all others. A value is what docker inspect\n\
        prints as Config (Env, Cmd, User …), or null for an image that does not exist.\n\
        Os, Architecture and Variant in it say that the image is for that platform\n\
        only; an array holds an image for several platforms. Without it, what a\n\
        table of well-known images says of a base is listed under facts.assumed,\n\
        and what nothing tells under facts.unknown.\n\n\
        Lines count from 1. A span counts bytes of the text from 0, its end left out.\n\
                  Exits with 4 when the file has syntax errors; all is printed all the same."
)]
pub(super) struct InspectArguments {
    #[command(flatten)]
    input: InputArguments,

    /// How to print it
    #[arg(long, value_enum, default_value = "json")]
    format: Format,

    #[command(flatten)]
    build: options::BuildArguments,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Json,
}

pub(super) fn run(
    arguments: &InspectArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let mut options = arguments.build.options(surroundings)?;
    let opened = arguments.input.open(surroundings)?;
    let knowledge = super::tables::known(&opened.origin, surroundings);
    options.table = Some(knowledge.table_of_images());
    let file = dockerfile::parse(opened.source.clone());
    let Format::Json = arguments.format;
    let facts = build::facts(&build::evaluate(&file, &options));
    let report = report::report(&opened, &file, facts);
    let printed = json::write(std::io::stdout().lock(), &report);
    let broken = file.problems.iter().any(|problem| problem.level == ProblemLevel::Error);
    super::finish(printed, if broken { Exit::SyntaxErrors } else { Exit::Clean })
}
