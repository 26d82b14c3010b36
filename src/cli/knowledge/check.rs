//! `layerwise knowledge check [PATH]...`: for those who write tables, and their CI.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::{Format, SCHEMA_VERSION};
use crate::cli::exit::{Exit, Failure};
use crate::cli::surroundings::Surroundings;
use crate::cli::{finish, json};
use crate::host::{self, Directories};
use crate::knowledge::{Fault, Knowledge};
use crate::source::safe_line;

/// Check tables of your own: everything that would be left out, and why
#[derive(Args, Debug)]
#[command(
    help_template = crate::cli::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise knowledge check               the tables that hold in this folder\n  \
        layerwise knowledge check .layerwise/knowledge\n  \
        layerwise knowledge check commands.toml\n\n\
        Exits with 1 when there is an error; warnings do not count.",
)]
pub(super) struct CheckArguments {
    /// Tables, or folders that hold them; without it, those that hold in this folder
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(super) fn run(
    arguments: &CheckArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let paths = wanted(arguments)?;
    let (files, unread) = host::read_tables(&paths);
    if let Some(error) = unread.into_iter().next() {
        return Err(error.into());
    }
    let (knowledge, faults) = Knowledge::with(&files);
    let errors = faults.iter().filter(|fault| fault.is_error).count();
    let added = knowledge.tables().into_iter().filter(|table| table.is_added);
    let entries: usize = added.map(|table| table.entries).sum();
    let printed = match arguments.format {
        Format::Json => {
            let problems: Vec<Value> = faults.iter().map(as_json).collect();
            let report = json!({
                "schema_version": SCHEMA_VERSION,
                "tables": files.len(),
                "entries": entries,
                "problems": problems,
            });
            json::write(io::stdout().lock(), &report)
        }
        Format::Text => surroundings.print(&faults.iter().map(as_text).collect::<String>()),
    };
    if matches!(arguments.format, Format::Text) {
        let count = |number: usize, one: &str, many: &str| {
            format!("{number} {}", if number == 1 { one } else { many })
        };
        surroundings.say(&format!(
            "{} with {}: {}, {}",
            count(files.len(), "table", "tables"),
            count(entries, "entry", "entries"),
            count(errors, "error", "errors"),
            count(faults.len() - errors, "warning", "warnings"),
        ));
    }
    finish(printed, if errors > 0 { Exit::Findings } else { Exit::Clean })
}

/// The tables that are asked for.
fn wanted(arguments: &CheckArguments) -> Result<Vec<PathBuf>, Failure> {
    let hint = "tables are TOML files in .layerwise/knowledge of the repository, or in the folder \
                knowledge of the configuration folder";
    if arguments.paths.is_empty() {
        let found = host::find_tables(Path::new("."), Directories::of_user().as_ref());
        return match found.is_empty() {
            true => Err(Failure::nothing_to_read("there are no tables for this folder", hint)),
            false => Ok(found),
        };
    }
    let mut found = Vec::new();
    for path in &arguments.paths {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        let own = host::tables_in(path);
        let own = if own.is_empty() { host::find_tables(path, None) } else { own };
        if own.is_empty() {
            let message = format!("the folder {} holds no table", path.to_string_lossy());
            return Err(Failure::nothing_to_read(message, hint));
        }
        found.extend(own);
    }
    Ok(found)
}

/// `file:line:column: error: message`, as compilers print it and editors jump to it.
fn as_text(fault: &Fault) -> String {
    let place = format!("{}:{}:{}", fault.file, fault.line, fault.column);
    let hint = fault.hint.as_deref().map(|hint| format!("  hint: {}\n", safe_line(hint)));
    format!(
        "{}: {}: {}\n{}",
        safe_line(&place),
        level(fault),
        safe_line(&fault.message),
        hint.unwrap_or_default()
    )
}

fn level(fault: &Fault) -> &'static str {
    if fault.is_error { "error" } else { "warning" }
}

fn as_json(fault: &Fault) -> Value {
    json!({
        "file": fault.file,
        "line": fault.line,
        "column": fault.column,
        "level": level(fault),
        "message": fault.message,
        "hint": fault.hint,
    })
}
