//! "Did you mean" among names of the file.

use crate::dockerfile::go;

/// How many names are compared at most: for every variable that is not set
/// with every variable that is, the work grows with the square of the file.
const MOST: usize = 200_000;

/// Finds the nearest names, as long as there are not too many to compare.
#[derive(Debug)]
pub(super) struct Suggester {
    left: usize,
}

impl Default for Suggester {
    fn default() -> Self {
        Self { left: MOST }
    }
}

impl Suggester {
    /// The first of the nearest names, at most two edits away; `None` when the
    /// word is among them, or when too many were compared already.
    pub(super) fn nearest<'a>(
        &mut self,
        word: &str,
        names: impl FnOnce() -> Vec<&'a str>,
    ) -> Option<String> {
        if self.left == 0 {
            return None;
        }
        let names = names();
        self.left = self.left.saturating_sub(names.len());
        go::nearest(word, names)
    }
}
