//! Where the regions of the screen lie.
//!
//! ```text
//! header: name, file, place in the lesson
//! header: tabs
//! ──────────────┬──────────────   rule
//! guide         │ file            from 100 columns; below, one of the two
//! ──────────────┴──────────────   rule
//! footer: status or keys
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::theme::Role;
use crate::tui::{Model, Pane};

/// From this width on the panes stand side by side.
const SIDE_BY_SIDE: u16 = 100;

/// The regions of the screen; a pane that is not shown is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Name, file, place in the lesson, tabs.
    pub header: Rect,
    /// The guide's text, its margins left out.
    pub guide: Rect,
    /// The file's rows.
    pub file: Rect,
    /// Keys or status.
    pub footer: Rect,
    /// The row above the panes.
    pub upper: Rect,
    /// The row below the panes.
    pub lower: Rect,
    /// The column between the panes; empty where one pane is shown.
    pub between: Rect,
}

impl Frame {
    /// The regions for the model's size and focus.
    pub fn of(model: &Model) -> Self {
        let (width, height) = (model.size.width, model.size.height);
        if height < 6 || width < 10 {
            return Self::default();
        }
        let body = Rect::new(0, 3, width, height - 5);
        let (guide, between, file) = if width >= SIDE_BY_SIDE {
            let left = (width - 1) * 48 / 100;
            (
                Rect::new(0, body.y, left, body.height),
                Rect::new(left, body.y, 1, body.height),
                Rect::new(left + 1, body.y, width - left - 1, body.height),
            )
        } else if model.focus == Pane::Guide {
            (body, Rect::default(), Rect::default())
        } else {
            (Rect::default(), Rect::default(), body)
        };
        Self {
            header: Rect::new(0, 0, width, 2),
            guide: inset(guide),
            file,
            footer: Rect::new(0, height - 1, width, 1),
            upper: Rect::new(0, 2, width, 1),
            lower: Rect::new(0, height - 2, width, 1),
            between,
        }
    }

    /// Draws the lines between the regions.
    pub(super) fn draw_lines(&self, model: &Model, buffer: &mut Buffer) {
        let style = model.theme.role(Role::Border);
        for row in [self.upper, self.lower] {
            for x in row.left()..row.right() {
                buffer[(x, row.y)].set_symbol("─").set_style(style);
            }
        }
        for y in self.between.top()..self.between.bottom() {
            buffer[(self.between.x, y)].set_symbol("│").set_style(style);
        }
        if !self.between.is_empty() {
            buffer[(self.between.x, self.upper.y)].set_symbol("┬");
            buffer[(self.between.x, self.lower.y)].set_symbol("┴");
        }
    }
}

fn inset(area: Rect) -> Rect {
    if area.width < 4 {
        return area;
    }
    Rect::new(area.x + 1, area.y, area.width - 2, area.height)
}
