//! `layerwise context [FILE] [PATH]...`: which files a build is sent, which
//! line decides, and which instruction takes them.

mod gathered;
mod report;
mod text;
mod tree;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::exit::{Exit, Failure};
use super::inspect::BuildArguments;
use super::surroundings::Surroundings;
use super::{InputArguments, finish, json};
use crate::host::Enter;
use gathered::Gathered;

/// Show which files a build is sent, and what takes them
#[derive(Args, Debug)]
#[command(
    help_template = super::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise context                       the folder here with its Dockerfile\n  \
        layerwise context . src/app.py          is it sent, and what takes it?\n  \
        layerwise context --target test --context . docker/Dockerfile\n  \
        layerwise context --format json | jq -r '.paths[] | select(.sent) .path'",
    after_help = "\
        FILE may be a Dockerfile or a folder; a folder is the context, and its Dockerfile \
        the one in it, should there be one. PATH counts from the context.\n\n\
        A file *may be sent* when no line of the ignore file leaves it out. Of these,\n\
        BuildKit sends what the COPY, ADD and bind mounts of the target ask for. The\n\
        Dockerfile and the ignore file reach the builder by themselves, ignored or not.\n\n\
        Exits with 4 when FILE is a Dockerfile with syntax errors."
)]
pub(super) struct ContextArguments {
    #[command(flatten)]
    input: InputArguments,

    /// Paths to tell about; all when none is given
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Folder that is sent; else what a Compose file says, else the one of FILE
    #[arg(long, value_name = "FOLDER")]
    context: Option<PathBuf>,

    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,

    #[command(flatten)]
    build: BuildArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(super) fn run(
    arguments: &ContextArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let options = arguments.build.options(surroundings)?;
    // JSON lists every path, and any path may be asked for; the overview says
    // which folders are passed by.
    let is_overview = arguments.format == Format::Text && arguments.paths.is_empty();
    let enter = if is_overview { Enter::WhatMayBeSent } else { Enter::Everything };
    let folder = arguments.context.as_deref();
    let gathered = Gathered::new(&arguments.input.wanted(), folder, options, enter, surroundings)?;
    let printed = match arguments.format {
        Format::Json => {
            let report = report::report(&gathered, &arguments.paths);
            json::write(std::io::stdout().lock(), &report)
        }
        Format::Text => {
            let blocks = match arguments.paths.as_slice() {
                [] => text::overview(&gathered),
                paths => text::about_paths(&gathered, paths),
            };
            surroundings.print(&text::printed(&blocks, surroundings))
        }
    };
    let exit = if gathered.has_syntax_errors { Exit::SyntaxErrors } else { Exit::Clean };
    finish(printed, exit)
}
