//! `.dockerignore` against the recorded walks of BuildKit's client: as values,
//! and through folders on a disk.

use std::path::Path;

use layerwise::context::{Entry, EntryKind, Ignore, NodeId, Snapshot, Tree};
use layerwise::host::{Cancel, ContextFolder, Enter};
use serde_json::Value;

/// Compares every case with what `look` finds; gives how many cases and paths there were.
fn compare(look: impl Fn(&Value) -> Snapshot) -> (usize, usize) {
    // The second were made by chance, with those on which we were wrong once.
    let text = concat!(include_str!("ignore.jsonl"), include_str!("ignore-random.jsonl"));
    let (mut cases, mut checked, mut wrong) = (0, 0, Vec::new());
    for line in text.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        cases += 1;
        let snapshot = look(&case);
        let refused = snapshot.ignore.refused.as_ref().map(ToString::to_string);
        if refused.as_deref() != case["error"]["text"].as_str() {
            wrong.push(format!("{}: {refused:?} / {}", case["id"], case["error"]));
            continue;
        }
        for (path, sent) in paths(&case).filter_map(|(path, sent)| Some((path, sent?))) {
            checked += 1;
            let found = snapshot.find(path).map(|id| is_sent(&snapshot, id));
            if found != Some(sent) {
                wrong.push(format!("{} {path}: {found:?}", case["id"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    (cases, checked)
}

/// What is sent is told by its folder's sum, too.
fn is_sent(snapshot: &Snapshot, id: NodeId) -> bool {
    let node = &snapshot[id];
    assert_eq!(node.holds.sent_files == 1, node.sent && !node.is_folder());
    node.sent
}

/// The paths of a case; whether one is sent is recorded unless the build fails.
fn paths(case: &Value) -> impl Iterator<Item = (&str, Option<bool>)> {
    let paths = case["paths"].as_object().into_iter().flatten();
    paths.map(|(path, sent)| (path.as_str(), sent.as_bool()))
}

fn ignore_text(case: &Value) -> &str {
    case["ignore"].as_str().unwrap()
}

#[test]
fn ignore_files_decide_as_recorded() {
    let (cases, checked) = compare(|case| {
        let mut tree = Tree::default();
        let file = Entry { kind: EntryKind::File, mode: 0o644, size: 1, digest: None };
        for (path, _) in paths(case) {
            match path.strip_suffix('/') {
                Some(folder) => tree.insert(folder, Entry::folder()),
                None => tree.insert(path, file.clone()),
            }
        }
        Snapshot::of_tree("context", &tree, Ignore::read(".dockerignore", ignore_text(case)))
    });
    println!("{cases} cases, {checked} paths");
}

#[test]
fn folders_on_a_disk_are_scanned_as_recorded() {
    let (cases, checked) = compare(|case| {
        let folder = tempfile::tempdir().unwrap();
        for (path, _) in paths(case) {
            write(&folder.path().join(path), path.ends_with('/'));
        }
        std::fs::write(folder.path().join(".dockerignore"), ignore_text(case)).unwrap();
        let mut context = ContextFolder::new(folder.path(), None, Enter::Everything);
        let all = context.scan(&Cancel::default()).unwrap().unwrap();
        let mut context = ContextFolder::new(folder.path(), None, Enter::WhatMayBeSent);
        let some = context.scan(&Cancel::default()).unwrap().unwrap();
        assert_eq!(some.totals().sent_files, all.totals().sent_files, "{}", case["id"]);
        all
    });
    println!("{cases} cases, {checked} paths");
}

fn write(path: &Path, is_folder: bool) {
    if is_folder {
        std::fs::create_dir_all(path).unwrap();
        return;
    }
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, "x").unwrap();
}
