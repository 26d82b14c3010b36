//! What a file takes from its context, and to where.

mod destinations;
mod scanning;

use std::sync::Arc;

use layerwise::analysis::Analysis;
use layerwise::build::Options;
use layerwise::context::{Entry, EntryKind, Ignore, Snapshot, Tree, Usage};
use layerwise::dockerfile;
use layerwise::source::Source;

/// A tree of paths: `name/` is a folder, `name -> target` a link, all others files.
fn tree(paths: &[&str]) -> Tree {
    let mut tree = Tree::default();
    for path in paths {
        let entry = |kind| Entry { kind, mode: 0o644, size: 1, digest: None };
        match (path.split_once(" -> "), path.strip_suffix('/')) {
            (Some((name, target)), _) => tree.insert(name, entry(EntryKind::Link(target.into()))),
            (None, Some(folder)) => tree.insert(folder, Entry::folder()),
            (None, None) => tree.insert(*path, entry(EntryKind::File)),
        }
    }
    tree
}

fn snapshot(paths: &[&str], ignore: &str) -> Snapshot {
    Snapshot::of_tree(".", &tree(paths), Ignore::read(".dockerignore", ignore))
}

fn usage(dockerfile: &str, snapshot: &Snapshot) -> Usage {
    let source = Source::new("Dockerfile", dockerfile.as_bytes().to_vec());
    let file = Arc::new(dockerfile::parse(Arc::new(source)));
    let Analysis { file, options, build, .. } = Analysis::of(file, Options::default());
    Usage::of(&file, &options, &build, snapshot)
}

/// Every path that is taken: `path > LINE:destination`, in the order of the paths.
fn taken(dockerfile: &str, paths: &[&str], ignore: &str) -> Vec<String> {
    let snapshot = snapshot(paths, ignore);
    let usage = usage(dockerfile, &snapshot);
    let mut list = Vec::new();
    for id in snapshot.ids().filter(|id| !snapshot[*id].is_folder()) {
        for taken in usage.taken_by(&snapshot, id) {
            let destination = taken.destination.path.unwrap_or_else(|| "?".to_owned());
            let or = taken.destination.in_folder.map(|it| format!(" or {it}")).unwrap_or_default();
            let by = taken.destination.made_by.map(|it| format!(" by {it}")).unwrap_or_default();
            let line = taken.taker.line;
            list.push(format!("{} > {line}:{destination}{or}{by}", snapshot.path(id)));
        }
    }
    list.sort();
    list
}
