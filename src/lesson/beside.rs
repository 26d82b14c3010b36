//! The files beside a sample, as the author of a lesson lists them.
//!
//! ```text
//! # Comments and blank lines count for nothing.
//! .env 61
//! src/app.py 4200
//! ==== .dockerignore
//! .git
//! ```

use crate::context::{Entry, EntryKind, Ignore, Snapshot, Tree};

use super::files::safe_path;

/// Before the text of the ignore file.
const IGNORE_FILE: &str = "==== .dockerignore";
/// The size of a file for which none is given, in bytes.
const USUAL_SIZE: u64 = 1_000;
/// At most so many files: a lesson needs no more to make its point.
const MOST_FILES: usize = 1_000;

/// The files beside a sample. They are names and sizes: nothing of them is on any disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// The paths with their sizes in bytes.
    pub files: Vec<(String, u64)>,
    /// The text of the `.dockerignore`; `None` where there is none.
    pub ignore: Option<String>,
}

impl Beside {
    /// Reads a list.
    ///
    /// # Errors
    /// What is wrong with it, with the number of the line.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let mut beside = Self::default();
        let mut tree = Tree::default();
        let mut lines = text.lines().enumerate();
        for (index, line) in lines.by_ref() {
            let line = line.trim();
            if line == IGNORE_FILE {
                beside.ignore = Some(String::new());
                break;
            }
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (path, size) = entry(line);
            let wrong = |why: &str| format!("line {}: {why}", index + 1);
            safe_path(path).map_err(wrong)?;
            let mut above = path.match_indices('/').map(|(end, _)| &path[..end]);
            let is_free = above.all(|it| tree.get(it).is_none_or(Entry::is_folder));
            if !is_free || tree.get(path).is_some() {
                return Err(wrong("the path is there already, or goes through a file"));
            }
            if beside.files.len() == MOST_FILES {
                return Err(wrong("a list has at most 1,000 files"));
            }
            tree.insert(path, file(size));
            beside.files.push((path.to_owned(), size));
        }
        if let Some(ignore) = &mut beside.ignore {
            lines.for_each(|(_, line)| *ignore += &format!("{line}\n"));
            if !beside.files.iter().any(|(path, _)| path == ".dockerignore") {
                beside.files.push((".dockerignore".to_owned(), ignore.len() as u64));
            }
        }
        Ok(beside)
    }

    /// The folder that they make.
    pub fn snapshot(&self) -> Snapshot {
        let mut tree = Tree::default();
        for (path, size) in &self.files {
            tree.insert(path.as_str(), file(*size));
        }
        let ignore = self.ignore.as_ref().map(|text| Ignore::read(".dockerignore", text));
        let mut snapshot = Snapshot::of_tree("./", &tree, ignore.unwrap_or_default());
        snapshot.dockerfile = tree.get("Dockerfile").map(|_| "Dockerfile".to_owned());
        snapshot
    }
}

/// `path size`, or a path alone.
fn entry(line: &str) -> (&str, u64) {
    let parts = line.rsplit_once(' ').map(|(path, size)| (path.trim_end(), size.parse::<u64>()));
    match parts {
        Some((path, Ok(size))) => (path, size),
        _ => (line, USUAL_SIZE),
    }
}

fn file(size: u64) -> Entry {
    Entry { kind: EntryKind::File, mode: 0o644, size, digest: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_becomes_a_folder() {
        let beside =
            Beside::read("# a\na.txt 12\n\nsrc/my file.py\n==== .dockerignore\n*.txt\n").unwrap();
        let snapshot = beside.snapshot();
        assert_eq!(snapshot.judge("a.txt").map(|(is_sent, _)| is_sent), Some(false));
        assert!(snapshot.find("src/my file.py").is_some());
        assert!(snapshot.find(".dockerignore").is_some(), "it lies there, too");
        assert_eq!(snapshot.totals().files, 3);
    }

    #[test]
    fn a_wrong_line_is_named() {
        for (text, start) in [
            ("a\n../b\n", "line 2: a path may not leave"),
            ("a\na\n", "line 2: the path is there already"),
            ("a\na/b\n", "line 2: the path is there already"),
            ("a/b\na\n", "line 2: the path is there already"),
        ] {
            let error = Beside::read(text).unwrap_err();
            assert!(error.starts_with(start), "{text:?}: {error}");
        }
    }
}
