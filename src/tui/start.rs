//! What the screen is started with, and how it ends.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::build::Options;
use crate::host::{Directories, Environment, LessonPlaces, Opened};
use crate::knowledge::Knowledge;
use crate::lesson::AddedLesson;
use crate::progress::Timestamp;
use crate::source::LineNumber;

use super::View;
use super::choices::Choices;

/// What the screen is started with. `cli` fills it in.
#[derive(Clone, Debug)]
pub struct Start {
    /// The Dockerfile, read already. A file is watched after the first frame;
    /// for [`Origin::Sample`](crate::host::Origin::Sample) the lesson's own sample is shown.
    pub file: Opened,
    /// The lesson.
    pub lesson: StartLesson,
    /// Where lessons lie beside the course; read after the first frame.
    pub lesson_places: LessonPlaces,
    /// The view to begin with; `None`: where the reader left off, else the lesson.
    pub view: Option<View>,
    /// The line whose instruction is selected at first.
    pub line: Option<LineNumber>,
    /// Where the reader left off, from the small file of places (not the log of answers).
    pub place: Option<Place>,
    /// What the build is asked for on the command line.
    pub options: Options,
    /// What is known of images, commands, packages and names.
    pub knowledge: Knowledge,
    /// What is said at first, such as what is wrong with a table of the reader's.
    pub notice: Option<String>,
    /// The folder that a build is sent; `None`: the one that the Dockerfile lies in.
    pub context: Option<PathBuf>,
    /// The reader's settings.
    pub settings: Settings,
    /// Decides the order of options; the same seed gives the same variants.
    pub seed: u64,
    /// The moment of the start.
    pub clock: Timestamp,
    /// Where answers and places are kept; `None`: nothing is kept.
    pub directories: Option<Directories>,
    /// For the editor and the terminal's abilities.
    pub environment: Environment,
}

impl Start {
    /// Opens a file with everything else as at a first start that keeps nothing.
    pub fn new(file: Opened) -> Self {
        Self {
            file,
            lesson: StartLesson::default(),
            lesson_places: LessonPlaces::default(),
            view: None,
            line: None,
            place: None,
            options: Options::default(),
            knowledge: Knowledge::default(),
            notice: None,
            context: None,
            settings: Settings::default(),
            seed: 0,
            clock: Timestamp::default(),
            directories: None,
            environment: Environment::default(),
        }
    }
}

/// Which lesson to open.
#[derive(Clone, Debug, Default)]
pub enum StartLesson {
    /// Where the reader left off, else the first of the course.
    #[default]
    Remembered,
    /// A lesson of the course.
    Id(String),
    /// One from elsewhere, read already.
    Added(Box<AddedLesson>),
}

/// Where a reader left off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The lesson's id.
    pub lesson: Option<String>,
    /// The step, counted from 0.
    pub step: usize,
    /// The path through the course that the reader is on.
    pub path: Option<String>,
    /// The view.
    pub view: View,
    /// The line of the selected instruction.
    pub line: Option<LineNumber>,
    /// What the reader chose of the build.
    pub choices: Choices,
    /// Own words that were not handed in.
    pub typed: Typed,
}

/// Own words that a reader typed and did not hand in: by lesson, then by question.
pub type Typed = BTreeMap<String, BTreeMap<String, String>>;

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
