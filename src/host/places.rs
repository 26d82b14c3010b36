//! Where the reader left off, for each file.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::directories::Directories;
use super::hash::FileKey;
use super::read::read_file;
use super::state_file::{self, KeepError};
use crate::progress::Timestamp;

/// So many files are remembered; the ones not opened for longest are forgotten.
const MOST_FILES: usize = 200;

/// Where a reader left off in a file. Names and numbers, nothing of the file's text; of build
/// arguments, those whose names do not look like secrets; and the reader's own words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredPlace {
    /// The lesson's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lesson: Option<String>,
    /// The step of the lesson, from 0.
    #[serde(default)]
    pub step: usize,
    /// The path through the course that the reader is on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The view's name.
    #[serde(default)]
    pub view: String,
    /// The line of the selected instruction, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The target that the reader chose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// The build arguments that the reader gave.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub arguments: BTreeMap<String, String>,
    /// Own words that were typed and not handed in: by lesson, then by question.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub typed: BTreeMap<String, BTreeMap<String, String>>,
    /// When.
    #[serde(default)]
    pub at: Timestamp,
}

impl StoredPlace {
    /// What of it makes sense in another file: the lesson, not the line or the choices.
    fn in_another_file(&self) -> Self {
        let Self { lesson, step, path, view, at, .. } = self.clone();
        Self { lesson, step, path, view, at, ..Self::default() }
    }
}

/// The file that holds the places.
#[derive(Clone, Debug)]
pub struct PlaceFile {
    path: PathBuf,
}

#[derive(Default, Serialize, Deserialize)]
struct Content {
    #[serde(default)]
    files: BTreeMap<FileKey, StoredPlace>,
}

impl PlaceFile {
    /// The one in these folders; it need not exist yet.
    pub fn new(directories: &Directories) -> Self {
        Self { path: directories.places() }
    }

    /// Where the reader left off in this file, else, for the lesson, in any
    /// file. `None` at the first start, and when the file is damaged: then the
    /// reader begins at the beginning, which is no harm.
    pub fn read(&self, key: &FileKey) -> Option<StoredPlace> {
        let content = self.content();
        let latest = || content.files.values().max_by_key(|place| place.at);
        content.files.get(key).cloned().or_else(|| latest().map(StoredPlace::in_another_file))
    }

    /// Remembers where the reader is in this file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, key: &FileKey, place: StoredPlace) -> Result<(), KeepError> {
        // The lock is on a file of its own, because the other one is replaced.
        let lock_path = self.path.with_extension("lock");
        let lock = state_file::open_to_append(&lock_path)?;
        state_file::lock(&lock, &lock_path)?;
        let mut content = self.content();
        content.files.insert(key.clone(), place);
        while content.files.len() > MOST_FILES {
            let oldest = content.files.iter().min_by_key(|(_, place)| place.at);
            let Some(oldest) = oldest.map(|(key, _)| key.clone()) else { break };
            content.files.remove(&oldest);
        }
        let text = serde_json::to_vec(&content)
            .map_err(|error| KeepError::new("write", &self.path, error.into()))?;
        state_file::replace(&self.path, &text)
    }

    fn content(&self) -> Content {
        read_file(&self.path)
            .ok()
            .and_then(|text| serde_json::from_slice(&text).ok())
            .unwrap_or_default()
    }
}
