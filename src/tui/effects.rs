//! What `update` wants done outside: the loop performs it.

use std::path::PathBuf;

use crate::lesson::LessonFiles;
use crate::progress::RecordKind;
use crate::source::LineNumber;

use super::{Depth, Mend, Place};

/// Something for the loop to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Leave.
    Quit,
    /// Give the terminal to the shell (SIGTSTP), and take it again when continued.
    Suspend,
    /// The first frame is on the screen: watch the reader's file, whose news come back as
    /// [`Message::File`](super::Message::File), and read the progress, which comes back as
    /// [`Message::Progress`](super::Message::Progress).
    StartSlowThings,
    /// Read the lessons that lie beside the course, which come back as
    /// [`Message::Lessons`](super::Message::Lessons).
    ReadLessons,
    /// Watch the files of the open lesson in the place of those that were watched; `None`: a
    /// lesson of the course is open, and none is. A save comes back as
    /// [`Message::LessonSaved`](super::Message::LessonSaved).
    WatchLesson(Option<LessonFiles>),
    /// Code in another language than Dockerfile is shown: load its colours on another
    /// thread, which says [`Message::Colours`](super::Message::Colours) when they are there.
    LoadColours,
    /// Work out on another thread what follows from the file that is shown, which comes back
    /// as [`Message::Analysed`](super::Message::Analysed).
    Analyse,
    /// Scan the folder around the reader's file on another thread, which comes back as
    /// [`Message::Listed`](super::Message::Listed), and for [`Depth::Contents`] as
    /// [`Message::Scanned`](super::Message::Scanned) when the digests are computed.
    Scan(Depth),
    /// Work out on another thread what the next build would do
    /// ([`Model::cache_question`](super::Model::cache_question)), which comes back as
    /// [`Message::Forecast`](super::Message::Forecast).
    Forecast,
    /// Look on another thread for a better order of the file
    /// ([`Model::cache_question`](super::Model::cache_question)), which comes back as
    /// [`Message::Advised`](super::Message::Advised).
    Advise,
    /// Look for the settings of the checks of the reader's file, which come back as
    /// [`Message::CheckSettings`](super::Message::CheckSettings).
    ReadCheckSettings,
    /// Write a fix into the reader's file, or take it back, which comes back as
    /// [`Message::Mended`](super::Message::Mended).
    Mend(Mend),
    /// Write this scenario into the state folder of the reader, and say where.
    SaveScenario(String),
    /// Hand the terminal to the reader's editor.
    Edit {
        /// The file.
        path: PathBuf,
        /// The line to open it at.
        line: LineNumber,
    },
    /// Show the reader's copy of a sample: watch it, and give it back as
    /// [`Message::Practice`](super::Message::Practice).
    Practise {
        /// The lesson whose sample it is.
        lesson: String,
        /// What to call it.
        name: String,
        /// The sample's text.
        text: String,
        /// What to do about it.
        how: Practice,
    },
    /// Put a text into the clipboard through the terminal.
    Copy(String),
    /// Take or free the mouse.
    Mouse(Capture),
    /// Keep the reader's place for the next start.
    Remember(Place),
    /// Add this to the log of answers, with the present time.
    Record(RecordKind),
}

impl Effect {
    /// Whether another thread does it. The frame that shows what the reader did needs
    /// nothing of it, and should not share the processor with it.
    pub fn is_for_a_thread(&self) -> bool {
        matches!(
            self,
            Effect::LoadColours
                | Effect::ReadLessons
                | Effect::WatchLesson(_)
                | Effect::Analyse
                | Effect::Scan(_)
                | Effect::Forecast
                | Effect::Advise
        )
    }
}

/// What is done about the reader's copy of a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Practice {
    /// It is shown where there is one.
    Find,
    /// It is made where there is none, and the editor opens at this line.
    Edit(LineNumber),
    /// It is made anew; what the reader wrote is kept beside it.
    Renew,
}

/// Whether the program gets the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capture {
    /// The program gets clicks and the wheel.
    Taken,
    /// The terminal does with them what it always does: selecting text.
    Freed,
}
