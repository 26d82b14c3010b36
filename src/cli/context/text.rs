//! What `context` prints for a person.

use std::path::PathBuf;

use super::gathered::Gathered;
use super::tree;
use crate::cli::paint::paint;
use crate::cli::surroundings::Surroundings;
use crate::context::{
    Count, Destination, EntryKind, NodeId, Outcome, Snapshot, Source, Taken, Taker, bytes_text,
};
use crate::doc::{self, Block, LayoutOptions, Text};

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
    if let Some(refused) = refused(gathered) {
        blocks.push(refused);
        return blocks;
    }
    blocks.push(Block::paragraph(sums(gathered)));
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
    if let Some(refused) = refused(gathered) {
        return vec![refused];
    }
    paths.iter().flat_map(|path| about_path(gathered, path)).collect()
}

fn title(gathered: &Gathered) -> Text {
    let snapshot = &gathered.snapshot;
    let text = Text::new().plain("Context ").code(snapshot.folder.as_str());
    let text = match &gathered.analysis {
        Some(analysis) => text.plain(" for ").code(analysis.file.source.name.as_str()),
        None => text.plain(", without a Dockerfile"),
    };
    match &snapshot.ignore.name {
        Some(name) => text.plain(", ignore file ").code(name.as_str()).plain("."),
        None => text.plain(", without an ignore file."),
    }
}

fn refused(gathered: &Gathered) -> Option<Block> {
    let ignore = &gathered.snapshot.ignore;
    let error = ignore.refused.as_ref()?;
    let text = Text::new()
        .plain("No build starts with line ")
        .plain(error.line.to_string())
        .plain(" of ")
        .code(ignore.name.as_deref().unwrap_or_default())
        .plain(": the pattern is refused. BuildKit says: ")
        .code(error.text.as_str());
    Some(Block::paragraph(text))
}

fn sums(gathered: &Gathered) -> Text {
    let (snapshot, summary) = (&gathered.snapshot, &gathered.summary);
    let totals = snapshot.totals();
    let sent = Count { files: totals.sent_files, bytes: totals.sent_bytes };
    let passed_by = snapshot.ids().any(|id| !snapshot[id].entered);
    let among = if passed_by { " seen" } else { "" };
    let mut text = Text::new()
        .strong(counted(sent))
        .plain(" may be sent, of ")
        .plain(format!("{}{among}.", files(totals.files)));
    if gathered.analysis.is_none() {
        return text.plain(" There is no Dockerfile that says what is taken.");
    }
    let least = if gathered.usage.may_take_more() { "at least " } else { "" };
    text = text
        .plain(format!(" The target takes {least}"))
        .strong(counted(summary.taken_by_target))
        .plain("; BuildKit sends only what its instructions ask for.");
    if summary.untaken.files > 0 {
        let untaken = counted(summary.untaken);
        text = text.plain(format!(" {untaken} may be sent, and no instruction takes them."));
    }
    text
}

