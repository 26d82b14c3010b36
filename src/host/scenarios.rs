//! Scenarios that the reader saved.

use std::path::PathBuf;

use super::directories::Directories;
use super::state_file::{self, KeepError};

/// Saves a scenario beside those of before, under the next free number.
///
/// # Errors
/// When it cannot be written.
pub fn save_scenario(directories: &Directories, text: &str) -> Result<PathBuf, KeepError> {
    let folder = directories.scenarios();
    let names = (1_u32..).map(|number| folder.join(format!("scenario-{number}.json")));
    let mut free = names.filter(|path| path.symlink_metadata().is_err());
    // There are more numbers than a folder can hold files.
    let path = free.next().unwrap_or_else(|| folder.join("scenario.json"));
    state_file::replace(&path, text.as_bytes())?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_gets_its_own_file() {
        let folder = tempfile::tempdir().unwrap();
        let directories = Directories::below(folder.path());
        let first = save_scenario(&directories, "{}").unwrap();
        let second = save_scenario(&directories, "[]").unwrap();
        assert_ne!(first, second);
        assert_eq!(std::fs::read_to_string(first).unwrap(), "{}");
        assert_eq!(std::fs::read_to_string(second).unwrap(), "[]");
    }
}
