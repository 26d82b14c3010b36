//! Real folders: links, special files, names, digests.

use std::path::Path;

use layerwise::context::{EntryKind, Snapshot};
use layerwise::host::{Cancel, ContextFolder, Enter};
use tempfile::TempDir;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        write(folder.path(), path, text);
    }
    folder
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn scan(folder: &TempDir) -> (ContextFolder, Snapshot) {
    let mut context = ContextFolder::new(folder.path(), None, Enter::WhatMayBeSent);
    let snapshot = context.scan(&Cancel::default()).unwrap().unwrap();
    (context, snapshot)
}

#[test]
fn an_ignored_folder_is_not_entered() {
    let folder =
        folder(&[(".dockerignore", "node_modules\n"), ("node_modules/a/b", ""), ("c", "")]);
    let (_, snapshot) = scan(&folder);
    let id = snapshot.find("node_modules").unwrap();
    assert!(!snapshot[id].entered && !snapshot[id].sent);
    assert_eq!(snapshot.find("node_modules/a"), None);
    assert_eq!(snapshot.totals().sent_files, 2);
}

#[test]
fn the_file_beside_the_dockerfile_goes_first() {
    let files =
        [("docker/api.Dockerfile.dockerignore", "a"), (".dockerignore", "b"), ("a", ""), ("b", "")];
    let folder = folder(&files);
    let dockerfile = folder.path().join("docker/api.Dockerfile");
    let mut context = ContextFolder::new(folder.path(), Some(&dockerfile), Enter::WhatMayBeSent);
    let snapshot = context.scan(&Cancel::default()).unwrap().unwrap();
    assert_eq!(snapshot.ignore.name.as_deref(), Some("api.Dockerfile.dockerignore"));
    let sent = |path| snapshot[snapshot.find(path).unwrap()].sent;
    assert!(!sent("a") && sent("b"));
}

#[test]
fn a_refused_ignore_file_leaves_the_tree_to_be_seen() {
    for ignore in ["a[", "["] {
        let folder = folder(&[(".dockerignore", ignore), ("d/e", "")]);
        let (_, snapshot) = scan(&folder);
        assert!(snapshot.ignore.refused.is_some());
        assert!(snapshot.find("d/e").is_some());
    }
}

#[test]
fn a_digest_is_computed_once_and_again_after_a_change() {
    let folder = folder(&[("a", "one"), ("b/c", "one"), ("d", "other")]);
    let (mut context, mut snapshot) = scan(&folder);
    let files = |snapshot: &Snapshot| -> Vec<_> { snapshot.ids().collect() };
    let all = files(&snapshot);
    let cancel = Cancel::default();
    assert_eq!(context.digest(&mut snapshot, all, &cancel), 3);
    let digest = |snapshot: &Snapshot, path| snapshot.digest(snapshot.find(path).unwrap());
    assert_eq!(digest(&snapshot, "a"), digest(&snapshot, "b/c"));
    assert_ne!(digest(&snapshot, "a"), digest(&snapshot, "d"));
    assert_eq!(snapshot.tree().get("a").unwrap().digest, digest(&snapshot, "a"));
    let before = digest(&snapshot, "d");
    write(folder.path(), "d", "changed");
    let mut snapshot = context.scan(&cancel).unwrap().unwrap();
    let all = files(&snapshot);
    assert_eq!(context.digest(&mut snapshot, all, &cancel), 1, "only d is read again");
    assert!(digest(&snapshot, "d").is_some() && digest(&snapshot, "d") != before);
    assert!(digest(&snapshot, "a").is_some());
    std::fs::remove_file(folder.path().join("b/c")).unwrap();
    context.scan(&cancel).unwrap().unwrap();
    assert_eq!(context.kept_digests(), 2);
}

#[test]
fn a_cancelled_scan_gives_nothing() {
    let folder = folder(&[("a", "")]);
    let cancel = Cancel::default();
    cancel.cancel();
    let mut context = ContextFolder::new(folder.path(), None, Enter::Everything);
    assert!(context.scan(&cancel).unwrap().is_none());
}

#[test]
fn what_is_no_folder_is_an_error() {
    let folder = folder(&[("a", "")]);
    for name in ["a", "none"] {
        let mut context = ContextFolder::new(folder.path().join(name), None, Enter::Everything);
        assert!(context.scan(&Cancel::default()).is_err(), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_and_special_files_not_opened() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("real/a", "x")]);
    let path = |name: &str| folder.path().join(name);
    symlink("real", path("link")).unwrap();
    symlink("..", path("real/up")).unwrap();
    symlink("/etc", path("out")).unwrap();
    symlink("../real", path("real/back")).unwrap();
    let socket = std::os::unix::net::UnixListener::bind(path("socket")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(path("pipe")).status();
    let (mut context, mut snapshot) = scan(&folder);
    let id = |snapshot: &Snapshot, path: &str| snapshot.find(path).unwrap();
    let link = |snapshot: &Snapshot, path: &str| snapshot.leads_out(id(snapshot, path));
    assert!(link(&snapshot, "out") && !link(&snapshot, "real/up"));
    assert!(!link(&snapshot, "real/back") && !link(&snapshot, "link"));
    assert_eq!(snapshot[id(&snapshot, "link")].kind, EntryKind::Link("real".into()));
    assert_eq!(snapshot[id(&snapshot, "socket")].kind, EntryKind::Special("socket"));
    assert_eq!(snapshot.find("link/a"), None);
    let all: Vec<_> = snapshot.ids().collect();
    assert_eq!(context.digest(&mut snapshot, all, &Cancel::default()), 1);
    if made.is_ok_and(|status| status.success()) {
        assert_eq!(snapshot[id(&snapshot, "pipe")].kind, EntryKind::Special("named pipe"));
    }
    drop(socket);
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_utf8_are_shown_nearly_and_read_exactly() {
    use std::os::unix::ffi::OsStrExt;
    let folder = folder(&[]);
    let name = std::ffi::OsStr::from_bytes(b"a\xff.txt");
    std::fs::write(folder.path().join(name), "x").unwrap();
    let (mut context, mut snapshot) = scan(&folder);
    let id = snapshot.find("a\u{fffd}.txt").unwrap();
    assert!(snapshot.problems[0].text.contains("UTF-8"));
    assert_eq!(context.digest(&mut snapshot, [id], &Cancel::default()), 1);
    assert!(snapshot.digest(id).is_some());
}

#[cfg(unix)]
#[test]
fn an_unreadable_folder_is_a_problem_and_no_failure() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[("shut/a", ""), ("b", "")]);
    let path = folder.path().join("shut");
    let set =
        |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
    set(0o000);
    let may_all = std::fs::read_dir(&path).is_ok();
    let (_, snapshot) = scan(&folder);
    set(0o755);
    assert!(snapshot.find("b").is_some());
    assert_eq!(snapshot.problems.iter().any(|it| it.path == "shut"), !may_all);
}
