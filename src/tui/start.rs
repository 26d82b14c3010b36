//! What the screen is started with, and how it ends.

use std::path::PathBuf;

use crate::source::LineNumber;

use super::View;

/// What to open. `cli` fills it in; nothing here was read from a disk yet
/// except what [`Place`] holds.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// The Dockerfile.
    pub file: StartFile,
    /// The lesson.
    pub lesson: StartLesson,
    /// The view to begin with; `None`: where the reader left off, else the lesson.
    pub view: Option<View>,
    /// The line whose instruction is selected at first.
    pub line: Option<LineNumber>,
    /// Where the reader left off, from the small state file (not the log of answers).
    pub place: Option<Place>,
    /// The reader's settings.
    pub settings: Settings,
    /// Decides the order of options; the same seed gives the same variants.
    pub seed: u64,
}

/// Which Dockerfile to open.
#[derive(Clone, Debug, Default)]
pub enum StartFile {
    /// A file that is read before the first frame and watched after it.
    Path(PathBuf),
    /// A text that has no file, such as standard input.
    Text {
        /// What to call it.
        name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// The reader has no Dockerfile here: the sample of the lesson, said on screen.
    #[default]
    Sample,
}

/// Which lesson to open.
#[derive(Clone, Debug, Default)]
pub enum StartLesson {
    /// Where the reader left off, else the first of the course.
    #[default]
    Remembered,
    /// A lesson of the course.
    Id(String),
    /// The text of a Markdown file.
    Text {
        /// The file's name, for the title and for messages.
        name: String,
        /// Its text.
        text: String,
    },
}

/// Where a reader left off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The lesson's id.
    pub lesson: Option<String>,
    /// The step, counted from 0.
    pub step: usize,
    /// The view.
    pub view: View,
    /// The line of the selected instruction.
    pub line: Option<LineNumber>,
}

/// The reader's settings, from the command line and the configuration file.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The theme.
    pub theme: ThemeChoice,
    /// Whether the mouse is taken at the start.
    pub mouse: bool,
    /// Whether long lines are wrapped at the start.
    pub wrap: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { theme: ThemeChoice::Detect, mouse: true, wrap: true }
    }
}

/// Which theme to use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeChoice {
    /// Monochrome where `NO_COLOR` is set, else dark or light as the terminal answers.
    #[default]
    Detect,
    /// For dark backgrounds.
    Dark,
    /// For light backgrounds.
    Light,
    /// Without colours.
    Monochrome,
}

/// How [`run`](super::run) ended, when nothing failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The reader quit.
    Quit,
    /// A signal with this number ended it; the terminal was restored first.
    Signal(i32),
}
