//! What is said below the tree about the path under the cursor.

use super::ContextView;
use crate::context::{EntryKind, NodeId, Snapshot, bytes_text};
use crate::doc::{Block, Text};
use crate::explain::files::{Files, files, grouped};
use crate::tui::Action;
use crate::tui::guide::{Context, key_of};

impl ContextView {
    /// The blocks about the path under the cursor.
    pub(super) fn detail(&self, snapshot: &Snapshot, context: &Context<'_>) -> Vec<Block> {
        let told = self.files.survey.files(snapshot, context);
        match self.files.tree.at() {
            Snapshot::ROOT => self.about_folder(snapshot),
            path => about_path(&told, path, context.analysis.is_some()),
        }
    }

    fn about_folder(&self, snapshot: &Snapshot) -> Vec<Block> {
        let ignore = &snapshot.ignore;
        let totals = snapshot.totals();
        let left_out = totals.files - totals.sent_files;
        let text = match &ignore.name {
            None => Text::new().plain("There is no ignore file, so nothing is left out."),
            Some(name) if ignore.file.patterns.is_empty() && ignore.refused.is_none() => {
                Text::new().code(name.as_str()).plain(" has no pattern, so nothing is left out.")
            }
            Some(name) => {
                let text = Text::new().code(name.as_str());
                let text = text.plain(format!(" leaves out {} of those seen", files(left_out)));
                match self.files.survey.summary.passed_by {
                    0 => text.plain("."),
                    1 => text.plain(", and 1 folder that was not looked into."),
                    many => text.plain(format!(", and {many} folders that were not looked into.")),
                }
            }
        };
        let mut blocks = vec![Block::paragraph(text)];
        let key = key_of(Action::Overview);
        let words = match self.files.survey.worth {
            0 => format!("{key} shows the largest of it, and what each line does."),
            1 => format!("1 thing is worth knowing: {key} shows it."),
            many => format!("{many} things are worth knowing: {key} shows them."),
        };
        blocks.push(Block::paragraph(Text::new().muted(words)));
        blocks
    }
}

fn about_path(told: &Files<'_>, path: NodeId, has_file: bool) -> Vec<Block> {
    let snapshot = told.snapshot;
    if snapshot.ignore.refused.is_some() {
        let words = "Whether it is sent cannot be told before the ignore file is mended.";
        return vec![Block::paragraph(words)];
    }
    let node = &snapshot[path];
    let mut blocks = vec![Block::paragraph(told.fate(path))];
    let taken = told.usage.taken_by(snapshot, path);
    let takes_part = told.usage.takers_inside(path);
    if node.sent && !taken.is_empty() {
        blocks.push(Block::bullets(taken.iter().map(|it| told.taken(path, it))));
    } else if node.sent && has_file && takes_part.is_empty() {
        blocks.push(Block::paragraph(told.untaken()));
    }
    if !takes_part.is_empty() {
        let mut lines: Vec<String> = Vec::new();
        for place in takes_part {
            lines.push(told.usage.takers[place.index()].line.to_string());
        }
        lines.dedup();
        let word = if lines.len() == 1 { "Line" } else { "Lines" };
        let verb = if lines.len() == 1 { "takes" } else { "take" };
        let words = format!("{word} {} {verb} something in it.", lines.join(", "));
        blocks.push(Block::paragraph(words));
    }
    blocks.extend(facts(snapshot, path).map(|words| Block::paragraph(Text::new().muted(words))));
    blocks
}

/// What a listing of the folder would say.
fn facts(snapshot: &Snapshot, path: NodeId) -> Option<String> {
    let node = &snapshot[path];
    Some(match &node.kind {
        EntryKind::Folder if !node.entered => {
            "It was not looked into: nothing in it can be sent.".to_owned()
        }
        EntryKind::Folder => {
            let (all, sent) = (node.holds.files, node.holds.sent_files);
            let size = bytes_text(node.holds.bytes);
            format!("A folder with {}, {size}; {} may be sent.", files(all), files(sent))
        }
        EntryKind::File => format!("{} bytes, mode {:04o}.", grouped(node.size), node.mode),
        EntryKind::Link(target) => {
            let target = crate::source::safe_line(target);
            format!("A link to {target}; it is sent as a link, and not followed.")
        }
        EntryKind::Special(kind) => format!("A {kind}, not a file."),
    })
}
