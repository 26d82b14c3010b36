//! What `context` prints as JSON.

use std::path::PathBuf;

use serde::Serialize;

use super::gathered::Gathered;
use crate::arrange::Arrange as _;
use crate::context::{Count, EntryKind, NodeId, Outcome, PatternPlace, Snapshot, Taken};
use crate::source::LineNumber;

/// Raised when a program that reads the output would have to change.
const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
pub(super) struct Report {
    schema_version: u32,
    context: ContextReport,
    /// Why a build with this ignore file fails. Then nothing is known of what is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ErrorReport>,
    summary: SummaryReport,
    /// Instructions that take from the context, by line.
    takers: Vec<TakerReport>,
    /// Why instructions may be missing in `takers` and in `taken_by`.
    #[serde(skip_serializing_if = "Option::is_none")]
    takers_incomplete: Option<String>,
    paths: Vec<PathReport>,
    /// Paths that were asked for and are not there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    absent: Vec<String>,
    problems: Vec<ProblemReport>,
}

#[derive(Serialize)]
struct ContextReport {
    folder: String,
    dockerfile: Option<String>,
    /// The file and line that name it as the context.
    #[serde(skip_serializing_if = "Option::is_none")]
    named_by: Option<String>,
    ignore_file: Option<String>,
}

#[derive(Serialize)]
struct ErrorReport {
    text: String,
    line: LineNumber,
}

#[derive(Serialize)]
struct SummaryReport {
    all: CountReport,
    #[serde(skip_serializing_if = "Option::is_none")]
    sent: Option<CountReport>,
    #[serde(skip_serializing_if = "Option::is_none")]
    taken_by_target: Option<CountReport>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sent_and_taken_by_nothing: Option<CountReport>,
}

#[derive(Serialize)]
struct CountReport {
    files: u64,
    bytes: u64,
}

#[derive(Serialize)]
struct TakerReport {
    line: LineNumber,
    instruction: &'static str,
    stage: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage_name: Option<String>,
    in_target: bool,
    /// Left out where the file cannot tell what it takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    takes: Option<CountReport>,
    sources: Vec<SourceReport>,
}

#[derive(Serialize)]
struct SourceReport {
    path: String,
    outcome: &'static str,
    #[serde(flatten)]
    pattern: Option<PatternReport>,
}

#[derive(Serialize)]
struct PatternReport {
    line: LineNumber,
    pattern: String,
}

#[derive(Serialize)]
struct PathReport {
    path: String,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    link_to: Option<String>,
    size: u64,
    mode: String,
    /// `null` where the ignore file is refused.
    sent: Option<bool>,
    #[serde(flatten)]
    pattern: Option<PatternReport>,
    taken_by: Vec<TakenReport>,
}

#[derive(Serialize)]
struct TakenReport {
    line: LineNumber,
    instruction: &'static str,
    stage: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage_name: Option<String>,
    in_target: bool,
    /// `null` where the file cannot tell.
    destination: Option<String>,
    /// Where it goes should the image have a folder at `destination`.
    #[serde(skip_serializing_if = "Option::is_none")]
    destination_in_folder: Option<String>,
    /// The line above that made a folder of what the instruction names, where that decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    destination_made_by_line: Option<LineNumber>,
    /// ADD: it is unpacked into the destination should it be a tar archive.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unpacked_if_archive: bool,
}

#[derive(Serialize)]
struct ProblemReport {
    path: String,
    text: String,
}

/// Everything, or only what was asked for.
pub(super) fn report(gathered: &Gathered, asked: &[PathBuf]) -> Report {
    let snapshot = &gathered.snapshot;
    let (mut ids, mut absent) = (Vec::new(), Vec::new());
    for path in asked {
        match gathered.find(path) {
            Some(id) => ids.push(id),
            None => absent.push(path.to_string_lossy().into_owned()),
        }
    }
    if asked.is_empty() {
        ids = snapshot.ids().filter(|id| is_listed(snapshot, *id)).collect();
    }
    let mut paths: Vec<PathReport> = ids.into_iter().map(|id| path(gathered, id)).collect();
    paths.arrange_by(|a, b| a.path.cmp(&b.path));
    let refused = snapshot.ignore.refused.as_ref();
    let problem = |problem: &crate::context::Problem| ProblemReport {
        path: problem.path.clone(),
        text: problem.text.clone(),
    };
    Report {
        schema_version: SCHEMA_VERSION,
        context: ContextReport {
            folder: snapshot.folder.clone(),
            named_by: snapshot.named_by.clone(),
            dockerfile: gathered.analysis.as_ref().map(|it| it.file.source.name.clone()),
            ignore_file: snapshot.ignore.name.clone(),
        },
        error: refused.map(|error| ErrorReport { text: error.text.clone(), line: error.line }),
        summary: summary(gathered),
        takers: takers(gathered),
        takers_incomplete: gathered.usage.incomplete.clone(),
        paths,
        absent,
        problems: snapshot.problems.iter().map(problem).collect(),
    }
}

