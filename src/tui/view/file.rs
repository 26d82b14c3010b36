//! ```text
//!    1   # syntax=docker/dockerfile:1
//! ▌  2 ┃ FROM python:3.12-slim AS base             ← the lesson's note
//!  ✗ 3   COPPY . .
//!    4   RUN <<EOF
//!        … 40 lines (z unfolds)
//! ── problem in line 3 ──────────────────────────
//! There is no instruction COPPY. Try: COPY
//! ```
//!
//! `▌` marks the selected instruction, `┃` what the lesson talks about, `✗` a
//! problem and `!` a warning; in the place of `┃` stands what the reader marks (`●`, `○`); the current word of Explain is underlined, and `◆`
//! marks what proves the selected sentence.

use std::ops::ControlFlow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::dockerfile::{ProblemLevel, Token};
use crate::source::Span;
use crate::tui::file_pane::{Fold, LineText, Notice, Row};
use crate::tui::guide::Mark;
use crate::tui::theme::Role;
use crate::tui::widget::put;
use crate::tui::{Model, Pane};

/// Draws the rows of the file that are in view, and the notice below them.
pub(super) fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    let margin = model.view.margin().min(area.width);
    let area = Rect { width: area.width - margin, ..area };
    let (top, _) = model.file.corner();
    let height = model.file.height().min(usize::from(area.height));
    for index in 0..height {
        let y = area.y + index as u16;
        let Some(row) = model.file.row(top + index) else { break };
        let area = Rect::new(area.x, y, area.width, 1);
        draw_row(model, row, area, buffer);
        draw_mark(model, row, Rect { x: area.right(), width: margin, ..area }, buffer);
    }
    if let Some(notice) = model.file.notice() {
        let top = area.y + height as u16;
        draw_notice(model, notice, Rect { y: top, height: area.bottom() - top, ..area }, buffer);
    }
}

fn draw_row(model: &Model, row: Row, area: Rect, buffer: &mut Buffer) {
    let pane = &model.file;
    let is_selected = match model.highlights.line {
        Some(line) => line == row.line,
        None => pane.selected_lines().is_some_and(|lines| lines.contains(row.line)),
    };
    let line = pane.line(row.line);
    let is_in_focus = is_in_focus(model, &line);
    for (applies, role) in [(is_selected, Role::Selected), (is_in_focus, Role::Focus)] {
        if applies {
            buffer.set_style(area, model.theme.role(role));
        }
    }
    draw_gutter(model, row, &line, (is_selected, is_in_focus), area, buffer);
    let gutter = (pane.gutter_width() as u16).min(area.width);
    let text = Rect { x: area.x + gutter, width: area.width - gutter, ..area };
    match pane.folds().at(row.line).filter(|fold| fold.is_folded) {
        Some(fold) => draw_fold(model, fold, text, buffer),
        None => {
            let end = Painter::new(model, &line, text).draw(row, buffer);
            draw_note(model, row, end, text, buffer);
        }
    }
}

/// The view's mark in the margin, beside the first row of its line.
fn draw_mark(model: &Model, row: Row, area: Rect, buffer: &mut Buffer) {
    if let Some(mark) = mark_of(model, row).filter(|_| !area.is_empty()) {
        let at = (area.right() - 1, area.y);
        put(buffer, at, area.right(), mark.symbol, model.theme.role(mark.role));
    }
}

/// The mark of the first row of a line.
fn mark_of(model: &Model, row: Row) -> Option<Mark> {
    let marks = &model.highlights.marks;
    let found = marks.binary_search_by_key(&row.line, |(line, _)| *line).ok()?;
    (row.part == 0).then_some(marks[found].1)
}

/// Whether the lesson talks about something in a line.
fn is_in_focus(model: &Model, line: &LineText<'_>) -> bool {
    let span = Span::new(line.start, line.start + line.text.len() as u32);
    let is_inside =
        |focus: &Span| focus.overlaps(span) || (span.is_empty() && focus.contains(span.start));
    model.highlights.focus.iter().any(is_inside)
}

/// Whether something in a line proves the selected sentence.
fn is_proof(model: &Model, line: &LineText<'_>) -> bool {
    let span = Span::new(line.start, line.start + line.text.len() as u32);
    model.highlights.proof.iter().any(|proof| proof.overlaps(span))
}

