//! What happens to the program: the only input of [`update`](super::update()).

use std::path::PathBuf;
use std::sync::Arc;

use ratatui::crossterm::event::{KeyEvent, MouseEvent};

use crate::analysis::Analysis;
use crate::context::Snapshot;
use crate::host::{Background, FileNews, Packs};
use crate::lesson::AddedLesson;
use crate::progress::Progress;

use super::{BetterOrder, CheckSettings, Mend, Outlook};

/// Something that happened.
#[derive(Debug)]
pub enum Message {
    /// A key was pressed. Releases never get here.
    Key(KeyEvent),
    /// The mouse moved its wheel or clicked.
    Mouse(MouseEvent),
    /// Text was pasted.
    Paste(String),
    /// The terminal has this size now.
    Resize {
        /// Columns.
        columns: u16,
        /// Rows.
        rows: u16,
    },
    /// The Dockerfile changed on disk.
    File(FileNews),
    /// The reader's copy of a sample was opened.
    Practice {
        /// Where it is.
        path: PathBuf,
        /// What to call it.
        name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// The reader's copy of a sample changed on disk.
    PracticeFile(FileNews),
    /// The first frame is on the screen; slow things may begin.
    Ready,
    /// The terminal answered whether its background is dark or light.
    Background(Background),
    /// What earlier sessions answered and did was read.
    Progress(Box<Progress>),
    /// The lessons that lie beside the course were read.
    Lessons(Box<Packs>),
    /// A file of the open lesson was saved, and the lesson read again; or why it cannot be.
    LessonSaved(Result<Box<AddedLesson>, String>),
    /// What follows from the file was worked out.
    Analysed(Arc<Analysis>),
    /// What the next build would do was worked out.
    Forecast(Arc<Outlook>),
    /// A better order of the file was looked for.
    Advised(Arc<BetterOrder>),
    /// The folder around the file was scanned: what it holds, or why it cannot be read.
    Scanned(Result<Arc<Snapshot>, String>),
    /// The same, without the digests that were asked for: they were not read yet, or not asked for.
    Listed(Arc<Snapshot>),
    /// An ignore file was written, removed or made.
    IgnoreFileChanged,
    /// The settings of the checks were looked for.
    CheckSettings(Box<CheckSettings>),
    /// The file of those settings was written, removed or made.
    CheckSettingsChanged,
    /// A fix was written into the reader's file, or taken back.
    Mended(Mend),
    /// Colours for code in other languages are loaded.
    Colours,
    /// Something was done: these words go to the status line.
    Done(String),
    /// Something to tell the reader in the status line: a failed copy, a failed editor.
    Trouble(String),
}
