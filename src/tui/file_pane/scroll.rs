//! How far the pane is scrolled.

use crate::source::{LineNumber, LineRange, Span};

use super::{FilePane, Search, Wanted};

/// Rows kept between what is selected and the edge, where there is room.
const MARGIN: usize = 2;

/// Columns by which the pane moves sideways.
const SIDEWAYS: usize = 8;

impl FilePane {
    /// The first row at which the last row of the file is the last of the pane.
    pub(super) fn last_top(&self) -> usize {
        self.rows.count().saturating_sub(self.height().max(1))
    }

    /// Scrolls; the selection stays.
    pub(in crate::tui) fn scroll_rows(&mut self, rows: isize) {
        self.top = self.top.saturating_add_signed(rows).min(self.last_top());
    }

    /// Moves by so many rows and selects what stands there.
    pub(in crate::tui) fn page(&mut self, rows: isize) {
        let Some((first, end)) = self.selected_rows() else {
            return self.scroll_rows(rows);
        };
        let height = self.height().max(1);
        let cursor = first.clamp(self.top, self.top + height - 1);
        let before = self.top;
        self.scroll_rows(rows);
        let moved = if self.top == before { rows } else { self.top as isize - before as isize };
        let last = self.rows.count().saturating_sub(1);
        let target = cursor.saturating_add_signed(moved).min(last);
        if (first..end).contains(&target) {
            return;
        }
        let Some(row) = self.rows.at(target) else { return };
        self.selected = self.instruction_near(row.line).or(self.selected);
        if self.top == before {
            self.wanted = Some(Wanted::Selection);
        }
    }

    /// Half of the pane's rows, at least one.
    pub(in crate::tui) fn half(&self) -> isize {
        (self.height() / 2).max(1) as isize
    }

    /// The pane's rows less one that stays in view, at least one.
    pub(in crate::tui) fn whole(&self) -> isize {
        self.height().saturating_sub(1).max(1) as isize
    }

    /// Moves sideways by so many steps, where lines are not wrapped.
    pub(in crate::tui) fn sideways(&mut self, steps: isize) {
        let columns = steps.saturating_mul(SIDEWAYS as isize);
        let widest = (self.top..self.top + self.height())
            .filter_map(|row| self.rows.at(row))
            .map(|row| self.line(row.line).text.len())
            .max();
        let most = widest.unwrap_or(0).saturating_sub(SIDEWAYS);
        self.left = self.left.saturating_add_signed(columns).min(most);
    }

    /// Wraps long lines or not.
    pub(in crate::tui) fn toggle_wrap(&mut self) {
        self.wraps = !self.wraps;
        self.left = 0;
        self.is_stale = true;
        self.wanted = Some(Wanted::Selection);
    }

    /// Brings a place into view, without selecting it.
    pub fn reveal(&mut self, span: Span) {
        self.wanted = Some(Wanted::Place(span));
        let lines = self.lines_of(span);
        self.is_stale |= self.folds.unfold(lines);
    }

    /// Brings what is selected into view, unless something else is to be.
    pub(in crate::tui) fn show_selection(&mut self) {
        self.wanted = self.wanted.or(Some(Wanted::Selection));
    }

    /// Searches; the reader stands at the first match from the top of the pane
    /// on. An empty query ends the search.
    pub(in crate::tui) fn search_for(&mut self, query: &str, from: LineNumber) {
        self.search = Search::new(query, self.shown.source.text());
        self.search.stand_at(self.shown.source.line_span(from).start);
        self.go_to_match();
    }

    /// To the match so many further on, around the end; says whether there is one.
    pub(in crate::tui) fn next_match(&mut self, steps: isize) -> bool {
        let count = self.search.matches.len() as isize;
        if count == 0 {
            return false;
        }
        self.search.current = (self.search.current as isize + steps).rem_euclid(count) as usize;
        self.go_to_match();
        true
    }

    fn go_to_match(&mut self) {
        if let Some(span) = self.search.standing() {
            self.reveal(span);
            let line = self.shown.source.line_at(span.start);
            self.selected = self.instruction_at(line).or(self.selected);
        }
    }

    fn lines_of(&self, span: Span) -> LineRange {
        let source = &self.shown.source;
        let last = span.end.saturating_sub(1).max(span.start);
        LineRange { first: source.line_at(span.start), last: source.line_at(last) }
    }

    /// The rows of the selected instruction: the first, and the one behind the last.
    pub(super) fn selected_rows(&self) -> Option<(usize, usize)> {
        self.selected_lines().map(|lines| self.rows_of(lines))
    }

    fn rows_of(&self, lines: LineRange) -> (usize, usize) {
        let last = self.rows.row_of(lines.last);
        (self.rows.row_of(lines.first), last + self.rows.height_of(lines.last).max(1))
    }

    /// Scrolls to what is wanted, by as little as possible; keeps within the file.
    pub(super) fn bring_into_view(&mut self) {
        match self.wanted.take() {
            Some(Wanted::Selection) => {
                if let Some((first, end)) = self.selected_rows() {
                    self.show_rows(first, end, MARGIN);
                }
            }
            Some(Wanted::Remains) => {
                if let Some((first, end)) = self.selected_rows() {
                    self.show_rows(first, end, 0);
                }
            }
            Some(Wanted::Place(span)) => {
                let (first, end) = self.rows_of(self.lines_of(span));
                self.show_rows(first, end, MARGIN);
                self.show_columns(span);
            }
            None => {}
        }
        self.top = self.top.min(self.last_top());
    }

    fn show_rows(&mut self, first: usize, end: usize, margin: usize) {
        let height = self.height();
        let margin = margin.min(height / 4);
        let lowest = (end + margin).saturating_sub(height);
        let highest = first.saturating_sub(margin);
        // What is higher than the pane begins at its upper edge.
        self.top = if lowest > highest { highest } else { self.top.clamp(lowest, highest) };
    }

    /// Moves sideways until a place is in view, where lines are not wrapped.
    fn show_columns(&mut self, span: Span) {
        if self.wraps {
            return;
        }
        let line = self.line(self.shown.source.line_at(span.start));
        let (mut start, mut column) = (None, 0);
        let offset = (span.start - line.start) as usize;
        line.walk(0, |piece| {
            if piece.offset >= offset {
                start = Some(column);
                return std::ops::ControlFlow::Break(());
            }
            column += piece.width;
            std::ops::ControlFlow::Continue(())
        });
        let start = start.unwrap_or(column);
        let width = self.text_width();
        if start < self.left || start + SIDEWAYS > self.left + width {
            self.left = if start + SIDEWAYS < width { 0 } else { start - width / 2 };
        }
    }
}
