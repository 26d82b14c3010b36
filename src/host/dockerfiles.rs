//! Finding Dockerfiles below folders, and what lies around each of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::input::is_dockerfile_name;
use super::read::{ReadError, read_file};
use super::scan::{ContextFolder, Enter};
use crate::checks::{Around, FileFact};
use crate::context::{Ignore, IgnoreFile};

/// Folders that hold other people's files.
const PASSED_BY: [&str; 4] = [".git", "node_modules", ".venv", "__pycache__"];
/// Endings of names that are no Dockerfiles although they begin like one.
const NO_DOCKERFILES: [&str; 14] = [
    "dockerignore",
    "md",
    "txt",
    "j2",
    "jinja",
    "jinja2",
    "mustache",
    "tmpl",
    "tpl",
    "template",
    "erb",
    "bak",
    "orig",
    "swp",
];
/// A folder is walked down to this depth.
const DEEPEST: usize = 64;

/// The Dockerfiles below a folder, by their paths. Links are not followed, and
/// folders that cannot be read are passed by.
pub fn find_dockerfiles(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let Ok(kind) = entry.file_type() else { continue };
            let name = entry.file_name();
            let path = match folder == Path::new(".") {
                true => PathBuf::from(&name),
                false => entry.path(),
            };
            if kind.is_dir() {
                let is_passed_by = PASSED_BY.iter().any(|it| name == *it);
                if !is_passed_by && depth < DEEPEST {
                    open.push((path, depth + 1));
                }
            } else if kind.is_file() && is_one(&path) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn is_one(path: &Path) -> bool {
    let ending = path.extension().map(|it| it.to_string_lossy().to_lowercase());
    is_dockerfile_name(path) && !ending.is_some_and(|it| NO_DOCKERFILES.contains(&it.as_str()))
}

/// The nearest `layerwise.toml`: in this folder or above it, up to the root of
/// the repository.
pub fn find_settings(folder: &Path) -> Option<PathBuf> {
    let real = std::fs::canonicalize(folder).ok()?;
    for folder in real.ancestors() {
        let path = folder.join("layerwise.toml");
        if path.is_file() {
            return Some(path);
        }
        if folder.join(".git").exists() {
            return None;
        }
    }
    None
}

/// The text of a settings file.
///
/// # Errors
/// When it cannot be read.
pub fn read_settings(path: &Path) -> Result<String, ReadError> {
    Ok(String::from_utf8_lossy(&read_file(path)?).into_owned())
}

/// Looks at the folders of many files, at each once as long as its files come one after
/// the other: a folder of a thousand Dockerfiles is not read a thousand times.
#[derive(Debug, Default)]
pub struct Lookout {
    last: Option<Looked>,
}

#[derive(Debug)]
struct Looked {
    folder: PathBuf,
    /// The file that decides what is sent.
    ignore: Option<PathBuf>,
    around: Around,
}

impl Lookout {
    /// What lies at the top of a context: the ignore file, the names, and the
    /// texts of manifests. Only the top is looked at, so this is quick in any folder.
    pub fn around(&mut self, context: &Path, dockerfile: Option<&Path>) -> Around {
        let folder = ContextFolder::new(context, dockerfile, Enter::WhatMayBeSent);
        let read = |path: PathBuf| Some((read_file(&path).ok()?, path));
        let (ignore, path) = match folder.ignore_files().into_iter().find_map(read) {
            Some((bytes, path)) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                (Ignore::read(name, &String::from_utf8_lossy(&bytes)), Some(path))
            }
            None => (Ignore::default(), None),
        };
        let is_known = |it: &&Looked| it.folder == folder.root() && it.ignore == path;
        if let Some(looked) = self.last.as_ref().filter(is_known) {
            return looked.around.clone();
        }
        let around = top_of(folder.root(), ignore);
        let folder = folder.root().to_owned();
        self.last = Some(Looked { folder, ignore: path, around: around.clone() });
        around
    }
}

fn top_of(folder: &Path, ignore: Ignore) -> Around {
    let Ok(entries) = std::fs::read_dir(folder) else { return Around::default() };
    let mut files = BTreeMap::new();
    for entry in entries.flatten() {
        let Ok(name) = entry.file_name().into_string() else { continue };
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        files.insert(name.clone(), FileFact { is_sent: is_sent(&ignore.file, &name), is_folder });
    }
    let texts = super::scan::manifests(folder);
    let (ignore, files) = (Some(Arc::new(ignore)), Some(Arc::new(files)));
    Around { ignore, files, texts, ..Around::default() }
}

fn is_sent(ignore: &IgnoreFile, name: &str) -> bool {
    !ignore.decide(name, None).is_ok_and(|(decision, _)| decision.ignored)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_was_seen_is_told_for_each_file_as_for_it_alone() {
        let folder = tempfile::tempdir().unwrap();
        let write =
            |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write(".dockerignore", "kept\n");
        write("a.Dockerfile.dockerignore", "other\n");
        for name in ["a.Dockerfile", "b.Dockerfile", "c.Dockerfile", "kept", "other"] {
            write(name, "FROM scratch\n");
        }
        let mut lookout = Lookout::default();
        let sent = |around: Around| {
            let files = around.files.unwrap();
            (files["kept"].is_sent, files["other"].is_sent)
        };
        for (name, expected) in [
            ("b.Dockerfile", (false, true)),
            ("c.Dockerfile", (false, true)),
            ("a.Dockerfile", (true, false)),
            ("b.Dockerfile", (false, true)),
        ] {
            let path = folder.path().join(name);
            assert_eq!(sent(lookout.around(folder.path(), Some(&path))), expected, "{name}");
        }
    }
}
