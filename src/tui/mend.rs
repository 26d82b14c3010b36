//! Writing a fix into the reader's file, and the old text back.

use std::path::PathBuf;
use std::sync::Arc;

use crate::host::{read_file, replace_file};

use super::Message;

/// A text to be put in the place of another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mend {
    /// The reader's file.
    pub path: PathBuf,
    /// The text that it must have: nothing is written where it has another one.
    pub before: Arc<str>,
    /// The text that it gets.
    pub after: Arc<str>,
    /// What is done, as a sentence for the reader: `Removed the MAINTAINER`.
    pub title: String,
    /// Whether it takes a fix back.
    pub is_undo: bool,
}

impl Mend {
    /// The way back.
    pub fn undo(&self) -> Self {
        Self {
            path: self.path.clone(),
            before: Arc::clone(&self.after),
            after: Arc::clone(&self.before),
            title: self.title.clone(),
            is_undo: true,
        }
    }

    /// Writes it: through a file beside it, whole or not at all. Says how it went.
    pub(super) fn perform(self) -> Message {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let not_written = |why: String| Message::Trouble(format!("Nothing was written: {why}."));
        match read_file(&self.path) {
            Err(error) => not_written(error.to_string()),
            Ok(bytes) if bytes != self.before.as_bytes() => {
                not_written(format!("{name} on disk is not the text that is shown"))
            }
            Ok(_) => match replace_file(&self.path, &self.after) {
                Ok(()) => Message::Mended(self),
                Err(error) => not_written(format!("{name}: {error}")),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mend(path: PathBuf) -> Mend {
        let (before, after) = ("FROM a\n".into(), "FROM b\n".into());
        Mend { path, before, after, title: "Changed it".to_owned(), is_undo: false }
    }

    #[test]
    fn a_fix_and_its_way_back_are_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Dockerfile");
        std::fs::write(&path, "FROM a\n").unwrap();
        let mend = mend(path.clone());
        assert!(matches!(mend.clone().perform(), Message::Mended(_)));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "FROM b\n");
        assert!(matches!(mend.undo().perform(), Message::Mended(it) if it.is_undo));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "FROM a\n");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside");
    }

    #[test]
    fn a_file_that_changed_meanwhile_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Dockerfile");
        std::fs::write(&path, "FROM other\n").unwrap();
        assert!(matches!(mend(path.clone()).perform(), Message::Trouble(_)));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "FROM other\n");
        std::fs::remove_file(&path).unwrap();
        assert!(matches!(mend(path.clone()).perform(), Message::Trouble(_)));
        assert!(!path.exists());
    }
}
