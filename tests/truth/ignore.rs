//! `.dockerignore` against the recorded walks of BuildKit's client.

use std::collections::BTreeMap;

use layerwise::context::{FolderState, IgnoreError, IgnoreFile};
use serde_json::Value;

/// Walks the paths as the client does: folders before what is in them, an ignored folder skipped where it may be.
fn walk(ignore: &IgnoreFile, paths: &[&str]) -> Result<BTreeMap<String, bool>, IgnoreError> {
    let mut sent = BTreeMap::new();
    let mut folders: BTreeMap<String, (FolderState, bool)> = BTreeMap::new();
    for path in paths {
        let plain = path.trim_end_matches('/');
        let mut parent: Option<FolderState> = None;
        let mut skipped = false;
        for (end, _) in plain.match_indices('/').chain([(plain.len(), "")]) {
            let piece = &plain[..end];
            if piece == plain && !path.ends_with('/') {
                let (decision, _) = ignore.decide(piece, parent.as_ref())?;
                sent.insert((*path).to_owned(), !skipped && !decision.ignored);
                break;
            }
            if skipped {
                break;
            }
            if !folders.contains_key(piece) {
                let (decision, state) = ignore.decide(piece, parent.as_ref())?;
                folders.insert(piece.to_owned(), (state, decision.ignored));
            }
            let (state, ignored) = &folders[piece];
            skipped = *ignored && ignore.may_skip_folder(piece);
            if piece == plain {
                sent.insert((*path).to_owned(), !ignored);
            }
            parent = Some(state.clone());
        }
        sent.entry((*path).to_owned()).or_insert(false);
    }
    Ok(sent)
}

#[test]
fn ignore_files_decide_as_recorded() {
    let text = include_str!("ignore.jsonl");
    let (mut cases, mut checked, mut wrong) = (0, 0, Vec::new());
    for line in text.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        cases += 1;
        let paths = case["paths"].as_object().unwrap();
        let names: Vec<&str> = paths.keys().map(String::as_str).collect();
        let found = IgnoreFile::read(case["ignore"].as_str().unwrap())
            .and_then(|ignore| walk(&ignore, &names));
        let recorded_error = case["error"]["text"].as_str();
        match (found, recorded_error) {
            (Err(error), Some(recorded)) if error.to_string() == recorded => {}
            (Ok(found), None) => {
                for (path, sent) in paths {
                    checked += 1;
                    if found.get(path) != sent.as_bool().as_ref() {
                        wrong.push(format!("{} {path}: {:?}", case["id"], found.get(path)));
                    }
                }
            }
            (found, recorded) => wrong.push(format!("{}: {found:?} / {recorded:?}", case["id"])),
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    println!("{cases} cases, {checked} paths");
}
