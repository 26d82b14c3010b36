//! Blocks of code.
//!
//! A line that is too long goes on in the next row behind a mark, so that
//! nothing is hidden and nobody takes two rows for two lines. Drawings made
//! of box characters are cut with a mark instead: wrapped they are noise.

use std::borrow::Cow;
use std::ops::Range;

use super::super::Code;
use super::super::highlight::{self, Highlighter};
use super::super::measure;
use super::super::rows::{Look, Role};
use super::wrap::Line;
use crate::source::safe_line;

/// Before every row of code.
const INDENT: &str = "  ";
/// Before a row that goes on the line above.
const WRAP_MARK: &str = "↪ ";
/// Behind a row that is cut.
const CUT_MARK: &str = "…";
/// Tab stops.
const TAB: usize = 4;

/// Lays out a block of code.
pub(super) fn lines(code: &Code, width: usize, highlighter: Option<&Highlighter>) -> Vec<Line> {
    let looks = highlight::roles(code, highlighter);
    let drawing = is_drawing(&code.text);
    let room = width - INDENT.len();
    let mut rows = Vec::new();
    let mut start = 0;
    let mut looks = looks.as_slice();
    for line in code.text.split_inclusive('\n') {
        let end = start + line.len();
        let body = line.trim_end_matches('\n').trim_end_matches('\r');
        while looks.first().is_some_and(|(range, _)| range.end <= start) {
            looks = &looks[1..];
        }
        let mut printer = LinePrinter { room, drawing, column: 0, cut: false, rows: Vec::new() };
        printer.begin_row(None);
        for (range, role) in parts(start..start + body.len(), looks) {
            printer.text(&code.text[range], Look { role, ..Look::default() });
        }
        rows.append(&mut printer.rows);
        start = end;
    }
    rows
}

/// The ranges of a line in their roles, with what lies between them.
fn parts(line: Range<usize>, looks: &[(Range<usize>, Role)]) -> Vec<(Range<usize>, Role)> {
    let mut parts = Vec::new();
    let mut at = line.start;
    for (range, role) in looks {
        let (start, end) = (range.start.max(at), range.end.min(line.end));
        if range.start >= line.end {
            break;
        }
        if start >= end {
            continue;
        }
        if at < start {
            parts.push((at..start, Role::Code));
        }
        parts.push((start..end, *role));
        at = end;
    }
    if at < line.end {
        parts.push((at..line.end, Role::Code));
    }
    parts
}

/// Whether the code is a drawing made of box characters.
fn is_drawing(text: &str) -> bool {
    text.contains(|letter| ('\u{2500}'..='\u{257f}').contains(&letter))
}

/// Writes one line of code over as many rows as it needs.
struct LinePrinter {
    room: usize,
    drawing: bool,
    /// Column behind the indent in the line, the rows together.
    column: usize,
    /// Whether the rest of the line is cut off.
    cut: bool,
    rows: Vec<Line>,
}

impl LinePrinter {
    fn begin_row(&mut self, mark: Option<&str>) {
        let mut row = Line::default();
        row.push(INDENT, INDENT.len(), Look::default());
        if let Some(mark) = mark {
            let look = Look { role: Role::Mark, ..Look::default() };
            row.push(mark, measure::width(mark), look);
        }
        self.rows.push(row);
    }

    fn text(&mut self, text: &str, look: Look) {
        for (place, part) in text.split('\t').enumerate() {
            if place > 0 {
                let blanks = TAB - self.column % TAB;
                self.graphemes(&"    "[..blanks], look);
            }
            self.graphemes(&safe(part), look);
        }
    }

    fn graphemes(&mut self, text: &str, look: Look) {
        if text.is_ascii() && self.row_width() + text.len() <= self.room + INDENT.len() {
            self.push(text, text.len(), look);
            return;
        }
        for (grapheme, width) in measure::graphemes(text, self.room / 2) {
            if self.cut {
                return;
            }
            if self.row_width() + width > self.room + INDENT.len() {
                if self.drawing {
                    self.cut_row();
                    return;
                }
                self.begin_row(Some(WRAP_MARK));
            }
            self.push(grapheme, width, look);
        }
    }

    fn row_width(&self) -> usize {
        self.rows.last().map_or(0, |row| row.width)
    }

    fn push(&mut self, text: &str, width: usize, look: Look) {
        self.column += width;
        if let Some(row) = self.rows.last_mut().filter(|_| !self.cut) {
            row.push(text, width, look);
        }
    }

    /// Makes room for the mark in place of the last grapheme.
    fn cut_row(&mut self) {
        self.cut = true;
        let Some(row) = self.rows.last_mut() else { return };
        while row.width + 1 > self.room + INDENT.len() {
            let Some(piece) = row.pieces.last_mut() else { break };
            let last = measure::graphemes(&piece.text, self.room / 2).last();
            let (length, width) = last.map_or((0, 0), |(text, width)| (text.len(), width));
            piece.text.truncate(piece.text.len() - length);
            row.width -= width;
            if piece.text.is_empty() {
                row.pieces.pop();
            }
        }
        row.push(CUT_MARK, 1, Look { role: Role::Mark, ..Look::default() });
    }
}

fn safe(text: &str) -> Cow<'_, str> {
    safe_line(text)
}
