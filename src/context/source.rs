//! What one source of a COPY, ADD or bind mount selects of a context.

use super::ignore::{IgnoreFile, PatternPlace};
use super::place::{Destination, Place, PlaceKind};
use super::snapshot::{NodeId, Snapshot};
use super::tree::EntryKind;
use crate::build::paths;
use crate::build::step::Copied;
use crate::dockerfile::go;

/// As many links are followed for one path as BuildKit follows
/// (containerd/continuity `fs.RootPath`).
const MOST_LINKS: usize = 255;

/// One source of an instruction and what it finds.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path in the context as BuildKit reads it: it begins at the root, and
    /// nothing leads out of it.
    pub path: String,
    /// What it finds.
    pub outcome: Outcome,
    pub(super) roots: Vec<Root>,
    /// What `--parents` selects below the root.
    include: Option<IgnoreFile>,
}

/// What a source finds in the context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Something that is sent.
    Found,
    /// Nothing of this name is there: the build fails.
    Missing,
    /// It is there and the ignore file leaves it out: the build fails.
    Ignored(Option<PatternPlace>),
    /// Its wildcards match nothing that is sent: nothing is copied, and the build goes on.
    MatchesNothing,
}

/// A path of the context that a source selects, with what lies in it.
#[derive(Clone, Debug)]
pub(super) struct Root {
    pub(super) node: NodeId,
    pub(super) place: Place,
    /// The name that a file keeps in a folder: the one that the source names,
    /// not the one that a link leads to.
    pub(super) name: String,
}

/// What `--exclude` leaves out below a root.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    exclude: Option<IgnoreFile>,
}

impl Filter {
    pub(super) fn new(exclude: &[String]) -> Self {
        Self { exclude: patterns(exclude) }
    }
}

/// Patterns that stand in flags; a refused one fails the build, and nothing is copied.
fn patterns(list: &[String]) -> Option<IgnoreFile> {
    (!list.is_empty()).then(|| IgnoreFile::of_patterns(list).unwrap_or_default())
}

/// Whether patterns match a path when it is walked to from the root, as the copy does.
fn matches(list: &IgnoreFile, path: &str) -> bool {
    let mut memory: Option<super::ignore::FolderState> = None;
    let mut matched = false;
    for (end, _) in path.match_indices('/').chain([(path.len(), "")]) {
        // A pattern that turns out to be broken fails the build.
        let Ok((decision, state)) = list.decide(&path[..end], memory.as_ref()) else {
            return false;
        };
        matched = decision.ignored;
        memory = Some(state);
    }
    matched
}

/// Finds what a path without wildcards leads to among what is sent, links
/// followed; nothing leads out of the context.
pub(super) fn follow(snapshot: &Snapshot, path: &str) -> Option<NodeId> {
    let mut rest: Vec<String> = parts(path);
    let mut at = Snapshot::ROOT;
    let mut links = 0;
    while let Some(part) = rest.pop() {
        if part == ".." {
            at = snapshot[at].parent;
            continue;
        }
        let next = snapshot.child(at, &part).filter(|next| snapshot[*next].sent)?;
        match &snapshot[next].kind {
            EntryKind::Link(target) => {
                links += 1;
                if links > MOST_LINKS {
                    return None;
                }
                if target.starts_with('/') {
                    at = Snapshot::ROOT;
                }
                rest.extend(parts(target));
            }
            _ => at = next,
        }
    }
    Some(at)
}

/// The parts of a path, the first at the end.
fn parts(path: &str) -> Vec<String> {
    let parts = path.split('/').filter(|part| !matches!(*part, "" | "."));
    parts.rev().map(str::to_owned).collect()
}

/// Reads a source of a COPY or ADD.
pub(super) fn read(snapshot: &Snapshot, copied: &Copied, place: Place) -> Source {
    if go::has_wildcards(&copied.src) {
        return Source {
            include: patterns(&copied.include),
            ..with_wildcards(snapshot, &copied.src, &place)
        };
    }
    let mut source = literal(snapshot, &copied.src, place);
    source.include = patterns(&copied.include);
    // `--parents` copies from further up, but what it names has to be there.
    if let Some(required) = copied.required.first()
        && follow(snapshot, required).is_none()
    {
        source.outcome = absent(snapshot, required);
        source.path.clone_from(required);
        source.roots.clear();
    }
    source
}

