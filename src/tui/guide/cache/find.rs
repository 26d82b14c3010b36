//! Any file of the folder, found by letters of its path.

use crate::cache::{Ready, edit_file};
use crate::context::{EntryKind, Snapshot};
use crate::quiz::Field;
use crate::tui::Action;

/// At most so many paths are listed.
const MOST: usize = 200;

/// What is looked for, and what was found.
#[derive(Debug, Default)]
pub(super) struct Find {
    field: Field,
    /// Whether letters go into the field, and the list is of paths.
    pub(super) is_open: bool,
    /// The letters and the scan that `found` is of.
    made_from: Option<(String, u64)>,
    found: Vec<Ready>,
    /// How many more paths have the letters.
    pub(super) more: usize,
}

impl Find {
    /// Begins anew.
    pub(super) fn open(&mut self) {
        *self = Self { is_open: true, ..Self::default() };
    }

    pub(super) fn close(&mut self) {
        *self = Self::default();
    }

    pub(super) fn field(&self) -> &Field {
        &self.field
    }

    pub(super) fn type_text(&mut self, text: &str) {
        self.field.insert(text);
    }

    /// Edits the field; says whether the action was about it.
    pub(super) fn edit(&mut self, action: Action) -> bool {
        match action {
            Action::Insert(letter) => self.field.insert(letter.encode_utf8(&mut [0; 4])),
            Action::Erase => self.field.backspace(),
            Action::Delete => self.field.delete(),
            Action::ClearBefore => self.field.clear_before(),
            Action::Left => self.field.left(),
            Action::Right => self.field.right(),
            Action::Top => self.field.home(),
            Action::Bottom => self.field.end(),
            _ => return false,
        }
        true
    }

    /// An edit of each file whose path has the letters. `answers` stands for the scan.
    pub(super) fn found(&mut self, snapshot: &Snapshot, answers: u64) -> &[Ready] {
        let text = self.field.text().to_lowercase();
        let from = Some((text, answers));
        if self.made_from != from {
            let text = from.as_ref().map_or("", |(text, _)| text.as_str());
            let files = snapshot.ids().filter(|id| snapshot[*id].kind == EntryKind::File);
            let paths = files.map(|id| snapshot.path(id));
            let mut paths = paths.filter(|path| path.to_lowercase().contains(text));
            self.found = paths.by_ref().take(MOST).map(|path| edit_file(&path)).collect();
            self.more = paths.count();
            self.made_from = from;
        }
        &self.found
    }
}
