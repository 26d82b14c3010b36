//! Any file of the folder, found by letters of its path.

use crate::cache::{Ready, edit_file, other_changes};
use crate::context::{EntryKind, Snapshot};
use crate::quiz::Field;
use crate::tui::Action;

/// At most so many paths are listed.
const MOST: usize = 200;
/// Of so few files everything that can happen to them is listed, of more only an edit.
const FEW: usize = 2;

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

    /// An edit of each file whose path has the letters, and of few files more. `answers` stands for the scan.
    pub(super) fn found(&mut self, snapshot: &Snapshot, answers: u64) -> &[Ready] {
        let text = self.field.text().to_lowercase();
        let from = Some((text, answers));
        if self.made_from != from {
            let text = from.as_ref().map_or("", |(text, _)| text.as_str());
            let files = snapshot.ids().filter(|id| snapshot[*id].kind == EntryKind::File);
            let paths = files.map(|id| (snapshot.path(id), snapshot[id].mode));
            let mut paths = paths.filter(|(path, _)| path.to_lowercase().contains(text));
            let found: Vec<(String, u32)> = paths.by_ref().take(MOST).collect();
            self.more = paths.count();
            self.found = found.iter().map(|(path, _)| edit_file(path)).collect();
            if found.len() <= FEW {
                let others = found.iter().flat_map(|(path, mode)| other_changes(path, *mode));
                self.found.extend(others);
            }
            self.made_from = from;
        }
        &self.found
    }
}