/// Reads a source without wildcards.
pub(super) fn literal(snapshot: &Snapshot, path: &str, place: Place) -> Source {
    let name = paths::base(path).to_owned();
    let mut roots = Vec::new();
    let outcome = match follow(snapshot, path) {
        Some(node) => {
            // The link that the source names is read as well.
            let named = snapshot.find(path).filter(|named| *named != node);
            roots.extend(named.map(|node| Root { node, place: place.clone(), name: name.clone() }));
            roots.push(Root { node, place, name });
            Outcome::Found
        }
        None => absent(snapshot, path),
    };
    Source { path: path.to_owned(), outcome, roots, include: None }
}

/// Why a path is not among what is sent.
fn absent(snapshot: &Snapshot, path: &str) -> Outcome {
    let mut at = Snapshot::ROOT;
    for part in parts(path).iter().rev() {
        if !snapshot[at].entered {
            break;
        }
        match snapshot.child(at, part) {
            Some(next) => at = next,
            None => return Outcome::Missing,
        }
    }
    if snapshot[at].sent {
        // A link that leads nowhere.
        return Outcome::Missing;
    }
    Outcome::Ignored(snapshot[at].decision.decided_by)
}

/// Reads a source with wildcards: what they match is taken, in the order of a
/// walk, and a folder that matches is not looked into for more.
pub(super) fn with_wildcards(snapshot: &Snapshot, path: &str, place: &Place) -> Source {
    let (start, pattern) = go::split_at_wildcards(path);
    let mut level: Vec<NodeId> = follow(snapshot, start).into_iter().collect();
    let parts: Vec<&str> = pattern.split('/').collect();
    for part in &parts {
        let below = level.iter().flat_map(|folder| snapshot.children(*folder));
        level = below
            .filter(|child| snapshot[*child].sent && go::path_matches(part, &snapshot[*child].name))
            .collect();
    }
    let mut place = place.clone();
    let mut roots = Vec::new();
    for found in level {
        let path = snapshot.path(found);
        let name = snapshot[found].name.to_string();
        let Some(node) = follow(snapshot, &path) else { continue };
        if node != found {
            roots.push(Root { node: found, place: place.clone(), name: name.clone() });
        }
        roots.push(Root { node, place: place.clone(), name });
        // A folder's contents make the destination a folder for what follows.
        if snapshot[node].is_folder() {
            place.kind = PlaceKind::Folder;
        }
    }
    let outcome = if roots.is_empty() { Outcome::MatchesNothing } else { Outcome::Found };
    Source { path: path.to_owned(), outcome, roots, include: None }
}

impl Root {
    /// Where a path goes that is the root or lies below it.
    pub(super) fn destination(&self, snapshot: &Snapshot, inner: &str) -> Destination {
        let followed = || follow(snapshot, &snapshot.path(self.node));
        let node = match &snapshot[self.node].kind {
            EntryKind::Link(_) => followed().unwrap_or(self.node),
            _ => self.node,
        };
        match snapshot[node].is_folder() {
            true => self.place.of_content(inner),
            false => self.place.of_file(&self.name),
        }
    }
}

impl Source {
    /// The path from the context, as a file usually has it; `.` for all of it.
    pub fn shown(&self) -> &str {
        match self.path.trim_start_matches('/') {
            "" => ".",
            path => path,
        }
    }

    /// Whether it names a path, or a folder above it, without wildcards and filters.
    pub(super) fn asks_for(&self, filter: &Filter, path: &str) -> bool {
        let own = self.path.trim_matches('/');
        let is_at_or_below = own.is_empty()
            || path.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        is_at_or_below && self.takes_all(filter) && !go::has_wildcards(own)
    }

    /// Whether everything below a root is taken.
    pub(super) fn takes_all(&self, filter: &Filter) -> bool {
        self.include.is_none() && filter.exclude.is_none()
    }

    /// Whether a path below a root is taken; the root itself always is.
    pub(super) fn takes(&self, filter: &Filter, inner: &str) -> bool {
        inner.is_empty()
            || self.include.as_ref().is_none_or(|list| matches(list, inner))
                && filter.exclude.as_ref().is_none_or(|list| !matches(list, inner))
    }
}
