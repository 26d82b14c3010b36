//! What a build is sent of the context, and what the daemon makes of it.
//!
//! The daemon keeps a copy of the context. The client sends only what differs
//! in size, time, mode or kind, so that an edit which keeps size and time is
//! missed, and so is the mode of a folder (recorded in
//! `tests/truth/cache.jsonl`: `same-size-same-mtime-edit`, `directory-mode`).

use std::collections::{BTreeSet, HashMap};

use crate::context::{Entry, EntryKind, FolderState, IgnoreFile, Tree};

/// The part of a context that a build is sent.
pub(super) fn sent(tree: &Tree, ignore: &IgnoreFile) -> Tree {
    let mut sent = Tree::default();
    let mut states: HashMap<&str, FolderState> = HashMap::new();
    for (path, entry) in tree.iter() {
        let folder = path.rsplit_once('/').map(|(folder, _)| folder);
        let parent = folder.and_then(|folder| states.get(folder));
        if folder.is_some() && parent.is_none() {
            continue;
        }
        // A pattern that breaks here ends the build; what it would decide does not matter.
        let Ok((decision, state)) = ignore.decide(path, parent) else { continue };
        if entry.is_folder() && !(decision.ignored && ignore.may_skip_folder(path)) {
            states.insert(path, state);
        }
        if !decision.ignored && !matches!(entry.kind, EntryKind::Special("socket")) {
            insert_with_folders(&mut sent, tree, path, entry);
        }
    }
    sent
}

/// Puts an entry in with the folders above it; those may be ignored themselves.
fn insert_with_folders(sent: &mut Tree, tree: &Tree, path: &str, entry: &Entry) {
    let missing = path.match_indices('/').map(|(end, _)| &path[..end]);
    let missing: Vec<&str> = missing.filter(|folder| sent.get(folder).is_none()).collect();
    for folder in missing {
        if let Some(entry) = tree.get(folder) {
            sent.insert(folder, entry.clone());
        }
    }
    sent.insert(path, entry.clone());
}

/// The daemon's copy after a build was sent `sent`, when it held `kept` before.
/// `unnoticed` are files whose bytes changed while size and time did not.
pub(super) fn received(kept: &Tree, mut sent: Tree, unnoticed: &BTreeSet<String>) -> Tree {
    for path in unnoticed {
        let (Some(old), Some(new)) = (kept.get(path), sent.get_mut(path)) else { continue };
        if old.kind == new.kind && old.mode == new.mode && old.size == new.size {
            new.digest = old.digest;
        }
    }
    let folders = kept.iter().filter(|(_, entry)| entry.is_folder());
    for (path, old) in folders {
        if let Some(new) = sent.get_mut(path).filter(|new| new.is_folder()) {
            new.mode = old.mode;
        }
    }
    sent
}
