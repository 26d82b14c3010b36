//! Which line stands in which row of the pane.
//!
//! Rows are counted from the top of the file. Prefix sums of the rows of each
//! line answer both questions (first row of a line, line of a row) by one look
//! or a binary search, so that a key press never walks the file.

use std::collections::BTreeMap;

use crate::source::{LineNumber, Source, Span};

use super::fold::Folds;
use super::glyph::LineText;

/// From this many bytes on, the breaks of a line are kept and not found anew for each frame.
const LONG: usize = 2_000;

/// What the rows depend on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape<'a> {
    /// The file's text.
    pub(super) source: &'a Source,
    /// What is masked.
    pub(super) masks: &'a [Span],
    /// What is folded.
    pub(super) folds: &'a Folds,
    /// Columns for text; `None`: lines are not wrapped.
    pub(super) wrap: Option<usize>,
}

/// The rows of a file in one shape.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// Rows before each line, and the number of all rows at the end.
    starts: Vec<u32>,
    /// The breaks of long lines.
    long: BTreeMap<u32, Box<[u32]>>,
}

/// A row of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui) struct Row {
    /// The line that it shows.
    pub(in crate::tui) line: LineNumber,
    /// Which part of the line, counted from 0.
    pub(in crate::tui) part: usize,
}

impl Rows {
    /// Counts the rows of each line. Walks the file once.
    pub(super) fn new(shape: &Shape<'_>) -> Self {
        let count = shape.source.line_count();
        let mut rows = Self { starts: Vec::with_capacity(count + 1), long: BTreeMap::new() };
        let mut total: u32 = 0;
        let mut folds = shape.folds.folded().peekable();
        for index in 0..count {
            rows.starts.push(total);
            let line = LineNumber::from_index(index);
            while folds.peek().is_some_and(|fold| fold.lines.last < line) {
                folds.next();
            }
            let height = match folds.peek() {
                Some(fold) if fold.lines.contains(line) => u32::from(fold.lines.first == line),
                _ => rows.height(shape, line),
            };
            total = total.saturating_add(height);
        }
        rows.starts.push(total);
        rows
    }

    /// One row for each of so many lines.
    pub(super) fn identity(lines: usize) -> Self {
        Self { starts: (0..=lines as u32).collect(), long: BTreeMap::new() }
    }

    fn height(&mut self, shape: &Shape<'_>, line: LineNumber) -> u32 {
        let Some(width) = shape.wrap else { return 1 };
        let span = shape.source.line_span(line);
        // Each byte takes four columns at most (a tab), so a short line needs no look.
        if span.len() as usize * 4 <= width && shape.masks.is_empty() {
            return 1;
        }
        let text = LineText::new(shape.source.slice(span), span.start, shape.masks);
        if text.text.len() <= width && text.is_plain() {
            return 1;
        }
        let breaks = text.breaks(width, text.hang(width));
        let height = breaks.len() as u32 + 1;
        if text.text.len() >= LONG {
            self.long.insert(line.index() as u32, breaks.into());
        }
        height
    }

    /// How many rows there are.
    pub(super) fn count(&self) -> usize {
        self.starts.last().copied().unwrap_or(0) as usize
    }

    /// The first row of a line; of a folded line, the row that stands for it.
    pub(super) fn row_of(&self, line: LineNumber) -> usize {
        let start = self.starts.get(line.index()).copied().unwrap_or(self.count() as u32);
        let is_hidden = self.height_of(line) == 0;
        (start as usize).saturating_sub(usize::from(is_hidden)).min(self.count())
    }

    /// How many rows a line has; 0 when it is folded away.
    pub(super) fn height_of(&self, line: LineNumber) -> usize {
        let start = self.starts.get(line.index()).copied();
        let end = self.starts.get(line.index() + 1).copied();
        start.zip(end).map_or(0, |(start, end)| (end - start) as usize)
    }

    /// What stands in a row; `None` past the end.
    pub(super) fn at(&self, row: usize) -> Option<Row> {
        if row >= self.count() {
            return None;
        }
        let index = self.starts.partition_point(|start| *start as usize <= row) - 1;
        let part = row - self.starts[index] as usize;
        Some(Row { line: LineNumber::from_index(index), part })
    }

    /// Where the rows of a line after its first begin, in bytes of the line.
    pub(super) fn breaks(&self, line: LineNumber, text: &LineText<'_>, width: usize) -> Vec<u32> {
        match self.long.get(&(line.index() as u32)) {
            Some(breaks) => breaks.to_vec(),
            None => text.breaks(width, text.hang(width)),
        }
    }
}
