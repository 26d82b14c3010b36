//! ```text
//!   1   # syntax=docker/dockerfile:1
//! ▌ 2 ┃ FROM python:3.12-slim AS base
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::source::{LineNumber, safe_line};
use crate::tui::Model;
use crate::tui::theme::Role;

/// Draws the rows of the file that are in view.
pub(super) fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    let source = &model.file.dockerfile().source;
    for index in 0..usize::from(area.height).min(source.line_count()) {
        let line = LineNumber::from_index(index);
        let text = safe_line(source.slice(source.line_span(line)));
        let y = area.y + index as u16;
        let style = model.theme.role(Role::Text);
        buffer.set_stringn(area.x, y, format!("{line:>4} {text}"), area.width.into(), style);
    }
}
