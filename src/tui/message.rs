//! What happens to the program: the only input of [`update`](super::update()).

use ratatui::crossterm::event::{KeyEvent, MouseEvent};

use crate::progress::Progress;

use super::theme::Brightness;

/// Something that happened.
#[derive(Clone, Debug)]
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
    /// The Dockerfile changed on disk, or was read for the first time.
    File(FileNews),
    /// The first frame is on the screen; slow things may begin.
    Ready,
    /// The terminal answered whether its background is dark or light.
    Brightness(Brightness),
    /// What earlier sessions answered and did was read.
    Progress(Box<Progress>),
    /// Something to tell the reader in the status line: a failed copy, a failed editor.
    Trouble(String),
}

/// What became of the Dockerfile on disk. Made by the watcher thread.
#[derive(Clone, Debug)]
pub enum FileNews {
    /// It was read.
    Read(Vec<u8>),
    /// It is no longer there.
    Gone,
    /// It is there and cannot be read; why, as a sentence.
    Unreadable(String),
}
