//! The settings of build services in a repository, and the scanners that they name.

use std::path::{Path, PathBuf};

use super::read::read_file;
use crate::context::Scanner;

/// Settings at the root of a repository.
const FILES: [&str; 8] = [
    ".gitlab-ci.yml",
    "azure-pipelines.yml",
    "bitbucket-pipelines.yml",
    ".circleci/config.yml",
    ".drone.yml",
    ".woodpecker.yml",
    "Jenkinsfile",
    ".travis.yml",
];
/// Folders of settings, each file one.
const FOLDERS: [&str; 3] = [".github/workflows", ".gitea/workflows", ".forgejo/workflows"];
/// So many files of a folder are read.
const MOST_FILES: usize = 64;
/// Longer ones are passed by: settings are short.
const LONGEST: usize = 512 * 1024;

/// The scanners that the settings of the repository around a folder name, each
/// once for a file; `None` where there is no repository, or no settings.
pub fn scanners(folder: &Path) -> Option<Vec<Scanner>> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let real = std::fs::canonicalize(folder).ok()?;
    let root = real.ancestors().find(|folder| folder.join(".git").exists())?;
    let mut paths: Vec<PathBuf> = FILES.iter().map(PathBuf::from).collect();
    for folder in FOLDERS {
        let Ok(entries) = std::fs::read_dir(root.join(folder)) else { continue };
        let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
        let mut names: Vec<String> =
            names.filter(|name| name.ends_with(".yml") || name.ends_with(".yaml")).collect();
        names.sort();
        names.truncate(MOST_FILES);
        paths.extend(names.into_iter().map(|name| Path::new(folder).join(name)));
    }
    let read = paths.into_iter().filter_map(|path| {
        let bytes = read_file(&root.join(&path)).ok().filter(|bytes| bytes.len() <= LONGEST)?;
        Some((
            path.to_string_lossy().replace('\\', "/"),
            String::from_utf8_lossy(&bytes).into_owned(),
        ))
    });
    let texts: Vec<(String, String)> = read.collect();
    if texts.is_empty() {
        return None;
    }
    Some(texts.iter().flat_map(|(path, text)| Scanner::named_in(path, text)).collect())
}
