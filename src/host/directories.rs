//! Where layerwise keeps what it remembers.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

/// The folders of layerwise: XDG's on Linux and macOS, `%LOCALAPPDATA%` on Windows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directories {
    state: PathBuf,
    config: PathBuf,
}

impl Directories {
    /// The folders of the user who runs the program; `None` when the system
    /// names no home folder.
    pub fn of_user() -> Option<Self> {
        let strategy = etcetera::choose_base_strategy().ok()?;
        // On Windows there is no state folder; its cache folder is %LOCALAPPDATA%.
        let state = strategy.state_dir().unwrap_or_else(|| strategy.cache_dir());
        let config = strategy.config_dir().join("layerwise");
        Some(Self { state: state.join("layerwise"), config })
    }

    /// All folders below this one.
    pub fn below(folder: impl Into<PathBuf>) -> Self {
        let state = folder.into();
        Self { config: state.clone(), state }
    }

    /// What is kept from run to run. It need not exist yet.
    pub fn state(&self) -> &Path {
        &self.state
    }

    /// The log of answers.
    pub fn answers(&self) -> PathBuf {
        self.state.join("answers.jsonl")
    }

    /// What follows from the log, so that a start need not read it whole.
    pub fn progress(&self) -> PathBuf {
        self.state.join("progress.json")
    }

    /// Where the reader left off.
    pub fn places(&self) -> PathBuf {
        self.state.join("places.json")
    }

    /// What the reader saved in the Cache view.
    pub fn scenarios(&self) -> PathBuf {
        self.state.join("scenarios")
    }

    /// The reader's own tables of knowledge.
    pub fn knowledge(&self) -> PathBuf {
        self.config.join("knowledge")
    }

    /// The reader's own lessons.
    pub fn lessons(&self) -> PathBuf {
        self.config.join("lessons")
    }

    /// The copies of samples that the reader may edit.
    pub fn scratch(&self) -> PathBuf {
        self.state.join("scratch")
    }
}
