//! The tree with its cursor, its folds and the part of it that is in view.

use std::collections::{BTreeMap, BTreeSet};

use super::list::{Fate, Filter, Shown, first_unfolded, list};
use crate::context::{NodeId, Snapshot, TakerPlace, Usage};
use crate::tui::Action;

/// Rows of the tree that stay visible above and below the cursor.
const MARGIN: usize = 2;

/// The tree.
#[derive(Debug, Default)]
pub(in crate::tui::guide) struct Tree {
    /// The paths that are shown; `None` while they are to be listed anew.
    list: Option<Vec<Shown>>,
    /// The place of the cursor in the list.
    cursor: usize,
    /// The path of the cursor, which outlives a scan.
    path: String,
    at: Option<NodeId>,
    unfolded: BTreeSet<NodeId>,
    /// The same as paths, which outlive a scan, for each folder that was shown.
    unfolded_paths: BTreeMap<Origin, BTreeSet<String>>,
    origin: Origin,
    fate: Fate,
    /// The first row in view.
    top: usize,
    /// How many rows are in view.
    height: usize,
}

/// Where a snapshot comes from: a number for each list of a lesson, 0 for the reader's folder.
pub(in crate::tui::guide) type Origin = u64;

impl Tree {
    /// Another scan, or another folder: its places are others.
    pub(in crate::tui::guide) fn take(&mut self, snapshot: &Snapshot, origin: Origin) {
        self.origin = origin;
        self.unfolded = match self.unfolded_paths.get(&origin) {
            Some(paths) => paths.iter().filter_map(|path| snapshot.find(path)).collect(),
            None => first_unfolded(snapshot),
        };
        self.keep_paths(snapshot);
        // What is gone is replaced by the folder that it lay in.
        let mut path = self.path.as_str();
        self.at = loop {
            match snapshot.find(path) {
                Some(found) => break Some(found),
                None => path = path.rsplit_once('/').map_or("", |(above, _)| above),
            }
        };
    }

    fn keep_paths(&mut self, snapshot: &Snapshot) {
        let paths = self.unfolded.iter().map(|id| snapshot.path(*id));
        self.unfolded_paths.insert(self.origin, paths.collect());
    }

    /// The path under the cursor.
    pub(in crate::tui::guide) fn at(&self) -> NodeId {
        self.at.unwrap_or(Snapshot::ROOT)
    }

    /// What is shown.
    pub(in crate::tui::guide) fn fate(&self) -> Fate {
        self.fate
    }

    /// Shows the next kind of paths.
    pub(in crate::tui::guide) fn next_fate(&mut self) {
        self.fate = self.fate.next();
        self.forget_list();
    }

    /// Shows all.
    pub(in crate::tui::guide) fn show_all(&mut self) {
        self.fate = Fate::All;
        self.forget_list();
    }

    /// What is shown depends on something that changed.
    pub(in crate::tui::guide) fn forget_list(&mut self) {
        self.list = None;
    }

    /// Lists what is shown, where that is to be done, and puts the cursor
    /// where it was, or as near as the list allows.
    pub(in crate::tui::guide) fn fill(
        &mut self,
        snapshot: &Snapshot,
        usage: &Usage,
        text: &str,
        takers: &[TakerPlace],
    ) {
        if self.list.is_some() {
            self.path = snapshot.path(self.at());
            return;
        }
        let filter = Filter { fate: self.fate, text, takers };
        let shown = list(snapshot, usage, filter, &self.unfolded);
        let place = |node: NodeId| shown.iter().position(|it| it.node == node);
        let found = snapshot.upwards(self.at()).find_map(place).unwrap_or_default();
        // Where a text is looked for, the cursor goes to a match and not to the folder above.
        let has_text = |it: &Shown| snapshot.path(it.node).to_lowercase().contains(text);
        let found = match shown.get(found).is_some_and(has_text) {
            true => found,
            false => shown.iter().position(has_text).unwrap_or(found),
        };
        self.list = Some(shown);
        self.go(found, snapshot);
    }

    /// The rows in view: their places in the list, and what stands there.
    pub(in crate::tui::guide) fn window(&mut self, height: usize) -> &[Shown] {
        self.height = height;
        let len = self.len();
        let margin = MARGIN.min(height.saturating_sub(1) / 2);
        self.top = self.top.min(self.cursor.saturating_sub(margin));
        let last = (self.cursor + margin + 1).min(len);
        self.top = self.top.max(last.saturating_sub(height)).min(len.saturating_sub(height));
        let end = (self.top + height).min(len);
        self.list.as_deref().and_then(|list| list.get(self.top..end)).unwrap_or_default()
    }

