//! What the steps of a stage have certainly made in its image: whether a destination is a folder.

use std::collections::{HashMap, HashSet};

use super::snapshot::{NodeId, Snapshot};
use super::source::Source;
use super::tree::EntryKind;
use crate::build::graph::Start;
use crate::build::step::{Copied, Step};
use crate::build::{Build, paths};
use crate::source::LineNumber;

/// So many folders whose contents went to one place are looked into.
const MOST_AT_ONE_PLACE: usize = 8;
/// Of a path with more parts, nothing is worked out.
const DEEPEST: usize = 64;
/// A stage on top of one that made more than this begins as if nothing were known.
const MOST_INHERITED: usize = 1_000;

/// What lies at a path when a step begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lies {
    /// A folder, which this line made.
    Folder(LineNumber),
    /// No folder: the image began empty, and no step made one there.
    Nothing,
    /// The file cannot tell.
    Unknown,
}

/// What the steps of each stage have made.
#[derive(Debug, Default)]
pub(super) struct Making {
    stages: HashMap<usize, Made>,
}

impl Making {
    /// What a stage has made so far; it begins with what the one below it has made.
    pub(super) fn of_stage(&mut self, stage: usize, build: &Build) -> &mut Made {
        if !self.stages.contains_key(&stage) {
            self.stages.insert(stage, self.begin(stage, build));
        }
        self.stages.entry(stage).or_default()
    }

    /// What a stage begins with.
    fn begin(&self, mut stage: usize, build: &Build) -> Made {
        while let Some(Start::Stage(below)) = build.stage_start(stage) {
            if let Some(made) = self.stages.get(&below) {
                let is_small = made.size() <= MOST_INHERITED;
                return if is_small { made.clone() } else { Made::default() };
            }
            // It has no steps, and is what lies below it.
            stage = below;
        }
        match build.stage_start(stage) {
            Some(Start::Scratch) => Made::in_scratch(),
            _ => Made::default(),
        }
    }
}

/// What the steps of a stage have made so far. A `RUN` can remove and replace whatever it
/// likes, so after one nothing is known.
#[derive(Clone, Debug, Default)]
pub(super) struct Made {
    /// Whether all that lies in the image was put there by steps that are listed here.
    is_whole: bool,
    /// The folders, with the line that made each first.
    folders: HashMap<String, LineNumber>,
    /// The folders of the context whose contents went to a place, all of them.
    contents: HashMap<String, Vec<(NodeId, LineNumber)>>,
    /// Where something lies of which the file cannot tell what it is.
    opaque: HashSet<String>,
}

impl Made {
    /// What an empty image begins with.
    fn in_scratch() -> Self {
        Self { is_whole: true, ..Self::default() }
    }

    fn size(&self) -> usize {
        self.folders.len() + self.contents.len() + self.opaque.len()
    }

    /// Takes what a step does. `sources` are what it names in the context.
    pub(super) fn follow(&mut self, step: &Step, sources: &[Source], snapshot: &Snapshot) {
        let Some(line) = LineNumber::new(step.line) else { return };
        match (step.kind, &step.path, &step.copies) {
            // The merge of what the step before it copied.
            ("LINK", ..) => {}
            ("WORKDIR", Some(path), _) => self.folder(path, line),
            (_, _, Some(copies)) if !step.sources_unknown && !step.destination_unknown => {
                self.copy(step, copies, (sources, snapshot), line);
            }
            // A RUN can do anything; of the others the file does not tell where they put what.
            _ => *self = Self::default(),
        }
    }

    fn copy(
        &mut self,
        step: &Step,
        copies: &[Copied],
        (sources, snapshot): (&[Source], &Snapshot),
        line: LineNumber,
    ) {
        let mut sources = sources.iter();
        for copied in copies {
            let dest = &copied.dest;
            let is_all = copied.include.is_empty() && copied.exclude.is_empty();
            let source = copied.is_from_context().then(|| sources.next()).flatten();
            let roots = source.iter().flat_map(|source| &source.roots);
            let nodes = roots.map(|root| (root.node, &snapshot[root.node].kind));
            if copied.inline.is_some() {
                self.file(dest, line);
            } else if source.is_none() || copied.unpack {
                self.opaque(dest, line);
            }
            for (node, kind) in nodes {
                match kind {
                    EntryKind::Folder if is_all => self.contents(node, dest, line),
                    EntryKind::Folder => self.opaque(dest, line),
                    // It puts a file in the place of what lies there.
                    _ if step.is_linked => return *self = Self::default(),
                    _ => self.file(dest, line),
                }
            }
        }
    }

