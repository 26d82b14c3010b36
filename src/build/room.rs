//! A bound on the text that is made from a file.
//!
//! `ENV A=$A$A` doubles a value with each line, and `WORKDIR sub` makes a path
//! longer with each: the texts of a hostile file would fill any memory. What
//! finds no room is unknown.

/// How many bytes expanding may add to a whole file.
const MOST: usize = 32 << 20;

/// The room that is left.
#[derive(Debug)]
pub(super) struct Room {
    left: usize,
    /// Whether something found none.
    pub(super) is_short: bool,
}

impl Default for Room {
    fn default() -> Self {
        Self { left: MOST, is_short: false }
    }
}

impl Room {
    /// How much is left, in bytes.
    pub(super) fn left(&self) -> usize {
        self.left
    }

    /// Takes so much of what is left.
    pub(super) fn take_bytes(&mut self, bytes: usize) {
        self.left = self.left.saturating_sub(bytes);
    }

    /// Takes room for what a text became, beyond what is written; false when there is none.
    pub(super) fn take(&mut self, written: &str, made: &str) -> bool {
        let left = self.left.checked_sub(made.len().saturating_sub(written.len()));
        self.is_short |= left.is_none();
        self.left = left.unwrap_or_default();
        left.is_some()
    }
}
