//! `layerwise knowledge show NAME`.

use std::io;

use clap::Args;
use serde_json::json;

use super::{Format, SCHEMA_VERSION};
use crate::cli::exit::{Exit, Failure};
use crate::cli::surroundings::Surroundings;
use crate::cli::{finish, json};
use crate::doc::{self, Block, Text};
use crate::knowledge::Shown;
use crate::source::safe_line;

/// Show what the tables say about a command, a package, a variable, an image, a port …
#[derive(Args, Debug)]
#[command(
    help_template = crate::cli::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise knowledge show apt-get\n  \
        layerwise knowledge show PYTHONUNBUFFERED\n  \
        layerwise knowledge show python:3.14-slim\n  \
        layerwise knowledge show pip:flask",
)]
pub(super) struct ShowArguments {
    /// The name; a package may be named with its kind, as in pip:flask
    #[arg(value_name = "NAME")]
    name: String,

    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(super) fn run(arguments: &ShowArguments, surroundings: &Surroundings) -> Result<Exit, Failure> {
    let knowledge = super::known_here(surroundings);
    let entries = knowledge.show(&arguments.name);
    if entries.is_empty() {
        let hint = match knowledge.nearest(&arguments.name) {
            Some(near) => format!("did you mean {near}?"),
            None => "a table of your own can say it: layerwise knowledge --help".to_owned(),
        };
        let message = format!("{} is not in layerwise's tables", arguments.name);
        return Err(Failure { message, hint: Some(hint), exit: Exit::Findings });
    }
    let printed = match arguments.format {
        Format::Json => json::write(
            io::stdout().lock(),
            &json!({ "schema_version": SCHEMA_VERSION, "entries": entries }),
        ),
        Format::Text => {
            let blocks: Vec<Block> = entries.iter().flat_map(blocks).collect();
            surroundings.print_safe(&doc::plain_text(&blocks, surroundings.width()))
        }
    };
    finish(printed, Exit::Clean)
}

fn blocks(entry: &Shown) -> Vec<Block> {
    let safe = |text: &str| safe_line(text).into_owned();
    let title = Text::from(format!("{}: {}", safe(&entry.name), safe(&entry.kind)));
    let mut blocks = vec![
        Block::heading(3, title),
        Block::paragraph(safe(&entry.about)),
        Block::paragraph(format!("From {}.", safe(&entry.from))),
    ];
    let part = |part: &crate::knowledge::ShownPart| {
        Text::new().code(safe(&part.name)).plain(format!(": {}", safe(&part.about)))
    };
    if !entry.parts.is_empty() {
        blocks.insert(2, Block::bullets(entry.parts.iter().map(part)));
    }
    blocks
}
