//! The digest of what a COPY, an ADD or a mount selects from a context, as
//! BuildKit computes it (`cache/contenthash/checksum.go`, 73ed6825c).
//!
//! Names below the selected folder, kinds, modes, link targets and bytes
//! count; times and the name of the selected thing itself do not.

use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};

use super::digest::{Digest, Digester};
use crate::arrange::Arrange as _;
use crate::context::{Entry, EntryKind, FolderState, IgnoreFile, Tree};
use crate::dockerfile::go;

/// How many links are followed before BuildKit gives up.
const MAX_LINKS: usize = 255;

/// What one source of a COPY or one mount selects.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Selection {
    /// The path from the root of the context or stage, without a slash at its start; it may hold wildcards.
    pub path: String,
    /// `--parents`: only what matches one of these.
    pub include: Vec<String>,
    /// `--exclude`: not what matches one of these.
    pub exclude: Vec<String>,
    /// Whether wildcards mean something: they do for COPY, not for a mount.
    pub is_pattern: bool,
}

impl Selection {
    /// Whether it selects by more than one plain path.
    pub(super) fn has_filter(&self) -> bool {
        self.is_pattern || !self.include.is_empty() || !self.exclude.is_empty()
    }
}

/// A context with the digests that were asked for so far.
pub(super) struct Contents<'a> {
    pub(super) tree: &'a Tree,
    /// The paths with each folder before what is in it, and that together.
    in_order: OnceCell<Vec<&'a str>>,
    known: RefCell<HashMap<Selection, Digest>>,
}

impl<'a> Contents<'a> {
    pub(super) fn new(tree: &'a Tree) -> Self {
        Self { tree, in_order: OnceCell::new(), known: RefCell::default() }
    }

    /// Whether the one thing is there that a selection names; one by wildcards names none.
    pub(super) fn has_named(&self, selection: &Selection) -> bool {
        let has_wildcards = selection.is_pattern && selection.path.contains(['*', '?', '[', '\\']);
        if has_wildcards || !selection.include.is_empty() {
            return false;
        }
        let path = resolve(self.tree, &selection.path);
        path.is_some_and(|path| path.is_empty() || self.tree.get(&path).is_some())
    }

    /// The digest of several selections together.
    pub(super) fn digest(&self, selections: &[Selection]) -> Digest {
        let parts = without_those_inside(selections);
        let mut digester = Digester::new("selections").number(parts.len() as u64);
        for selection in parts {
            digester = digester.digest(self.digest_of(selection));
        }
        digester.finish()
    }

    fn digest_of(&self, selection: &Selection) -> Digest {
        if let Some(known) = self.known.borrow().get(selection) {
            return *known;
        }
        let digest = if selection.has_filter() {
            let chosen = self.chosen(selection);
            self.digest_of_chosen(selection, &chosen)
        } else {
            self.digest_at(&selection.path)
        };
        self.known.borrow_mut().insert(selection.clone(), digest);
        digest
    }

    /// The digest of what stands at a path, links followed.
    fn digest_at(&self, path: &str) -> Digest {
        let Some(path) = resolve(self.tree, path) else {
            return Digester::new("missing").finish();
        };
        match self.tree.get(&path) {
            Some(entry) if !entry.is_folder() => header(entry),
            entry => self.digest_of_folder(&path, entry),
        }
    }

    fn digest_of_folder(&self, path: &str, entry: Option<&Entry>) -> Digest {
        let prefix = if path.is_empty() { String::new() } else { format!("{path}/") };
        let own = entry.map_or_else(|| Digester::new("root").finish(), header);
        let mut digester = Digester::new("folder").digest(own);
        for (below, entry) in self.tree.below(&prefix) {
            digester = digester.text(&below[prefix.len()..]).digest(header(entry));
        }
        digester.finish()
    }

    fn digest_of_chosen(&self, selection: &Selection, chosen: &[&str]) -> Digest {
        let digest = |path: &str| match self.tree.get(path) {
            Some(entry) if matches!(entry.kind, EntryKind::Link(_)) => self.digest_at(path),
            Some(entry) => header(entry),
            None => Digester::new("root").finish(),
        };
        if let [only] = chosen
            && base(only) == base(&selection.path)
        {
            return digest(only);
        }
        let mut digester = Digester::new("chosen");
        for path in chosen {
            digester = digester.text(base(path)).digest(digest(path));
        }
        digester.finish()
    }

    /// The paths that a selection takes, a folder before what is in it.
    pub(super) fn chosen(&self, selection: &Selection) -> Vec<&'a str> {
        let mut walk = Walk::new(selection, self.tree);
        let prefix = literal_prefix(&walk.root, walk.is_pattern);
        for path in self.in_order() {
            if path.starts_with(&prefix) {
                walk.meet(path);
            }
        }
        walk.chosen
    }

    fn in_order(&self) -> &[&'a str] {
        self.in_order.get_or_init(|| {
            let mut paths: Vec<&str> = self.tree.iter().map(|(path, _)| path).collect();
            paths.sort_by_cached_key(|path| path.replace('/', "\0"));
            paths
        })
    }
}

/// The walk over a context that finds what a selection with a filter takes.
struct Walk<'a> {
    tree: &'a Tree,
    root: String,
    is_pattern: bool,
    include: Option<IgnoreFile>,
    exclude: Option<IgnoreFile>,
    /// The last path that the pattern matched; what is inside belongs to it.
    matched: Option<&'a str>,
    above: Vec<FolderAbove<'a>>,
    chosen: Vec<&'a str>,
}

