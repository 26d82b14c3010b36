//! Tables of knowledge that a reader or a team keeps: where they lie, and their texts.

use std::path::{Path, PathBuf};

use super::directories::Directories;
use super::read::{ReadError, read_file};
use crate::knowledge::{MOST_FILES, TableFile};

/// Where a repository keeps its tables.
const IN_REPOSITORY: &str = ".layerwise/knowledge";

/// The tables that hold for a Dockerfile in this folder, the nearest first: those of the
/// folder and of each folder above it up to the root of the repository, then the reader's
/// own. Outside of a repository only the folder itself counts, because anybody may put
/// something into a folder above it. At most one more than are read.
pub fn find_tables(folder: &Path, directories: Option<&Directories>) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let real = std::fs::canonicalize(folder).unwrap_or_default();
    let is_root = |folder: &&Path| folder.join(".git").exists();
    let depth = real.ancestors().position(|folder| is_root(&folder)).unwrap_or(0);
    for folder in real.ancestors().take(depth + 1) {
        found.extend(tables_in(&folder.join(IN_REPOSITORY)));
    }
    found.extend(directories.into_iter().flat_map(|own| tables_in(&own.knowledge())));
    found.truncate(MOST_FILES + 1);
    found
}

/// The tables of a folder by their names; none when it cannot be read.
pub fn tables_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.flatten().map(|entry| entry.path());
    let mut found: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|end| end == "toml")).collect();
    found.sort();
    found
}

/// Reads tables; those that cannot be read are told apart.
pub fn read_tables(paths: &[PathBuf]) -> (Vec<TableFile>, Vec<ReadError>) {
    let here = std::env::current_dir().and_then(std::fs::canonicalize).unwrap_or_default();
    let (mut files, mut errors) = (Vec::new(), Vec::new());
    for path in paths {
        match read_file(path) {
            Ok(bytes) => {
                let shown = path.strip_prefix(&here).unwrap_or(path);
                let name = shown.to_string_lossy().into_owned();
                files.push(TableFile { name, text: String::from_utf8_lossy(&bytes).into_owned() });
            }
            Err(error) => errors.push(error),
        }
    }
    (files, errors)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(root: &Path, path: &str) {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, "").expect("written");
    }

    fn names(root: &Path, folder: &str, own: &Directories) -> Vec<String> {
        let root = std::fs::canonicalize(root).expect("a folder");
        let found = find_tables(&root.join(folder), Some(own));
        let shown = found.iter().map(|path| path.strip_prefix(&root).unwrap_or(path));
        shown.map(|path| path.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn the_nearest_come_first_and_a_repository_ends_the_walk() {
        let root = tempfile::tempdir().expect("a folder");
        let root = root.path();
        for path in [
            ".layerwise/knowledge/names.toml",
            "repo/.layerwise/knowledge/images.toml",
            "repo/.layerwise/knowledge/read.me",
            "repo/api/.layerwise/knowledge/commands.toml",
            "own/knowledge/ports.toml",
        ] {
            put(root, path);
        }
        let own = Directories::below(root.join("own"));
        let apart = ["repo/api/.layerwise/knowledge/commands.toml"];
        assert_eq!(names(root, "repo/api", &own)[..1], apart);
        assert_eq!(names(root, "repo/api", &own).len(), 2, "there is no repository yet");
        put(root, "repo/.git/HEAD");
        let found = names(root, "repo/api", &own);
        assert_eq!(found[1], "repo/.layerwise/knowledge/images.toml");
        assert!(found[2].ends_with("own/knowledge/ports.toml") && found.len() == 3, "{found:?}");
    }
}
