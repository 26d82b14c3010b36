//! Tables.
//!
//! ```text
//! Image         │ Size    │ Use
//! ──────────────┼─────────┼──────────────
//! python:3.12   │  ~900MB │ everything
//! ```
//!
//! Columns shrink by wrapping their cells. Where even the longest words do
//! not fit side by side, every row becomes a small list:
//!
//! ```text
//! Image: python:3.12
//!   Size: ~900MB
//!   Use: everything
//! ```

use super::super::rows::{Look, Role};
use super::super::{Alignment, Table, Text, measure};
use super::inline::Inlines;
use super::wrap::{self, Line, Span};

const GAP: &str = " │ ";
const GAP_COLUMNS: usize = 3;
/// How far the later cells of a record stand in, and the rest of a long cell.
const RECORD_INDENT: usize = 2;
/// How much of a head stands before each cell of a record.
const LABEL_COLUMNS: usize = 24;
/// Longer words may be broken behind punctuation.
const LONG_WORD: usize = 14;

/// A cell as spans, with the widths that it asks for.
struct Cell<'a> {
    spans: Vec<Span<'a>>,
    /// Its width on one line.
    natural: usize,
    /// The width of its longest word.
    least: usize,
}

/// Lays out a table.
pub(super) fn lines<'a>(table: &'a Table, inlines: &mut Inlines<'a>, width: usize) -> Vec<Line> {
    let head: Vec<Cell<'_>> =
        table.head.iter().map(|text| cell(text, inlines, Role::TableHead)).collect();
    let rows: Vec<Vec<Cell<'_>>> = table
        .rows
        .iter()
        .map(|row| row.iter().map(|text| cell(text, inlines, Role::Text)).collect())
        .collect();
    match column_widths(&head, &rows, width) {
        Some(widths) => grid(table, &head, &rows, &widths),
        None => records(&head, &rows, width),
    }
}

fn cell<'a>(text: &'a Text, inlines: &mut Inlines<'a>, role: Role) -> Cell<'a> {
    let spans = inlines.spans(text, role);
    let lines = wrap::wrap(&spans, usize::MAX / 4);
    let natural = lines.iter().map(|line| line.width).max().unwrap_or(0);
    let least = lines.iter().map(longest_word).max().unwrap_or(0);
    Cell { spans, natural, least }
}

/// The width that keeps words whole, or the parts of long ones.
fn longest_word(line: &Line) -> usize {
    let text: String = line.pieces.iter().map(|piece| piece.text.as_str()).collect();
    let least = |word: &str| {
        let width = measure::width(word);
        if width <= LONG_WORD {
            return width;
        }
        let parts = word.split_inclusive(|letter| wrap::WORD_BREAKS.contains(&letter));
        parts.map(measure::width).max().unwrap_or(0).max(LONG_WORD)
    };
    text.split(' ').map(least).max().unwrap_or(0)
}

/// How wide each column gets; `None` where the table does not fit.
fn column_widths(head: &[Cell<'_>], rows: &[Vec<Cell<'_>>], width: usize) -> Option<Vec<usize>> {
    let gaps = GAP_COLUMNS * head.len().saturating_sub(1);
    let room = width.checked_sub(gaps)?;
    let widest = |column: usize, of: fn(&Cell<'_>) -> usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.chain(head.get(column)).map(of).max().unwrap_or(0).max(1)
    };
    if head.len() > room {
        return None;
    }
    let natural: Vec<usize> =
        (0..head.len()).map(|column| widest(column, |cell| cell.natural)).collect();
    if natural.iter().sum::<usize>() <= room {
        return Some(natural);
    }
    let mut widths: Vec<usize> =
        (0..head.len()).map(|column| widest(column, |cell| cell.least).min(width / 2)).collect();
    let mut left = room.checked_sub(widths.iter().sum())?;
    // What is left goes, column by column, to the one that would be tallest.
    while left > 0 {
        let wanting =
            widths.iter_mut().zip(&natural).filter(|(width, natural)| **width < **natural);
        let tallest = wanting.max_by(|(width, natural), (other_width, other_natural)| {
            (*natural * **other_width).cmp(&(*other_natural * **width))
        });
        let Some((width, _)) = tallest else { break };
        *width += 1;
        left -= 1;
    }
    Some(widths)
}

