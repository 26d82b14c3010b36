//! Copies of samples that the reader may edit.

use std::path::{Path, PathBuf};

use super::directories::Directories;
use super::state_file::{self, KeepError};

/// The copy of a lesson's sample, made when it is not there yet. What the
/// reader wrote into it stays from run to run.
///
/// # Errors
/// When it cannot be made.
pub fn scratch_copy(
    directories: &Directories,
    lesson: &str,
    text: &str,
) -> Result<PathBuf, KeepError> {
    let path = scratch_path(directories, lesson);
    if path.symlink_metadata().is_err() {
        state_file::replace(&path, text.as_bytes())?;
    }
    Ok(path)
}

/// The copy of a lesson's sample, where the reader made one.
pub fn existing_scratch_copy(directories: &Directories, lesson: &str) -> Option<PathBuf> {
    let path = scratch_path(directories, lesson);
    path.symlink_metadata().is_ok().then_some(path)
}

/// Makes the copy anew; what the reader wrote is kept beside it as `Dockerfile.before`.
///
/// # Errors
/// When it cannot be made; the reader's text is untouched then.
pub fn renew_scratch_copy(
    directories: &Directories,
    lesson: &str,
    text: &str,
) -> Result<PathBuf, KeepError> {
    let path = scratch_path(directories, lesson);
    if path.symlink_metadata().is_ok() {
        let before = path.with_file_name("Dockerfile.before");
        std::fs::rename(&path, &before).map_err(|error| KeepError::new("rename", &path, error))?;
    }
    state_file::replace(&path, text.as_bytes())?;
    Ok(path)
}

fn scratch_path(directories: &Directories, lesson: &str) -> PathBuf {
    directories.scratch().join(folder_name(lesson)).join(Path::new("Dockerfile"))
}

/// A lesson's id as the name of a folder. An id from somebody else's file may
/// hold anything; what is no plain name becomes its hash.
fn folder_name(lesson: &str) -> String {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !lesson.is_empty() && lesson.len() <= 64 && lesson.chars().all(is_plain) {
        lesson.to_owned()
    } else {
        format!("_{}", &super::FileHash::of(lesson.as_bytes()).as_str()[..16])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_the_reader_wrote_until_it_is_renewed() {
        let folder = tempfile::tempdir().unwrap();
        let directories = Directories::below(folder.path());
        let path = scratch_copy(&directories, "from", "FROM a\n").unwrap();
        std::fs::write(&path, "FROM mine\n").unwrap();
        assert_eq!(scratch_copy(&directories, "from", "FROM a\n").unwrap(), path);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "FROM mine\n");
        renew_scratch_copy(&directories, "from", "FROM a\n").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "FROM a\n");
        let before = path.with_file_name("Dockerfile.before");
        assert_eq!(std::fs::read_to_string(before).unwrap(), "FROM mine\n");
    }

    #[test]
    fn an_id_never_leads_out_of_the_folder() {
        let directories = Directories::below("/state");
        for id in ["..", "../../etc", "/etc", "a/b", "", "a\u{1b}[0m", "CON.", "A"] {
            let path = scratch_path(&directories, id);
            assert_eq!(path.parent().unwrap().parent().unwrap(), directories.scratch(), "{id}");
            assert!(path.parent().unwrap().file_name().unwrap().to_str().unwrap().starts_with('_'));
        }
    }
}