/// A folder above the place where the walk is.
struct FolderAbove<'a> {
    path: &'a str,
    is_chosen: bool,
    include: Option<FolderState>,
    exclude: Option<FolderState>,
}

impl<'a> Walk<'a> {
    fn new(selection: &Selection, tree: &'a Tree) -> Self {
        let read = |patterns: &[String]| {
            let any = (!patterns.is_empty()).then(|| patterns.join("\n"))?;
            IgnoreFile::read(&any).ok()
        };
        let resolved = || resolve(tree, &selection.path);
        let root = if selection.is_pattern { None } else { resolved() };
        Self {
            tree,
            root: root.unwrap_or_else(|| selection.path.clone()),
            is_pattern: selection.is_pattern,
            include: read(&selection.include),
            exclude: read(&selection.exclude),
            matched: None,
            above: Vec::new(),
            chosen: Vec::new(),
        }
    }

    fn meet(&mut self, path: &'a str) {
        while self.above.last().is_some_and(|folder| !is_inside(path, folder.path)) {
            self.above.pop();
        }
        let Some(candidate) = self.candidate(path) else { return };
        let above = self.above.last();
        let (mut is_included, mut include) = (true, None);
        if let Some(patterns) = &self.include {
            let state = above.and_then(|folder| folder.include.as_ref());
            if let Ok((decision, state)) = patterns.decide(&candidate, state) {
                is_included = decision.ignored;
                include = Some(state);
            }
        }
        let mut exclude = None;
        if let Some(patterns) = self.exclude.as_ref().filter(|_| is_included) {
            let state = above.and_then(|folder| folder.exclude.as_ref());
            if let Ok((decision, state)) = patterns.decide(&candidate, state) {
                is_included &= !decision.ignored;
                exclude = Some(state);
            }
        }
        if is_included {
            let folders = self.above.iter_mut().filter(|folder| !folder.is_chosen);
            for folder in folders {
                folder.is_chosen = true;
                self.chosen.push(folder.path);
            }
            self.chosen.push(path);
        }
        if self.tree.get(path).is_some_and(Entry::is_folder) {
            self.above.push(FolderAbove { path, is_chosen: is_included, include, exclude });
        }
    }

    /// The path as the filters see it; none outside what is selected.
    fn candidate(&mut self, path: &'a str) -> Option<String> {
        let below = |root: &str| -> Option<String> {
            if root.is_empty() || path == root {
                return Some(path[root.len()..].to_owned());
            }
            is_inside(path, root).then(|| path[root.len() + 1..].to_owned())
        };
        if !self.is_pattern {
            return below(&self.root);
        }
        if !self.matched.is_some_and(|matched| is_inside(path, matched)) {
            if !go::path_matches(&self.root, path) {
                return None;
            }
            self.matched = Some(path);
        }
        below(self.matched?)
    }
}

fn is_inside(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The part of a pattern before the first component with a wildcard.
fn literal_prefix(root: &str, is_pattern: bool) -> String {
    if !is_pattern {
        return root.to_owned();
    }
    let parts = root.split('/').take_while(|part| !part.contains(['*', '?', '[', '\\']));
    let literal: Vec<&str> = parts.collect();
    if literal.is_empty() { String::new() } else { literal.join("/") + "/" }
}

/// Everything about an entry that counts, its name left aside.
fn header(entry: &Entry) -> Digest {
    let digester = Digester::new("entry").number(entry.mode.into());
    match &entry.kind {
        EntryKind::File => match entry.digest {
            Some(digest) => digester.text("file").digest(Digest(digest)),
            None => digester.text("unread").number(entry.size),
        },
        EntryKind::Folder => digester.text("folder"),
        EntryKind::Link(target) => digester.text("link").text(target),
        EntryKind::Special(name) => digester.text("special").text(name),
    }
    .finish()
}

/// Where a path leads when links are followed; none when it leads nowhere.
pub(super) fn resolve(tree: &Tree, path: &str) -> Option<String> {
    let mut open: Vec<String> = parts_reversed(path);
    let mut at = String::new();
    let mut links = 0;
    while let Some(part) = open.pop() {
        let folder_end = at.len();
        if part == ".." {
            at.truncate(at.rfind('/').unwrap_or_default());
            continue;
        }
        if !at.is_empty() {
            at.push('/');
        }
        at.push_str(&part);
        if let EntryKind::Link(target) = &tree.get(&at)?.kind {
            links += 1;
            if links > MAX_LINKS {
                return None;
            }
            at.truncate(if target.starts_with('/') { 0 } else { folder_end });
            open.extend(parts_reversed(target));
        }
    }
    Some(at)
}

fn parts_reversed(path: &str) -> Vec<String> {
    let parts = path.split('/').filter(|part| !matches!(*part, "" | "."));
    parts.rev().map(str::to_owned).collect()
}

/// Without plain paths that lie inside another; those with filters stay.
fn without_those_inside(selections: &[Selection]) -> Vec<&Selection> {
    let mut plain: Vec<&Selection> =
        selections.iter().filter(|selection| !selection.has_filter()).collect();
    plain.arrange_by(|left, right| left.path.cmp(&right.path));
    let mut parts: Vec<&Selection> = Vec::new();
    let mut taken: HashSet<&str> = HashSet::new();
    for selection in plain {
        let path = selection.path.as_str();
        let mut above = path.match_indices('/').map(|(end, _)| &path[..end]);
        let is_inside = taken.contains("") || above.any(|folder| taken.contains(folder));
        if !is_inside && taken.insert(path) {
            parts.push(selection);
        }
    }
    parts.extend(selections.iter().filter(|selection| selection.has_filter()));
    parts.arrange_by(|left, right| left.path.cmp(&right.path));
    parts
}
