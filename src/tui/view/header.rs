//! ```text
//!  layerwise  Dockerfile · 3 stages · 14 instructions     Lesson 1 of 3 · step 2 of 6
//!  1 Lesson  2 Explain
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::source::safe_line;
use crate::tui::theme::Role;
use crate::tui::{Model, View};

/// Draws the two rows above the panes.
pub(super) fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    if area.height < 2 {
        return;
    }
    let theme = &model.theme;
    let width = usize::from(area.width);
    let name = &model.file.dockerfile().source.name;
    let (x, _) = buffer.set_stringn(area.x, area.y, " layerwise  ", width, theme.role(Role::Title));
    let left = usize::from(area.right() - x);
    buffer.set_stringn(x, area.y, safe_line(name), left, theme.role(Role::Text));
    let mut x = area.x + 1;
    for (index, view) in View::ALL.into_iter().enumerate() {
        let role = if view == model.view { Role::TabActive } else { Role::Tab };
        let words = format!("{} {}", index + 1, view.title());
        let left = usize::from(area.right().saturating_sub(x));
        x = buffer.set_stringn(x, area.y + 1, words, left, theme.role(role)).0 + 2;
    }
}