fn grid(table: &Table, head: &[Cell<'_>], rows: &[Vec<Cell<'_>>], widths: &[usize]) -> Vec<Line> {
    let wrapped: Vec<Vec<Line>> =
        rows.iter().map(|row| grid_row(row, widths, &table.alignments)).collect();
    let has_tall_row = wrapped.iter().any(|lines| lines.len() > 1);
    let mut lines = grid_row(head, widths, &table.alignments);
    lines.push(rule(widths, "─", "─┼─"));
    for (place, row) in wrapped.into_iter().enumerate() {
        if place > 0 && has_tall_row {
            lines.push(rule(widths, "╌", "╌┼╌"));
        }
        lines.extend(row);
    }
    lines
}

fn rule(widths: &[usize], stroke: &str, cross: &str) -> Line {
    let strokes: Vec<String> = widths.iter().map(|width| stroke.repeat(*width)).collect();
    let mut line = Line::default();
    let width = widths.iter().sum::<usize>() + GAP_COLUMNS * widths.len().saturating_sub(1);
    line.push(&strokes.join(cross), width, line_look());
    line
}

/// One row of cells side by side, as tall as its tallest cell.
fn grid_row(cells: &[Cell<'_>], widths: &[usize], alignments: &[Alignment]) -> Vec<Line> {
    let mut columns: Vec<std::vec::IntoIter<Line>> = cells
        .iter()
        .zip(widths)
        .map(|(cell, width)| wrap::wrap(&cell.spans, *width).into_iter())
        .collect();
    let height = columns.iter().map(ExactSizeIterator::len).max().unwrap_or(0).max(1);
    let mut rows = Vec::with_capacity(height);
    for _ in 0..height {
        let mut row = Line::default();
        for (place, (column, width)) in columns.iter_mut().zip(widths).enumerate() {
            if place > 0 {
                row.push(GAP, GAP_COLUMNS, line_look());
            }
            let cell = column.next().unwrap_or_default();
            let blanks = width.saturating_sub(cell.width);
            let before = match alignments.get(place) {
                Some(Alignment::Right) => blanks,
                Some(Alignment::Center) => blanks / 2,
                _ => 0,
            };
            row.push(&" ".repeat(before), before, Look::default());
            row.extend(cell);
            row.push(&" ".repeat(blanks - before), blanks - before, Look::default());
        }
        rows.push(row);
    }
    rows
}

fn line_look() -> Look {
    Look { role: Role::Line, ..Look::default() }
}

/// Every row as a list of its cells under their heads.
fn records(head: &[Cell<'_>], rows: &[Vec<Cell<'_>>], width: usize) -> Vec<Line> {
    let labels: Vec<Vec<Span<'_>>> = head.iter().map(label).collect();
    let mut lines = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        if number > 0 {
            lines.push(Line::default());
        }
        let filled = row.iter().zip(&labels).filter(|(cell, _)| cell.natural > 0);
        for (place, (cell, label)) in filled.enumerate() {
            let spans: Vec<Span<'_>> = label.iter().chain(&cell.spans).cloned().collect();
            let indent = if place == 0 { 0 } else { RECORD_INDENT };
            let room = width - indent - RECORD_INDENT;
            for (part, text) in wrap::wrap(&spans, room).into_iter().enumerate() {
                let mut line = Line::default();
                let blanks = if part == 0 { indent } else { indent + RECORD_INDENT };
                line.push(&" ".repeat(blanks), blanks, Look::default());
                line.extend(text);
                lines.push(line);
            }
        }
    }
    if rows.is_empty() {
        lines.extend(head.iter().flat_map(|cell| wrap::wrap(&cell.spans, width)));
    }
    lines
}

/// A head before each of its cells: its first words, so that a long head
/// over many rows is not repeated whole.
fn label<'a>(head: &Cell<'a>) -> Vec<Span<'a>> {
    if head.natural == 0 {
        return Vec::new();
    }
    let mut lines = wrap::wrap(&head.spans, LABEL_COLUMNS);
    let is_cut = lines.len() > 1;
    let first = if lines.is_empty() { Line::default() } else { lines.swap_remove(0) };
    let end = Span {
        text: if is_cut { "…: " } else { ": " }.into(),
        look: Look { role: Role::TableHead, ..Look::default() },
    };
    let pieces = first.pieces.into_iter();
    pieces.map(|piece| Span { text: piece.text.into(), look: piece.look }).chain([end]).collect()
}