    /// A folder is there from this line on, and so are those above it.
    fn folder(&mut self, path: &str, line: LineNumber) {
        let path = paths::clean(path);
        for above in upwards(&path).take_while(|_| !is_deep(&path)) {
            if self.folders.contains_key(above) {
                break;
            }
            self.folders.insert(above.to_owned(), line);
        }
    }

    /// Something that the file does not show goes to a place.
    fn opaque(&mut self, destination: &str, line: LineNumber) {
        let path = self.destination(destination, line);
        self.opaque.insert(path);
    }

    /// A file goes to a place, or into the folder there.
    fn file(&mut self, destination: &str, line: LineNumber) {
        self.destination(destination, line);
    }

    /// The contents of a folder of the context go to a place, all of them.
    fn contents(&mut self, folder: NodeId, destination: &str, line: LineNumber) {
        let path = self.destination(destination, line);
        self.folder(&path, line);
        self.contents.entry(path).or_default().push((folder, line));
    }

    /// The clean path of a destination. The folders that lead to it are made, and it itself
    /// is one where a slash says so.
    fn destination(&mut self, destination: &str, line: LineNumber) -> String {
        let path = paths::clean(destination);
        let is_folder = destination.ends_with('/') || destination.ends_with("/.");
        match path.rsplit_once('/') {
            _ if is_folder => self.folder(&path, line),
            Some((above, _)) if !above.is_empty() => self.folder(above, line),
            _ => {}
        }
        path
    }

    /// What lies at a path now.
    pub(super) fn at(&self, path: &str, snapshot: &Snapshot) -> Lies {
        let path = paths::clean(path);
        if is_deep(&path) {
            return Lies::Unknown;
        }
        if let Some(line) = self.folders.get(&path) {
            return Lies::Folder(*line);
        }
        let mut is_known = self.is_whole;
        for above in upwards(&path) {
            is_known &= !self.opaque.contains(above);
            match self.brought(above, &path, snapshot) {
                Lies::Nothing => {}
                Lies::Folder(line) => return Lies::Folder(line),
                Lies::Unknown => is_known = false,
            }
        }
        if is_known { Lies::Nothing } else { Lies::Unknown }
    }

    /// What lies at this path by the folders whose contents went to one at `above`.
    fn brought(&self, above: &str, path: &str, snapshot: &Snapshot) -> Lies {
        let Some(brought) = self.contents.get(above) else { return Lies::Nothing };
        let rest = path.strip_prefix(above).unwrap_or_default();
        let mut lies = match brought.len() {
            0..=MOST_AT_ONE_PLACE => Lies::Nothing,
            _ => Lies::Unknown,
        };
        for (root, line) in brought.iter().take(MOST_AT_ONE_PLACE) {
            let mut parts = rest.split('/').filter(|part| !part.is_empty());
            let sent = |id: &NodeId| snapshot[*id].sent;
            let end = parts.try_fold(*root, |at, part| match snapshot[at].kind {
                EntryKind::Link(_) => Some(at),
                _ => snapshot.child(at, part).filter(sent),
            });
            match end.map(|end| &snapshot[end].kind) {
                Some(EntryKind::Folder) => return Lies::Folder(*line),
                Some(EntryKind::Link(_)) => lies = Lies::Unknown,
                _ => {}
            }
        }
        lies
    }
}

fn is_deep(path: &str) -> bool {
    path.split('/').nth(DEEPEST).is_some()
}

/// A clean path and those above it, up to the root.
fn upwards(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| match path.rsplit_once('/') {
        Some(("", "")) | None => None,
        Some(("", _)) => Some("/"),
        Some((above, _)) => Some(above),
    })
}