fn draw_gutter(
    model: &Model,
    row: Row,
    line: &LineText<'_>,
    (is_selected, is_in_focus): (bool, bool),
    area: Rect,
    buffer: &mut Buffer,
) {
    let theme = &model.theme;
    let pane = &model.file;
    let end = area.right();
    if is_selected {
        let has_keys = model.focus == Pane::File;
        let role = if has_keys { Role::BorderActive } else { Role::Muted };
        put(buffer, (area.x, area.y), end, "▌", theme.role(role));
    }
    let span = Span::new(line.start, line.start + line.text.len() as u32);
    let number_start = area.x + 2;
    if row.part == 0 {
        let fails = pane.failure().is_some_and(|failure| failure.line == Some(row.line));
        let level = worst_problem(model, span).max(fails.then_some(ProblemLevel::Error));
        if let Some(level) = level {
            let (mark, role) = match level {
                ProblemLevel::Error => ("✗", Role::Error),
                ProblemLevel::Warning => ("!", Role::Warning),
            };
            put(buffer, (area.x + 1, area.y), end, mark, theme.role(role));
        }
        let role = if is_selected { Role::LineNumberSelected } else { Role::LineNumber };
        let number = format!("{:>width$}", row.line, width = pane.number_width());
        put(buffer, (number_start, area.y), end, &number, theme.role(role));
    }
    let mark = mark_of(model, row).filter(|_| model.view.margin() == 0);
    let bar = match (mark, is_in_focus, is_proof(model, line)) {
        (Some(mark), ..) => Some((mark.symbol, mark.role)),
        (None, true, _) => Some(("┃", Role::FocusBar)),
        (None, false, true) => Some(("◆", Role::Proof)),
        (None, false, false) => None,
    };
    if let Some((mark, role)) = bar {
        let x = number_start + pane.number_width() as u16 + 1;
        put(buffer, (x, area.y), end, mark, theme.role(role));
    }
}

/// The worst problem that begins in a line.
fn worst_problem(model: &Model, line: Span) -> Option<ProblemLevel> {
    let problems = model.file.problems();
    let first = problems.partition_point(|problem| problem.span.start < line.start);
    problems[first..]
        .iter()
        .take_while(|problem| problem.span.start <= line.end)
        .map(|problem| problem.level)
        .max()
}

fn draw_fold(model: &Model, fold: &Fold, area: Rect, buffer: &mut Buffer) {
    let style = model.theme.role(Role::Fold);
    let words = format!("… {} lines (z unfolds)", fold.lines.count());
    put(buffer, (area.x, area.y), area.right(), &words, style);
}

/// The lesson's note behind the text, where there is room for some of it.
fn draw_note(model: &Model, row: Row, end: u16, area: Rect, buffer: &mut Buffer) {
    let mut notes = model.highlights.notes.iter();
    let Some((_, note)) = notes.find(|(line, _)| *line == row.line && row.part == 0) else {
        return;
    };
    let start = end + 2;
    if start + 12 <= area.right() {
        let words = format!("← {note}");
        put(buffer, (start, area.y), area.right(), &words, model.theme.role(Role::Hint));
    }
}

/// Draws one line's text with all that is marked in it.
struct Painter<'a> {
    model: &'a Model,
    line: &'a LineText<'a>,
    area: Rect,
    /// The token that was drawn last.
    token: Option<Token>,
    matches: &'a [Span],
    problems: Vec<(Span, ProblemLevel)>,
}

impl<'a> Painter<'a> {
    fn new(model: &'a Model, line: &'a LineText<'a>, area: Rect) -> Self {
        let all = model.file.problems();
        let span = Span::new(line.start, line.start + line.text.len() as u32);
        // Problems are in order of their starts, so those that reach into the line stand
        // before its end; a file with many problems has few that span lines.
        let before = all.partition_point(|problem| problem.span.start < span.end);
        let from = before.saturating_sub(8);
        Self {
            model,
            line,
            area,
            token: None,
            matches: model.file.search().within(span),
            problems: all[from..before]
                .iter()
                .filter(|problem| problem.span.overlaps(span))
                .map(|problem| (problem.span, problem.level))
                .collect(),
        }
    }

