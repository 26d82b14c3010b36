//! The instructions of a file that take something from its context.

use super::ignore::PatternPlace;
use super::made::{Made, Making};
use super::place::{Place, PlaceKind};
use super::snapshot::Snapshot;
use super::source::{self, Filter, Outcome, Source};
use crate::arrange::Arrange as _;
use crate::build::step::{MountedAt, Step};
use crate::build::{Build, Options, evaluate};
use crate::dockerfile::{Dockerfile, StageId};
use crate::source::LineNumber;

/// At most so many further targets are evaluated to learn what stages take
/// that the chosen target does not need.
const MOST_OTHER_TARGETS: usize = 16;
/// The stages of a longer file that the target does not need are left alone:
/// one evaluation keeps the environment of every instruction.
const MOST_INSTRUCTIONS: usize = 2_000;

/// A COPY, an ADD, or a bind mount of a RUN, that takes from the context.
#[derive(Clone, Debug)]
pub struct Taker {
    /// The line where the instruction begins; for a trigger of a base stage,
    /// the line of the FROM that fires it.
    pub line: LineNumber,
    /// `COPY`, `ADD` or `RUN`.
    pub instruction: &'static str,
    /// The stage that it belongs to.
    pub stage: StageId,
    /// Whether the chosen target needs it.
    pub in_target: bool,
    /// What it names; empty where the file cannot tell.
    pub sources: Vec<Source>,
    /// Whether the file cannot tell what it takes.
    pub is_unknown: bool,
    pub(super) filter: Filter,
}

impl Taker {
    /// The sources that the ignore file leaves out although the instruction
    /// names them, each with the pattern.
    pub fn ignored(&self) -> impl Iterator<Item = (&Source, Option<PatternPlace>)> {
        self.sources.iter().filter_map(|source| match source.outcome {
            Outcome::Ignored(place) => Some((source, place)),
            _ => None,
        })
    }
}

/// All takers of a file, and whether there may be more.
#[derive(Clone, Debug, Default)]
pub(super) struct Takers {
    pub(super) list: Vec<Taker>,
    /// Why some instructions were not looked at, in BuildKit's words or ours.
    pub(super) incomplete: Option<String>,
}

/// Collects the takers of the chosen target, then those of other stages.
pub(super) fn collect(
    file: &Dockerfile,
    options: &Options,
    build: &Build,
    snapshot: &Snapshot,
) -> Takers {
    let mut collector = Collector::new(file, snapshot);
    collector.add(build, true);
    if let Some(failure) = &build.failure {
        collector.takers.incomplete = Some(failure.text.clone());
        return collector.finish();
    }
    if file.instructions.len() > MOST_INSTRUCTIONS {
        collector.takers.incomplete =
            Some("the file is too long to look at the stages that the target does not need".into());
        return collector.finish();
    }
    let mut rounds = 0;
    for stage in file.stages.iter().rev() {
        let Some(name) = &stage.name else { continue };
        if collector.is_seen(stage.id) {
            continue;
        }
        rounds += 1;
        if rounds > MOST_OTHER_TARGETS {
            collector.takers.incomplete = Some(format!(
                "only {MOST_OTHER_TARGETS} of the targets beside the chosen one were looked at"
            ));
            break;
        }
        let options = Options { target: Some(name.to_string()), ..options.clone() };
        collector.add(&evaluate(file, &options), false);
    }
    collector.finish()
}

struct Collector<'a> {
    snapshot: &'a Snapshot,
    /// The lines of the FROMs, in order.
    froms: Vec<u32>,
    seen: Vec<bool>,
    making: Making,
    takers: Takers,
}

impl<'a> Collector<'a> {
    fn new(file: &Dockerfile, snapshot: &'a Snapshot) -> Self {
        let line = |stage: &crate::dockerfile::Stage| {
            let from = file.instructions.get(stage.from.0 as usize);
            from.map_or(0, |from| from.lines.first.get())
        };
        let froms: Vec<u32> = file.stages.iter().map(line).collect();
        let seen = vec![false; froms.len()];
        Self { snapshot, seen, froms, making: Making::default(), takers: Takers::default() }
    }

    fn stage_at(&self, line: u32) -> StageId {
        let after = self.froms.partition_point(|from| *from <= line);
        StageId(after.saturating_sub(1) as u32)
    }

    fn is_seen(&self, stage: StageId) -> bool {
        self.seen.get(stage.0 as usize).copied().unwrap_or_default()
    }

    fn add(&mut self, build: &Build, in_target: bool) {
        let before = self.seen.clone();
        for after in &build.after {
            if let Some(seen) = self.seen.get_mut(after.stage) {
                *seen = true;
            }
        }
        for step in &build.steps {
            let stage = self.stage_at(step.line);
            let is_new = before.get(stage.0 as usize) == Some(&false);
            if is_new {
                let made = self.making.of_stage(step.stage, build);
                let sources = read_sources(self.snapshot, step, made);
                made.follow(step, &sources, self.snapshot);
                self.add_step(step, sources, stage, in_target);
            }
        }
    }

    fn add_step(&mut self, step: &Step, sources: Vec<Source>, stage: StageId, in_target: bool) {
        let Some(line) = LineNumber::new(step.line) else { return };
        let taker = Taker {
            line,
            instruction: step.kind,
            stage,
            in_target,
            sources: Vec::new(),
            is_unknown: false,
            filter: Filter::default(),
        };
        if let Some(first) = step.copies.iter().flatten().find(|it| it.is_from_context()) {
            let filter = Filter::new(&first.exclude);
            let is_unknown = step.sources_unknown;
            self.takers.list.push(Taker { sources, is_unknown, filter, ..taker.clone() });
        }
        let bound =
            |mount: &&MountedAt| mount.kind == "bind" && mount.from.as_deref() == Some("context");
        for mount in step.mounts.iter().filter(bound) {
            let target_unknown = step.unknown.contains(&"mounts");
            let target = (!target_unknown).then(|| mount.target.clone());
            let path = mount.source.as_deref().unwrap_or("/");
            let source = source::literal(self.snapshot, path, Place::exactly(target));
            self.takers.list.push(Taker { sources: vec![source], ..taker.clone() });
        }
    }

    fn finish(mut self) -> Takers {
        self.takers.list.arrange_by_key(|taker| taker.line);
        self.takers
    }
}

/// What a COPY or ADD names in the context; empty where the file cannot tell. `made` is what
/// lies in the image before it.
fn read_sources(snapshot: &Snapshot, step: &Step, made: &Made) -> Vec<Source> {
    let mut is_folder = false;
    let mut sources = Vec::new();
    let named = step.copies.iter().flatten().filter(|it| it.is_from_context());
    for copied in named.filter(|_| !step.sources_unknown) {
        let path = (!step.destination_unknown).then(|| copied.dest.clone());
        let mut place = Place::new(path, copied.unpack);
        if is_folder {
            place.kind = PlaceKind::Folder;
        } else if step.is_linked {
            place.on_an_empty_image();
        } else {
            place.beside(|path| made.at(path, snapshot));
        }
        let source = source::read(snapshot, copied, place);
        // What a folder holds was put there: a file after it goes inside.
        let is_folder_root = |root: &source::Root| snapshot[root.node].is_folder();
        is_folder |= source.roots.iter().any(is_folder_root);
        sources.push(source);
    }
    sources
}