    /// Whether there is more above and below what is in view.
    pub(in crate::tui::guide) fn hidden(&self) -> (bool, bool) {
        (self.top > 0, self.top + self.height < self.len())
    }

    /// How many paths are shown.
    pub(in crate::tui::guide) fn len(&self) -> usize {
        self.list.as_ref().map_or(0, Vec::len)
    }

    /// Whether a folder is unfolded.
    pub(in crate::tui::guide) fn is_unfolded(&self, folder: NodeId) -> bool {
        self.unfolded.contains(&folder)
    }

    /// Moves the cursor, folds and unfolds.
    pub(in crate::tui::guide) fn act(&mut self, action: Action, snapshot: &Snapshot) {
        let page = self.height.saturating_sub(2).max(1) as isize;
        match action {
            Action::Up => self.step(-1, snapshot),
            Action::Down => self.step(1, snapshot),
            Action::PageUp => self.step(-page, snapshot),
            Action::PageDown | Action::Reveal => self.step(page, snapshot),
            Action::HalfUp => self.step(-(page / 2).max(1), snapshot),
            Action::HalfDown => self.step((page / 2).max(1), snapshot),
            Action::Top => self.go(0, snapshot),
            Action::Bottom => self.go(usize::MAX, snapshot),
            Action::Left => self.left(snapshot),
            Action::Right => self.right(snapshot),
            _ => {}
        }
    }

    fn step(&mut self, by: isize, snapshot: &Snapshot) {
        self.go(self.cursor.saturating_add_signed(by), snapshot);
    }

    fn go(&mut self, place: usize, snapshot: &Snapshot) {
        self.cursor = place.min(self.len().saturating_sub(1));
        let shown = self.list.as_ref().and_then(|list| list.get(self.cursor));
        self.at = shown.map(|shown| shown.node);
        self.path = snapshot.path(self.at());
    }

    /// Folds the folder, or goes up to the one that it lies in.
    fn left(&mut self, snapshot: &Snapshot) {
        let at = self.at();
        if at != Snapshot::ROOT && self.unfolded.remove(&at) {
            self.keep_paths(snapshot);
            self.forget_list();
        } else {
            self.reveal(snapshot[at].parent, snapshot);
        }
    }

    /// Unfolds the folder, or goes into it.
    fn right(&mut self, snapshot: &Snapshot) {
        let at = self.at();
        if self.unfolded.contains(&at) {
            self.step(1, snapshot);
        } else {
            self.toggle(snapshot);
        }
    }

    /// Folds or unfolds the folder under the cursor; says whether it is one.
    pub(in crate::tui::guide) fn toggle(&mut self, snapshot: &Snapshot) -> bool {
        let at = self.at();
        if !snapshot[at].is_folder() {
            return false;
        }
        if !self.unfolded.remove(&at) {
            self.unfolded.insert(at);
        }
        self.keep_paths(snapshot);
        self.forget_list();
        true
    }

    /// Puts the cursor at a path, and unfolds what it lies in.
    pub(in crate::tui::guide) fn reveal(&mut self, path: NodeId, snapshot: &Snapshot) {
        self.unfolded.extend(snapshot.upwards(path).skip(1));
        self.keep_paths(snapshot);
        self.at = Some(path);
        self.path = snapshot.path(path);
        self.forget_list();
    }

    /// Puts the cursor at a path; at a folder where it is already, folds or unfolds it.
    pub(in crate::tui::guide) fn click(&mut self, path: NodeId, snapshot: &Snapshot) {
        if self.at() == path {
            self.toggle(snapshot);
        } else {
            self.reveal(path, snapshot);
        }
    }

    /// Moves the window, and the cursor as far as it has to follow.
    pub(in crate::tui::guide) fn scroll(&mut self, rows: isize) {
        let last = self.len().saturating_sub(self.height);
        self.top = self.top.saturating_add_signed(rows).min(last);
        let margin = MARGIN.min(self.height.saturating_sub(1) / 2);
        let (first, end) = (self.top + margin, self.top + self.height);
        let lowest = if self.top == 0 { 0 } else { first };
        let highest = if self.top == last { self.len() } else { end.saturating_sub(margin) };
        self.cursor = self.cursor.clamp(lowest, highest.saturating_sub(1).max(lowest));
        let shown = self.list.as_ref().and_then(|list| list.get(self.cursor));
        self.at = shown.map(|shown| shown.node).or(self.at);
    }
}