    /// Draws a row; gives the column behind its text.
    fn draw(&mut self, row: Row, buffer: &mut Buffer) -> u16 {
        let (start, end, indent) = self.model.file.part(row, self.line);
        let (_, left) = self.model.file.corner();
        let area = self.area;
        let shown = LineText { text: &self.line.text[..end], ..*self.line };
        // Where each byte is a column, what is scrolled away need not be walked.
        let (from, mut column) =
            if left > 0 && shown.is_plain() { (left.min(end), left) } else { (start, 0) };
        let mut x = area.x + (indent as u16).min(area.width);
        let mut is_cut = left > 0 && from < end;
        shown.walk(from, |piece| {
            let next = column + piece.width;
            if next > left {
                is_cut &= column < left;
                let style = self.style(shown.start + piece.offset as u32, piece.is_placeholder);
                let skip = left.saturating_sub(column);
                x = draw_piece(buffer, area, x, piece.text, skip, style);
            }
            column = next;
            if x >= area.right() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        self.draw_cuts(left, start, buffer);
        x
    }

    /// Arrows where text goes on beyond the edges of a row that is not wrapped.
    fn draw_cuts(&self, left: usize, start: usize, buffer: &mut Buffer) {
        if self.model.file.wraps() || self.line.text.len() <= start || self.area.is_empty() {
            return;
        }
        let style = self.model.theme.role(Role::Muted);
        let (y, last) = (self.area.y, self.area.right() - 1);
        let width = usize::from(self.area.width);
        if left > 0 && !self.line.text.is_empty() {
            put(buffer, (self.area.x, y), self.area.right(), "‹", style);
        }
        let mut column = 0;
        let is_longer = if self.line.is_plain() {
            self.line.text.len() > left + width
        } else {
            self.line.walk(0, |piece| {
                column += piece.width;
                if column > left + width {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            });
            column > left + width
        };
        if is_longer {
            put(buffer, (last, y), self.area.right(), "›", style);
        }
    }

    /// The look of what stands at this byte of the file.
    fn style(&mut self, offset: u32, is_placeholder: bool) -> Style {
        let theme = &self.model.theme;
        if !self.token.is_some_and(|token| token.span.contains(offset)) {
            self.token = self.model.file.dockerfile().tokens.at(offset);
        }
        let mut style = self.token.map_or(theme.role(Role::Text), |it| theme.token(it.kind));
        let mut add = |role| style = style.patch(theme.role(role));
        let dimmed = &self.model.highlights.dimmed;
        let before = dimmed.partition_point(|span| span.start <= offset);
        if before > 0 && dimmed[before - 1].contains(offset) {
            add(Role::Dimmed);
        }
        if is_placeholder {
            add(Role::Placeholder);
        }
        for (span, level) in &self.problems {
            if span.contains(offset) {
                add(match level {
                    ProblemLevel::Error => Role::ProblemText,
                    ProblemLevel::Warning => Role::WarningText,
                });
            }
        }
        if self.model.highlights.proof.iter().any(|span| span.contains(offset)) {
            add(Role::ProofText);
        }
        if self.model.highlights.token.is_some_and(|span| span.contains(offset)) {
            add(Role::Token);
        }
        if let Some(found) = self.matches.iter().find(|found| found.contains(offset)) {
            let is_current = self.model.file.search().standing() == Some(*found);
            add(if is_current { Role::MatchCurrent } else { Role::Match });
        }
        style
    }
}

/// Draws a piece of a line without its first columns; gives the column behind it.
fn draw_piece(
    buffer: &mut Buffer,
    area: Rect,
    mut x: u16,
    text: &str,
    skip: usize,
    style: Style,
) -> u16 {
    if skip == 0 && text.len() == 1 {
        // One printable ASCII character, as most are.
        if x < area.right() {
            buffer[(x, area.y)].set_symbol(text).set_style(style);
        }
        return x.saturating_add(1).min(area.right());
    }
    let mut column = 0;
    for part in text.graphemes(true) {
        let width = part.width();
        column += width;
        if column <= skip || width == 0 {
            continue;
        }
        let is_whole = column - width >= skip && x + width as u16 <= area.right();
        // Half of a wide character cannot be shown: a blank stands for it.
        let columns = if is_whole { width as u16 } else { (column - skip).min(width) as u16 };
        for offset in 0..columns {
            if x + offset < area.right() {
                buffer[(x + offset, area.y)].set_symbol(" ").set_style(style);
            }
        }
        if is_whole && width > 0 {
            buffer.set_stringn(x, area.y, part, width, style);
        }
        x = (x + columns).min(area.right());
    }
    x
}

fn draw_notice(model: &Model, notice: &Notice, area: Rect, buffer: &mut Buffer) {
    if area.height < 2 {
        return;
    }
    let theme = &model.theme;
    let (mark, role) = match notice.level {
        ProblemLevel::Error => ("✗", Role::Error),
        ProblemLevel::Warning => ("!", Role::Warning),
    };
    for x in area.left()..area.right() {
        buffer[(x, area.y)].set_symbol("─").set_style(theme.role(Role::Border));
    }
    let title = format!(" {mark} {} ", notice.title);
    put(buffer, (area.x + 1, area.y), area.right(), &title, theme.role(role));
    for (y, words) in (area.y + 1..area.bottom()).zip(&notice.rows) {
        put(buffer, (area.x + 1, y), area.right(), words, theme.role(Role::Text));
    }
}
