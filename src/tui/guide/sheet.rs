//! Laid-out rows with a window that scrolls over them.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};

use super::rows::{Anchor, Row, Target};
use crate::tui::Action;

/// Rows and the part of them that is in view.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheet {
    rows: Vec<Row>,
    scroll: usize,
    height: usize,
    /// What is hidden above and below, where the rows are only a part of what there is.
    beyond: Option<(bool, bool)>,
}

impl Sheet {
    /// Takes newly laid-out rows; the window stays where it is as far as it can.
    pub(super) fn set(&mut self, rows: Vec<Row>, size: Size) {
        self.rows = rows;
        self.beyond = None;
        self.height = usize::from(size.height);
        self.scroll = self.scroll.min(self.last_scroll());
    }

    /// Takes rows that fill the window and are a part of more; whoever laid them
    /// out scrolls, and says what is hidden above and below.
    pub(super) fn set_window(&mut self, rows: Vec<Row>, size: Size, hidden: (bool, bool)) {
        self.set(rows, size);
        self.rewind();
        self.beyond = Some(hidden);
    }

    /// Whether the rows are only a part of what there is.
    pub(super) fn is_window(&self) -> bool {
        self.beyond.is_some()
    }

    /// All rows.
    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The first row in view.
    pub(super) fn top(&self) -> usize {
        self.scroll
    }

    /// To the top.
    pub(super) fn rewind(&mut self) {
        self.scroll = 0;
    }

    /// Moves the window; positive rows go down. Says whether it moved.
    pub(super) fn scroll_by(&mut self, rows: i64) -> bool {
        let before = self.scroll;
        let moved = (self.scroll as i64 + rows).max(0) as usize;
        self.scroll = moved.min(self.last_scroll());
        self.scroll != before
    }

    /// Moves the window as an action of movement asks for.
    pub(super) fn act(&mut self, action: Action) -> bool {
        let page = self.height.saturating_sub(2).max(1) as i64;
        match action {
            Action::Up => self.scroll_by(-1),
            Action::Down => self.scroll_by(1),
            Action::PageUp => self.scroll_by(-page),
            Action::PageDown => self.scroll_by(page),
            Action::HalfUp => self.scroll_by(-(page / 2).max(1)),
            Action::HalfDown => self.scroll_by((page / 2).max(1)),
            Action::Top => self.scroll_by(i64::MIN / 2),
            Action::Bottom => self.scroll_by(i64::from(u32::MAX)),
            _ => false,
        }
    }

    /// Whether rows below the window are hidden that say something.
    pub(super) fn has_more(&self) -> bool {
        let below = self.rows.get(self.scroll + self.height..).unwrap_or_default();
        let says = |row: &Row| row.pieces.iter().any(|(text, _)| !text.trim().is_empty());
        below.iter().any(says)
    }

    /// The first row at or below `start` with this anchor.
    pub(super) fn find_from(&self, start: usize, anchor: Anchor) -> Option<usize> {
        (start..self.rows.len()).find(|row| self.rows[*row].anchors.contains(&anchor))
    }

    /// The last row that has an anchor for which this holds.
    pub(super) fn find_last(&self, holds: impl Fn(Anchor) -> bool) -> Option<usize> {
        self.rows.iter().rposition(|row| row.anchors.iter().any(|anchor| holds(*anchor)))
    }

    /// Whether a row with an anchor for which this holds is in view.
    pub(super) fn sees(&self, holds: impl Fn(Anchor) -> bool) -> bool {
        self.window().iter().any(|row| row.anchors.iter().any(|anchor| holds(*anchor)))
    }

    /// Brings rows `first` to `last` into view with as little movement as
    /// possible; where not all fit, `first` stands at the top.
    pub(super) fn show(&mut self, first: usize, last: usize) {
        let last = last.min(self.rows.len().saturating_sub(1));
        if last >= self.scroll + self.height {
            self.scroll = (last + 1).saturating_sub(self.height);
        }
        self.scroll = self.scroll.min(first).min(self.last_scroll());
    }

    /// How many rows the window has.
    pub(super) fn height(&self) -> usize {
        self.height
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The first details in view.
    pub(super) fn first_fold(&self) -> Option<&Target> {
        let targets = self.window().iter().filter_map(|row| row.target.as_ref());
        targets.into_iter().find(|target| matches!(target, Target::Fold(..)))
    }

    /// What a click at a place of the window does.
    pub(super) fn target_at(&self, at: Position) -> Option<&Target> {
        self.window().get(usize::from(at.y))?.target_at(at.x)
    }

    /// Draws the window.
    pub(super) fn draw(&self, area: Rect, buffer: &mut Buffer) {
        for (y, row) in (area.top()..area.bottom()).zip(self.window()) {
            buffer.set_style(Rect::new(area.x, y, area.width, 1), row.fill);
            let mut x = area.x;
            for (text, style) in &row.pieces {
                let left = usize::from(area.right().saturating_sub(x));
                x = buffer.set_stringn(x, y, text, left, row.fill.patch(*style)).0;
            }
        }
    }

    /// Whether rows are hidden above and below the window.
    pub(super) fn hidden(&self) -> (bool, bool) {
        self.beyond.unwrap_or((self.scroll > 0, self.has_more()))
    }

    fn window(&self) -> &[Row] {
        let end = (self.scroll + self.height).min(self.rows.len());
        self.rows.get(self.scroll..end).unwrap_or_default()
    }

    fn last_scroll(&self) -> usize {
        self.rows.len().saturating_sub(self.height)
    }
}
