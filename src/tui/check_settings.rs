//! Which checks run on the screen: what the nearest `layerwise.toml` says.

use std::path::{Path, PathBuf};

use crate::checks::Settings;
use crate::host::{find_settings, read_settings};

/// Which checks run, and who says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckSettings {
    /// The settings; the usual ones where no file says otherwise.
    pub settings: Settings,
    /// The file that was found; `None` where there is none.
    pub path: Option<PathBuf>,
    /// Why it cannot be read, with what to try. The settings are the usual ones then.
    pub fault: Option<String>,
}

/// The settings of the reader's file, as far as they were read.
#[derive(Debug, Default)]
pub(super) struct SettingsOnDisk {
    /// What was read last.
    pub(super) found: CheckSettings,
    /// Grows whenever `found` is another one.
    pub(super) answers: u64,
    /// Grows when the file may have changed.
    pub(super) changes: u64,
    /// The changes up to which it was asked for.
    pub(super) asked: Option<u64>,
}

impl CheckSettings {
    /// Looks for the file from the folder of a Dockerfile upwards to the root of the
    /// repository, and reads it, as `layerwise check` does.
    pub(super) fn read(dockerfile: &Path) -> Self {
        let folder = dockerfile.parent().filter(|folder| !folder.as_os_str().is_empty());
        let Some(path) = find_settings(folder.unwrap_or(Path::new("."))) else {
            return Self::default();
        };
        let read = match read_settings(&path) {
            Ok(text) => {
                Settings::read(&text).map_err(|error| format!("{} ({})", error.message, error.hint))
            }
            Err(error) => Err(error.to_string()),
        };
        let (settings, fault) = match read {
            Ok(settings) => (settings, None),
            Err(fault) => (Settings::default(), Some(fault)),
        };
        Self { settings, path: Some(path), fault }
    }

    /// What the file is called on the screen.
    pub fn name(&self) -> String {
        let name = self.path.as_deref().and_then(Path::file_name).unwrap_or_default();
        let folder = self.path.as_deref().and_then(Path::parent).and_then(Path::file_name);
        match folder {
            Some(folder) => format!("{}/{}", folder.to_string_lossy(), name.to_string_lossy()),
            None => name.to_string_lossy().into_owned(),
        }
    }
}
