//! The build before, to tell changes from.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::content::{Contents, Selection};
use super::digest::{Digest, Digester};
use super::graph::{Graph, Origin};
use super::operation::{Operation, Value};
use super::reason::{FileChange, Reason};
use crate::build::Build;
use crate::build::step::RunEnvironment;
use crate::context::{Entry, Tree};

/// So many files are named one by one.
const MOST_FILES: usize = 20;

/// What the build before read and did.
#[derive(Clone, Debug)]
pub(super) struct Earlier {
    context: Tree,
    /// The operations of each stage in order.
    stages: Vec<Vec<Operation>>,
    /// The first operation of a stage with a certain main member.
    by_text: HashMap<(usize, Digest), usize>,
    digests: HashSet<Digest>,
    images: Vec<(String, Digest)>,
}

impl Earlier {
    pub(super) fn of(build: &Build, graph: &Graph, context: Tree) -> Self {
        let mut stages: Vec<Vec<Operation>> = Vec::new();
        for (step, id) in build.steps.iter().zip(&graph.of_step) {
            if stages.len() <= step.stage {
                stages.resize(step.stage + 1, Vec::new());
            }
            stages[step.stage].push(graph.vertices[*id].operation.clone());
        }
        let mut by_text = HashMap::new();
        for (stage, operations) in stages.iter().enumerate() {
            for (ordinal, operation) in operations.iter().enumerate() {
                by_text.entry((stage, main_part(operation))).or_insert(ordinal);
            }
        }
        let digests = graph.vertices.iter().map(|vertex| vertex.operation.digest()).collect();
        let inputs = graph.vertices.iter().flat_map(|vertex| &vertex.inputs);
        let images = inputs.filter_map(|input| match &input.from {
            Origin::Image(digest, name) => Some((name.clone(), *digest)),
            _ => None,
        });
        let mut images: Vec<(String, Digest)> = images.collect();
        images.sort();
        images.dedup();
        Self { context, stages, by_text, digests, images }
    }

    pub(super) fn has_operation(&self, operation: &Operation) -> bool {
        self.digests.contains(&operation.digest())
    }

    pub(super) fn has_image(&self, digest: Digest) -> bool {
        self.images.iter().any(|(_, own)| *own == digest)
    }

    /// Whether the image was used under this name, and was another.
    pub(super) fn has_other_version(&self, name: &str, digest: Digest) -> bool {
        self.images.iter().any(|(own, _)| own == name) && !self.has_image(digest)
    }

    /// The operation that stood where this one stands now.
    pub(super) fn counterpart(
        &self,
        operation: &Operation,
        stage: usize,
        ordinal: usize,
        count: usize,
    ) -> Option<&Operation> {
        let steps = self.stages.get(stage)?;
        let same_kind = |other: &&Operation| other.kind == operation.kind;
        let at_its_place = steps.get(ordinal).filter(|_| steps.len() == count).filter(same_kind);
        let same_text = self.by_text.get(&(stage, main_part(operation)));
        same_text.and_then(|ordinal| steps.get(*ordinal)).or(at_its_place)
    }

    /// The files that were sent.
    pub(super) fn context(&self) -> &Tree {
        &self.context
    }

    /// How the files that some selections take differ now.
    pub(super) fn differences<'a>(
        &self,
        was: &Contents<'_>,
        is: &Contents<'_>,
        selections: impl Iterator<Item = &'a Selection>,
    ) -> Vec<Reason> {
        let mut changes: BTreeMap<String, FileChange> = BTreeMap::new();
        for selection in selections {
            let (old, new) = (taken(was, selection), taken(is, selection));
            for path in &old {
                let change = match (was.tree.get(path), is.tree.get(path)) {
                    _ if !new.contains(path) => Some(FileChange::Removed),
                    (Some(old), Some(new)) => change(old, new),
                    _ => None,
                };
                if let Some(change) = change {
                    changes.insert((*path).to_owned(), change);
                }
            }
            for path in new.iter().filter(|path| !old.contains(*path)) {
                changes.insert((*path).to_owned(), FileChange::Added);
            }
        }
        let count = changes.len();
        let named = changes.into_iter().take(MOST_FILES);
        let mut reasons: Vec<Reason> =
            named.map(|(path, change)| Reason::File { path, change }).collect();
        if count > MOST_FILES {
            reasons.push(Reason::MoreFiles { count: count - MOST_FILES });
        }
        reasons
    }
}

fn change(was: &Entry, is: &Entry) -> Option<FileChange> {
    if was.kind != is.kind {
        return Some(FileChange::Kind);
    }
    if was.digest != is.digest || was.size != is.size {
        return Some(FileChange::Edited);
    }
    (was.mode != is.mode).then_some(FileChange::Mode)
}

/// What operations with the same text have in common: their kind and main member.
fn main_part(operation: &Operation) -> Digest {
    let digester = Digester::new(operation.kind);
    match operation.members.first() {
        Some((_, Value::Known(text) | Value::Open(text))) => digester.text(text),
        None => digester,
    }
    .finish()
}

/// The paths that a selection takes.
pub(super) fn taken<'a>(contents: &Contents<'a>, selection: &Selection) -> HashSet<&'a str> {
    if selection.has_filter() {
        return contents.chosen(selection).into_iter().collect();
    }
    let tree = contents.tree;
    let Some(path) = super::content::resolve(tree, &selection.path) else {
        return HashSet::new();
    };
    let prefix = if path.is_empty() { String::new() } else { format!("{path}/") };
    let inside = |own: &&str| *own == path || own.starts_with(&prefix);
    tree.iter().map(|(own, _)| own).filter(inside).collect()
}

/// Whether a selection takes a path.
pub(super) fn takes(contents: &Contents<'_>, selection: &Selection, path: &str) -> bool {
    taken(contents, selection).contains(path)
}

/// The variables of a RUN by name.
pub(super) fn variables(operation: &Operation) -> BTreeMap<String, String> {
    let entries = operation.environment.iter().flat_map(RunEnvironment::entries);
    let pair = |entry: String| match entry.split_once('=') {
        Some((name, value)) => (name.to_owned(), value.to_owned()),
        None => (entry, String::new()),
    };
    entries.map(pair).collect()
}
