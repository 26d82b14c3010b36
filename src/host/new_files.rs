//! Writing files that must not be there yet.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::packs::IN_REPOSITORY;
use crate::lesson::NewFile;

/// Writes the files of a new lesson into a folder, which must not be there yet. When one of
/// them cannot be written, none is left.
///
/// # Errors
/// When the folder is there, or cannot be written.
pub fn write_new(folder: &Path, files: &[NewFile]) -> io::Result<()> {
    if let Some(above) = folder.parent() {
        fs::create_dir_all(above)?;
    }
    fs::create_dir(folder)?;
    let written = files.iter().try_for_each(|file| {
        let path = folder.join(&file.path);
        if let Some(above) = path.parent() {
            fs::create_dir_all(above)?;
        }
        fs::File::create_new(path)?.write_all(file.text.as_bytes())
    });
    if written.is_err() {
        // The folder is ours: it was not there before.
        let _ = fs::remove_dir_all(folder);
    }
    written
}

/// Where new lessons of the repository around the current folder go; `None` outside of one.
pub fn lessons_of_repository() -> Option<PathBuf> {
    let here = std::env::current_dir().and_then(fs::canonicalize).ok()?;
    let root = here.ancestors().find(|folder| folder.join(".git").exists())?;
    let shown = if root == here { Path::new("") } else { root };
    Some(shown.join(IN_REPOSITORY))
}
