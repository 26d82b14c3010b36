//! The tree of a context as text: folded where all in a folder has one fate.

use super::gathered::Gathered;
use crate::context::{Count, EntryKind, NodeId, Snapshot, bytes_text};
use crate::explain::files::counted;
use crate::source::safe_line;

/// Files of one fate in a folder are listed up to so many.
const MOST_ALIKE: usize = 12;
/// The tree ends after so many rows.
const MOST_ROWS: usize = 300;

/// The rows of the tree, safe to print.
pub(super) fn tree(gathered: &Gathered) -> String {
    let snapshot = &gathered.snapshot;
    let mut rows: Vec<String> = Vec::new();
    let mut open = vec![(Snapshot::ROOT, 0)];
    while let Some((id, depth)) = open.pop() {
        if rows.len() >= MOST_ROWS {
            rows.push("… --format json lists all".to_owned());
            break;
        }
        if id != Snapshot::ROOT {
            rows.push(row(gathered, id, depth - 1));
        }
        if is_unfolded(snapshot, id) {
            let children: Vec<NodeId> = snapshot.children(id).collect();
            open.extend(children.iter().rev().map(|child| (*child, depth + 1)));
        }
    }
    if rows.is_empty() {
        return "the folder is empty\n".to_owned();
    }
    rows.join("\n") + "\n"
}

/// A folder is unfolded while its contents are few, or differ in their fate.
fn is_unfolded(snapshot: &Snapshot, id: NodeId) -> bool {
    let node = &snapshot[id];
    if !node.is_folder() || !node.entered {
        return false;
    }
    let is_mixed = node.holds.sent_files > 0 && node.holds.sent_files < node.holds.files;
    id == Snapshot::ROOT || is_mixed || node.holds.files as usize <= MOST_ALIKE
}

fn row(gathered: &Gathered, id: NodeId, depth: usize) -> String {
    let snapshot = &gathered.snapshot;
    let node = &snapshot[id];
    let indent = "  ".repeat(depth);
    let mark = if node.sent { "+" } else { "-" };
    let name = safe_line(&node.name);
    let slash = if node.is_folder() { "/" } else { "" };
    let mut notes = Vec::new();
    match &node.kind {
        EntryKind::Folder if !node.entered => notes.push("not looked into".to_owned()),
        EntryKind::Folder if is_unfolded(snapshot, id) => {}
        EntryKind::Folder => {
            let Count { files, bytes } = Count { files: node.holds.files, bytes: node.holds.bytes };
            notes.push(counted(Count { files, bytes }));
        }
        EntryKind::File => notes.push(bytes_text(node.size)),
        EntryKind::Link(target) => notes.push(format!("link to {}", safe_line(target))),
        EntryKind::Special(kind) => notes.push((*kind).to_owned()),
    }
    if let Some(pattern) = snapshot.deciding(id) {
        let line = pattern.line;
        notes.push(if node.decision.ignored {
            format!("left out by line {line}")
        } else {
            format!("brought back by line {line}")
        });
    }
    let takers = gathered.usage.takers_of(snapshot, id);
    let takers = takers.iter().map(|place| &gathered.usage.takers[place.index()]);
    let mut lines: Vec<String> =
        takers.filter(|taker| taker.in_target).map(|taker| taker.line.to_string()).collect();
    lines.dedup();
    if !lines.is_empty() {
        notes.push(format!("taken by line {}", lines.join(", ")));
    }
    format!("{mark} {indent}{name}{slash}  {}", notes.join(", ")).trim_end().to_owned()
}
