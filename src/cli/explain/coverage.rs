//! `layerwise explain --coverage [PATH]...`: how much of files the tables know.

use std::path::PathBuf;

use serde::Serialize;

use super::super::exit::{Exit, Failure};
use super::super::surroundings::Surroundings;
use super::super::tables::Library;
use super::super::{InputArguments, finish, json};
use super::{Format, as_text};
use crate::arrange::Arrange as _;
use crate::doc::{self, Block, Document, Text};
use crate::dockerfile;
use crate::explain::{Count, Counted, Coverage};
use crate::host;

/// Raised when a program that reads the output would have to change.
const SCHEMA_VERSION: u32 = 1;

/// So many names that are not known are shown of each kind.
const SHOWN: usize = 8;

/// The counts for programs.
#[derive(Serialize)]
struct Report {
    schema_version: u32,
    files: usize,
    counts: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    kind: Counted,
    met: usize,
    known: usize,
    /// Of the known ones those that no table knows, but of which this file shows the use.
    by_use: usize,
    /// Of the known ones those of which only a word of the name says something.
    by_name: usize,
    /// What is not known, the most frequent first.
    unknown: Vec<Unknown>,
}

#[derive(Serialize)]
struct Unknown {
    name: String,
    times: usize,
}

/// Counts the files below the paths; without a path the Dockerfile that is asked for.
pub(super) fn run(
    input: &InputArguments,
    paths: &[PathBuf],
    format: Format,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let mut coverage = Coverage::default();
    let mut library = Library::default();
    let mut files = 0;
    if paths.is_empty() {
        let opened = input.open(surroundings)?;
        let knowledge = library.of(&opened.origin, surroundings);
        coverage.add(Coverage::of(&dockerfile::parse(opened.source), &knowledge));
        files = 1;
    }
    for path in paths {
        let found =
            if path.is_dir() { host::find_dockerfiles(path) } else { vec![path.to_owned()] };
        for file in found {
            match host::open_path(&file) {
                Ok(opened) => {
                    let knowledge = library.of(&opened.origin, surroundings);
                    coverage.add(Coverage::of(&dockerfile::parse(opened.source), &knowledge));
                    files += 1;
                }
                Err(error) => surroundings.say(&error.to_string()),
            }
        }
    }
    let rows: Vec<Row> = Counted::ALL.into_iter().map(|kind| row(&coverage, kind)).collect();
    let printed = match format {
        Format::Json => {
            let report = Report { schema_version: SCHEMA_VERSION, files, counts: rows };
            json::write(std::io::stdout().lock(), &report)
        }
        Format::Text => surroundings.print(&as_text(&blocks(files, &rows), surroundings)),
        _ => {
            let document = Document::new(blocks(files, &rows));
            surroundings.print_safe(&doc::markdown::write(&document))
        }
    };
    finish(printed, Exit::Clean)
}

fn row(coverage: &Coverage, kind: Counted) -> Row {
    let mut count = coverage.counts.get(&kind).cloned().unwrap_or_default();
    let mut unknown: Vec<Unknown> = std::mem::take(&mut count.unknown)
        .into_iter()
        .map(|(name, times)| Unknown { name, times })
        .collect();
    unknown.arrange_by(|a, b| b.times.cmp(&a.times).then_with(|| a.name.cmp(&b.name)));
    let Count { met, known, by_use, by_name, .. } = count;
    Row { kind, met, known, by_use, by_name, unknown }
}

fn blocks(files: usize, rows: &[Row]) -> Vec<Block> {
    let noun = if files == 1 { "file" } else { "files" };
    let head = format!(
        "What layerwise has an explanation for, in {files} {noun}; itself: an entry of a table says what it is."
    );
    let cells = rows.iter().map(|row| {
        let share = match row.met {
            0 => "none met".to_owned(),
            met => format!("{:.1} %", 100.0 * row.known as f64 / met as f64),
        };
        let itself = row.known - row.by_use - row.by_name;
        let counts = [row.met, row.known, itself, row.by_use, row.by_name];
        let [met, known, itself, by_use, by_name] = counts.map(|count| count.to_string());
        [row.kind.name().to_owned(), met, known, share, itself, by_use, by_name]
    });
    let mut blocks = vec![
        Block::paragraph(head),
        Block::table(
            ["kind", "met", "known", "share", "itself", "by use", "by name"].map(str::to_owned),
            cells,
        ),
    ];
    let legend = [
        (
            rows.iter().any(|row| row.by_use > 0),
            "by use: no table knows it, but lines of its file show what its value is used for.",
        ),
        (
            rows.iter().any(|row| row.by_name > 0),
            "by name: only a word of the name says something, as MYSQL_PORT says that it is a port.",
        ),
    ];
    let told = legend.into_iter().filter(|(is_met, _)| *is_met);
    blocks.extend(told.map(|(_, words)| Block::paragraph(words)));
    let missing: Vec<Text> =
        rows.iter().filter(|row| !row.unknown.is_empty()).map(missing).collect();
    if !missing.is_empty() {
        blocks.push(Block::paragraph(
            "Most often not in the tables (all of them with --format json):",
        ));
        blocks.push(Block::bullets(missing));
    }
    blocks
}

fn missing(row: &Row) -> Text {
    let shown = row.unknown.iter().take(SHOWN);
    let mut text = Text::from(format!("{}: ", row.kind.name()));
    for (place, unknown) in shown.enumerate() {
        text = text.plain(if place == 0 { "" } else { ", " }).code(&unknown.name);
        if unknown.times > 1 {
            text = text.plain(format!(" ({})", unknown.times));
        }
    }
    match row.unknown.len().saturating_sub(SHOWN) {
        0 => text,
        more => text.plain(format!(", and {more} more")),
    }
}
