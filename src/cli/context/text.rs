//! What `context` prints for a person.

use std::path::PathBuf;

use super::gathered::Gathered;
use super::tree;
use crate::cli::paint::paint;
use crate::cli::surroundings::Surroundings;
use crate::context::{Count, Taker, bytes_text};
use crate::doc::{self, Block, LayoutOptions, Text};
use crate::explain::files::{self, counted, named, shown_path};

/// At most so many problems are told; JSON has all.
const MOST_PROBLEMS: usize = 20;

/// The blocks as text for this terminal.
pub(super) fn printed(blocks: &[Block], surroundings: &Surroundings) -> String {
    let width = surroundings.width();
    if surroundings.colors() {
        paint(&doc::layout(blocks, &LayoutOptions::new(width)))
    } else {
        doc::plain_text(blocks, width)
    }
}

/// The whole context.
pub(super) fn overview(gathered: &Gathered) -> Vec<Block> {
    let mut blocks = vec![Block::paragraph(title(gathered))];
    if let Some(refused) = gathered.files().refused() {
        blocks.push(Block::paragraph(refused));
        return blocks;
    }
    blocks.push(Block::paragraph(gathered.files().sums(&gathered.summary)));
    blocks.extend(takers(gathered));
    blocks.extend(left_out(gathered));
    blocks.extend(largest(gathered));
    blocks.extend(warnings(gathered));
    blocks.push(Block::heading(2, "Files"));
    blocks.push(Block::code("text", tree::tree(gathered)));
    blocks
}

/// Only these paths.
pub(super) fn about_paths(gathered: &Gathered, paths: &[PathBuf]) -> Vec<Block> {
    if let Some(refused) = gathered.files().refused() {
        return vec![Block::paragraph(refused)];
    }
    paths.iter().flat_map(|path| about_path(gathered, path)).collect()
}

fn title(gathered: &Gathered) -> Text {
    let snapshot = &gathered.snapshot;
    let text = Text::new().plain("Context ").code(snapshot.folder.as_str());
    let text = match &snapshot.named_by {
        Some(from) => text.plain(", from ").code(from.as_str()).plain(","),
        None => text,
    };
    let text = match &gathered.analysis {
        Some(analysis) => text.plain(" for ").code(analysis.file.source.name.as_str()),
        None => text.plain(", without a Dockerfile"),
    };
    match &snapshot.ignore.name {
        Some(name) => text.plain(", ignore file ").code(name.as_str()).plain("."),
        None => text.plain(", without an ignore file."),
    }
}

fn takers(gathered: &Gathered) -> Vec<Block> {
    let counted_takers = gathered.usage.takers.iter().zip(&gathered.summary.takers);
    let row = |(taker, count): (&Taker, &Count)| {
        let stage = gathered.files().stage_name(taker.stage);
        let needed = if taker.in_target { stage } else { format!("{stage}, not in the target") };
        let takes = match taker.is_unknown {
            true => Text::new().plain("unknown: it rests on a value that the file does not tell"),
            false => Text::new().plain(counted(*count)),
        };
        [
            Text::new().plain(taker.line.to_string()),
            Text::new().code(named(taker, taker.sources.iter())),
            Text::new().plain(needed),
            takes,
        ]
    };
    let rows: Vec<_> = counted_takers.map(row).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let head = ["Line", "Instruction and source", "Stage", "Takes"].map(|it| Text::new().plain(it));
    vec![Block::heading(2, "What takes it"), Block::table(head, rows)]
}

fn left_out(gathered: &Gathered) -> Vec<Block> {
    let ignore = &gathered.snapshot.ignore;
    let row = |(place, left_out): (&crate::context::PatternPlace, &crate::context::LeftOut)| {
        let pattern = ignore.file.pattern(*place)?;
        Some([
            Text::new().plain(pattern.line.to_string()),
            Text::new().code(pattern.text.as_str()),
            Text::new().plain(files::left_out(left_out)),
        ])
    };
    let rows: Vec<_> = gathered.summary.left_out.iter().filter_map(row).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let name = ignore.name.as_deref().unwrap_or_default();
    let heading = Text::new().plain("What ").code(name).plain(" leaves out");
    let head = ["Line", "Pattern", "Leaves out"].map(|it| Text::new().plain(it));
    vec![Block::heading(2, heading), Block::table(head, rows)]
}

fn largest(gathered: &Gathered) -> Vec<Block> {
    let (snapshot, summary) = (&gathered.snapshot, &gathered.summary);
    let rows: Vec<_> = summary
        .largest_folders
        .iter()
        .chain(&summary.largest_files)
        .map(|id| {
            let totals = snapshot[*id].holds;
            let count = Count { files: totals.sent_files, bytes: totals.sent_bytes };
            let size =
                if snapshot[*id].is_folder() { counted(count) } else { bytes_text(count.bytes) };
            [Text::new().code(shown_path(snapshot, *id)), Text::new().plain(size)]
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let head = ["Largest that may be sent", "Size"].map(|it| Text::new().plain(it));
    vec![Block::table(head, rows)]
}

/// What a reader should know: sources that find nothing, and what was not seen.
fn warnings(gathered: &Gathered) -> Vec<Block> {
    let files = gathered.files();
    let mut list = files.of_instructions();
    let mut more = 0;
    let mut problems: Vec<Text> = files.oddities().collect();
    if problems.len() > MOST_PROBLEMS {
        more = problems.len() - MOST_PROBLEMS;
        problems.truncate(MOST_PROBLEMS);
    }
    list.extend(problems);
    if more > 0 {
        list.push(Text::new().plain(format!("{more} more; --format json has all.")));
    }
    if list.is_empty() {
        return Vec::new();
    }
    vec![Block::heading(2, "Worth knowing"), Block::bullets(list)]
}

fn about_path(gathered: &Gathered, path: &std::path::Path) -> Vec<Block> {
    let snapshot = &gathered.snapshot;
    let asked = path.to_string_lossy();
    let Some(id) = gathered.find(path) else {
        let text = Text::new().code(&*asked).plain(": there is no such path in the context ");
        return vec![Block::paragraph(text.code(snapshot.folder.as_str()).plain("."))];
    };
    let files = gathered.files();
    let mut blocks = vec![Block::paragraph(files.fate(id))];
    if !snapshot[id].sent {
        return blocks;
    }
    let taken = gathered.usage.taken_by(snapshot, id);
    if taken.is_empty() && gathered.analysis.is_some() {
        blocks.push(Block::paragraph(files.untaken()));
    }
    if !taken.is_empty() {
        blocks.push(Block::bullets(taken.iter().map(|it| files.taken(id, it))));
    }
    blocks
}
