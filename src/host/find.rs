//! Files of a kind below a folder.

use std::path::{Path, PathBuf};

use super::input::is_dockerfile_name;

/// How deep folders are searched.
const DEEPEST: usize = 32;

/// The Dockerfiles that a path means: the file itself, or every file below a folder
/// that is one by its name, sorted. Links to folders are not followed, hidden folders
/// are passed by.
///
/// # Errors
/// When the path or a folder below it cannot be read.
pub fn find_dockerfiles(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if path.is_dir() {
        search(path, DEEPEST, &is_dockerfile_name, &mut found)?;
        found.sort();
    } else {
        // Reading it says best what is wrong with it.
        found.push(path.to_owned());
    }
    Ok(found)
}

/// Adds the files below a folder that fit, so many folders deep.
///
/// # Errors
/// When a folder cannot be read.
pub(super) fn search(
    folder: &Path,
    depth: usize,
    fits: &dyn Fn(&Path) -> bool,
    found: &mut Vec<PathBuf>,
) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let name = entry.file_name();
        if kind.is_dir() {
            if depth > 0 && !name.as_encoded_bytes().starts_with(b".") {
                search(&entry.path(), depth - 1, fits, found)?;
            }
        } else if fits(Path::new(&name)) {
            found.push(entry.path());
        }
    }
    Ok(())
}