/// A folder is told by what it holds; one that holds nothing, or was not looked into, by itself.
fn is_listed(snapshot: &Snapshot, id: NodeId) -> bool {
    let node = &snapshot[id];
    id != Snapshot::ROOT && (node.is_empty_folder() || !node.is_folder() || !node.entered)
}

fn summary(gathered: &Gathered) -> SummaryReport {
    let totals = gathered.snapshot.totals();
    let is_known = gathered.snapshot.ignore.refused.is_none();
    let count = |count: Count| CountReport { files: count.files, bytes: count.bytes };
    let has_file = is_known && gathered.analysis.is_some();
    let sent = CountReport { files: totals.sent_files, bytes: totals.sent_bytes };
    SummaryReport {
        all: CountReport { files: totals.files, bytes: totals.bytes },
        sent: is_known.then_some(sent),
        taken_by_target: has_file.then(|| count(gathered.summary.taken_by_target)),
        sent_and_taken_by_nothing: has_file.then(|| count(gathered.summary.untaken)),
    }
}

fn takers(gathered: &Gathered) -> Vec<TakerReport> {
    let counted = gathered.usage.takers.iter().zip(&gathered.summary.takers);
    let taker = |(taker, count): (&crate::context::Taker, &Count)| TakerReport {
        line: taker.line,
        instruction: taker.instruction,
        stage: taker.stage.0,
        stage_name: name(gathered, taker.stage),
        in_target: taker.in_target,
        takes: (!taker.is_unknown)
            .then_some(CountReport { files: count.files, bytes: count.bytes }),
        sources: taker.sources.iter().map(|it| source(gathered, it)).collect(),
    };
    counted.map(taker).collect()
}

fn source(gathered: &Gathered, source: &crate::context::Source) -> SourceReport {
    let (outcome, place) = match source.outcome {
        Outcome::Found => ("found", None),
        Outcome::Missing => ("missing", None),
        Outcome::Ignored(place) => ("ignored", place),
        Outcome::MatchesNothing => ("matches nothing", None),
    };
    SourceReport { path: source.path.clone(), outcome, pattern: pattern(gathered, place) }
}

fn pattern(gathered: &Gathered, place: Option<PatternPlace>) -> Option<PatternReport> {
    let pattern = gathered.snapshot.ignore.file.pattern(place?)?;
    Some(PatternReport { line: pattern.line, pattern: pattern.text.clone() })
}

fn name(gathered: &Gathered, stage: crate::dockerfile::StageId) -> Option<String> {
    Some(gathered.files().stage_name(stage)).filter(|name| *name != stage.0.to_string())
}

fn path(gathered: &Gathered, id: NodeId) -> PathReport {
    let snapshot = &gathered.snapshot;
    let node = &snapshot[id];
    let mut path = snapshot.path(id);
    let (kind, link_to) = match &node.kind {
        EntryKind::File => ("file", None),
        EntryKind::Folder => ("folder", None),
        EntryKind::Link(target) => ("link", Some(target.clone())),
        EntryKind::Special(kind) => (*kind, None),
    };
    if node.is_folder() {
        path.push('/');
    }
    let taken = |taken: Taken<'_>| TakenReport {
        line: taken.taker.line,
        instruction: taken.taker.instruction,
        stage: taken.taker.stage.0,
        stage_name: name(gathered, taken.taker.stage),
        in_target: taken.taker.in_target,
        destination: taken.destination.path,
        destination_in_folder: taken.destination.in_folder,
        destination_made_by_line: taken.destination.made_by,
        unpacked_if_archive: taken.destination.unpacks,
    };
    PathReport {
        path,
        kind,
        link_to,
        size: node.size,
        mode: format!("{:04o}", node.mode),
        sent: snapshot.ignore.refused.is_none().then_some(node.sent),
        pattern: pattern(gathered, node.decision.decided_by),
        taken_by: gathered.usage.taken_by(snapshot, id).into_iter().map(taken).collect(),
    }
}
