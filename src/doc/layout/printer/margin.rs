//! What stands left of the rows: bars, markers and blanks of the blocks that hold them.

use super::{Indent, Printer, one_piece};
use crate::doc::layout::wrap::Line;
use crate::doc::measure;
use crate::doc::rows::{Look, Piece, Role, Row};

/// Indents stop growing when they would leave fewer columns than this, or
/// than half the width where that is less.
const MIN_BODY: usize = 16;

/// Stands for the outer indents where there is no room for all.
const OUTER_MARK: &str = "» ";
const OUTER_MARK_COLUMNS: usize = 2;

impl Printer<'_> {
    /// Columns left for text.
    pub(super) fn room(&self) -> usize {
        self.width - self.indented
    }

    /// Puts `first` before the next row and `rest` (or as many blanks) before those below it.
    pub(super) fn indent(&mut self, first: String, rest: &'static str, role: Role) {
        let columns = measure::width(&first);
        if columns + OUTER_MARK_COLUMNS > self.indent_limit() {
            // A marker that would fill the line stands on lines of its own.
            self.words(&first, role);
            self.indents.push(Indent { first: None, rest: "", columns: 0, role });
        } else {
            self.indents.push(Indent { first: Some(first), rest, columns, role });
        }
        self.measure_indents();
    }

    pub(super) fn outdent(&mut self) {
        self.indents.pop();
        self.measure_indents();
    }

    fn indent_limit(&self) -> usize {
        self.width - MIN_BODY.min(self.width / 2)
    }

    /// Leaves out the outer indents where all of them would take too many columns.
    fn measure_indents(&mut self) {
        let all: usize = self.indents.iter().map(|indent| indent.columns).sum();
        self.hidden = 0;
        self.indented = all;
        if all <= self.indent_limit() {
            return;
        }
        while self.indented + OUTER_MARK_COLUMNS > self.indent_limit() {
            let Some(indent) = self.indents.get(self.hidden) else { break };
            self.indented -= indent.columns;
            self.hidden += 1;
        }
        self.indented += OUTER_MARK_COLUMNS;
    }

    /// Writes a row under the indents.
    pub(super) fn line(&mut self, line: Line) {
        let mut row = self.outer_mark();
        for (place, indent) in self.indents.iter_mut().enumerate() {
            let first = indent.first.take();
            if place < self.hidden {
                continue;
            }
            let look = Look { role: indent.role, ..Look::default() };
            match (first, indent.rest) {
                (Some(first), _) => row.push(&first, indent.columns, look),
                (None, "") => {
                    row.push(&" ".repeat(indent.columns), indent.columns, Look::default());
                }
                (None, rest) => row.push(rest, indent.columns, look),
            }
        }
        let mut pieces = row.pieces;
        pieces.extend(line.pieces);
        self.write(pieces);
    }

    /// Writes a blank row; bars go on through it.
    pub(super) fn blank(&mut self) {
        let mut row = self.outer_mark();
        for indent in self.indents.iter().skip(self.hidden) {
            let look = Look { role: indent.role, ..Look::default() };
            match (indent.rest, indent.columns) {
                ("", columns) => row.push(&" ".repeat(columns), columns, Look::default()),
                (rest, columns) => row.push(rest, columns, look),
            }
        }
        self.write(row.pieces);
    }

    fn outer_mark(&self) -> Line {
        if self.hidden > 0 { one_piece(OUTER_MARK, Role::Mark) } else { Line::default() }
    }

    /// Writes a row without blanks at its end.
    fn write(&mut self, mut pieces: Vec<Piece>) {
        while let Some(last) = pieces.last_mut() {
            last.text.truncate(last.text.trim_end_matches(' ').len());
            if !last.text.is_empty() {
                break;
            }
            pieces.pop();
        }
        self.rows.push(Row { pieces, block: self.block });
    }
}