fn takers(gathered: &Gathered) -> Vec<Block> {
    let counted_takers = gathered.usage.takers.iter().zip(&gathered.summary.takers);
    let row = |(taker, count): (&Taker, &Count)| {
        let stage = gathered.stage_name(taker.stage);
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
        let mut parts = Vec::new();
        match left_out.folders_passed_by {
            0 => {}
            1 => parts.push("1 folder, not looked into".to_owned()),
            many => parts.push(format!("{many} folders, not looked into")),
        }
        if left_out.files.files > 0 {
            parts.push(counted(left_out.files));
        }
        Some([
            Text::new().plain(pattern.line.to_string()),
            Text::new().code(pattern.text.as_str()),
            Text::new().plain(parts.join("; ")),
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
    let (snapshot, usage) = (&gathered.snapshot, &gathered.usage);
    let mut list: Vec<Text> =
        usage.empty_handed().map(|(taker, source)| empty_handed(gathered, taker, source)).collect();
    if let Some(reason) = &usage.incomplete {
        let text = Text::new().plain("Not every instruction could be looked at: ");
        list.push(text.plain(reason.as_str()));
    }
    let mut more = 0;
    let mut problems: Vec<Text> = Vec::new();
    for problem in &snapshot.problems {
        let path = if problem.path.is_empty() { "the context" } else { &problem.path };
        problems.push(Text::new().code(path).plain(format!(" {}.", problem.text)));
    }
    problems.extend(snapshot.ids().filter_map(|id| oddity(snapshot, id)));
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

fn empty_handed(gathered: &Gathered, taker: &Taker, source: &Source) -> Text {
    let text = Text::new().plain(format!("Line {}, ", taker.line)).code(named(taker, [source]));
    let build = if taker.in_target { "the build" } else { "a build of its stage" };
    match source.outcome {
        Outcome::Found => text,
        Outcome::Missing => text.plain(format!(": there is no such path, and {build} fails.")),
        Outcome::MatchesNothing => {
            text.plain(": matches nothing that is sent, so it copies nothing, without an error.")
        }
        Outcome::Ignored(place) => {
            let text = text.plain(format!(": is left out, and {build} fails"));
            let ignore = &gathered.snapshot.ignore;
            match place.and_then(|place| ignore.file.pattern(place)) {
                Some(pattern) => text
                    .plain(format!(" (line {} of ", pattern.line))
                    .code(ignore.name.as_deref().unwrap_or_default())
                    .plain(")."),
                None => text.plain("."),
            }
        }
    }
}

/// A link that leads out, or something that is no file.
fn oddity(snapshot: &Snapshot, id: NodeId) -> Option<Text> {
    let node = &snapshot[id];
    if !node.sent {
        return None;
    }
    let path = Text::new().code(shown_path(snapshot, id));
    match &node.kind {
        EntryKind::Special(kind) => Some(path.plain(format!(" is a {kind}, not a file."))),
        EntryKind::Link(target) if snapshot.leads_out(id) => {
            let path = path.plain(" is a link to ").code(target.as_str());
            Some(
                path.plain(
                    ", outside the context. It is sent as a link, without what it leads to.",
                ),
            )
        }
        _ => None,
    }
}

fn about_path(gathered: &Gathered, path: &std::path::Path) -> Vec<Block> {
    let snapshot = &gathered.snapshot;
    let asked = path.to_string_lossy();
    let Some(id) = gathered.find(path) else {
        let text = Text::new().code(&*asked).plain(": there is no such path in the context ");
        return vec![Block::paragraph(text.code(snapshot.folder.as_str()).plain("."))];
    };
    let mut blocks = vec![Block::paragraph(fate(gathered, id))];
    if !snapshot[id].sent {
        return blocks;
    }
    let taken = gathered.usage.taken_by(snapshot, id);
    if taken.is_empty() && gathered.analysis.is_some() {
        blocks.push(Block::paragraph(match gathered.usage.may_take_more() {
            true => "Whether an instruction takes it cannot be told from the file.",
            false => "No instruction takes it.",
        }));
    }
    if !taken.is_empty() {
        let items: Vec<Text> = taken.iter().map(|it| taken_text(gathered, id, it)).collect();
        blocks.push(Block::bullets(items));
    }
    blocks
}

/// Whether a path is sent, and why.
fn fate(gathered: &Gathered, id: NodeId) -> Text {
    let snapshot = &gathered.snapshot;
    let node = &snapshot[id];
    let text = Text::new().code(shown_path(snapshot, id));
    let text = match (node.sent, node.is_folder() && node.decision.ignored) {
        (true, false) => text.plain(" may be sent"),
        (true, true) => text.plain(" is left out but for what is brought back in it"),
        (false, _) => text.plain(" is not sent"),
    };
    match snapshot.deciding(id) {
        Some(pattern) => text
            .plain(format!(": line {} of ", pattern.line))
            .code(snapshot.ignore.name.as_deref().unwrap_or_default())
            .plain(", ")
            .code(pattern.text.as_str())
            .plain(", decides."),
        None => text.plain(": no line of an ignore file matches it."),
    }
}

fn taken_text(gathered: &Gathered, id: NodeId, taken: &Taken<'_>) -> Text {
    let taker = taken.taker;
    let stage = gathered.stage_name(taker.stage);
    let text = Text::new()
        .plain(format!("line {}, ", taker.line))
        .code(named(taker, [taken.source]))
        .plain(" in stage ")
        .code(stage)
        .plain(if taker.in_target { "" } else { " (not needed for the target)" });
    let is_file = gathered.snapshot[id].kind == EntryKind::File;
    destination_text(text, &taken.destination, is_file)
}

fn destination_text(text: Text, destination: &Destination, is_file: bool) -> Text {
    let Some(path) = &destination.path else {
        return text.plain(", to a place that the file does not tell");
    };
    let text = text.plain(" → ").code(path.as_str());
    let text = match &destination.in_folder {
        Some(inside) => {
            text.plain(", or ").code(inside.as_str()).plain(" should that be a folder in the image")
        }
        None => text,
    };
    match destination.unpacks && is_file {
        true => text.plain("; unpacked there should it be a tar archive"),
        false => text,
    }
}

/// A path with a slash behind a folder.
pub(super) fn shown_path(snapshot: &Snapshot, id: NodeId) -> String {
    let path = snapshot.path(id);
    if snapshot[id].is_folder() { format!("{path}/") } else { path }
}

/// An instruction with sources, as a file has them: `COPY src`.
fn named<'a>(taker: &Taker, sources: impl IntoIterator<Item = &'a Source>) -> String {
    let keyword = if taker.instruction == "RUN" { "RUN --mount" } else { taker.instruction };
    let source = |source: &'a Source| source.shown();
    [keyword].into_iter().chain(sources.into_iter().map(source)).collect::<Vec<_>>().join(" ")
}

/// `3 files, 1.2 kB`.
pub(super) fn counted(count: Count) -> String {
    format!("{}, {}", files(count.files), bytes_text(count.bytes))
}

fn files(number: u64) -> String {
    if number == 1 { "1 file".to_owned() } else { format!("{number} files") }
}
