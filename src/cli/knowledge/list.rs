//! `layerwise knowledge list`.

use std::io;

use clap::Args;
use serde_json::json;

use super::{Format, SCHEMA_VERSION};
use crate::cli::exit::{Exit, Failure};
use crate::cli::surroundings::Surroundings;
use crate::cli::{finish, json};
use crate::doc::{self, Block, Text};

/// List the tables: ours, and those that were added for this folder
#[derive(Args, Debug, Default)]
#[command(help_template = crate::cli::TEMPLATE)]
pub(super) struct ListArguments {
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(super) fn run(arguments: &ListArguments, surroundings: &Surroundings) -> Result<Exit, Failure> {
    let tables = super::known_here(surroundings).tables();
    let printed = match arguments.format {
        Format::Json => json::write(
            io::stdout().lock(),
            &json!({ "schema_version": SCHEMA_VERSION, "tables": tables }),
        ),
        Format::Text => {
            let row = |table: &crate::knowledge::TableSummary| {
                let day = if table.is_added { "added" } else { &table.as_of };
                [table.table.clone(), table.entries.to_string(), day.to_owned()].map(Text::from)
            };
            let head = ["table", "entries", "as of"].map(Text::from);
            let table = Block::table(head, tables.iter().map(row));
            surroundings.print_safe(&doc::plain_text(&[table], surroundings.width()))
        }
    };
    finish(printed, Exit::Clean)
}
