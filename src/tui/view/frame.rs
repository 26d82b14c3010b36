//! Where the regions of the screen lie.
//!
//! ```text
//! header: name, file, place in the lesson
//! header: tabs
//! ━━━━━━━━━━━━━━┯──────────────   rule, thick above the pane that has the keys
//! guide         │ file            from 100 columns; below, one of the two
//! ──────────────┴──────────────   rule
//! footer: status or keys
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};

use crate::tui::theme::Role;
use crate::tui::{Model, Pane};

/// From this width on the panes stand side by side.
const SIDE_BY_SIDE: u16 = 100;

/// The guide's share of the width in percent, where it stands beside the file.
const GUIDE_SHARE: u16 = 48;

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
    /// Where less room is, nothing is drawn but a word about it.
    pub const SMALLEST: Size = Size::new(30, 8);

    /// The regions for the model's size and focus.
    pub fn of(model: &Model) -> Self {
        let Size { width, height } = model.size;
        if height < Self::SMALLEST.height || width < Self::SMALLEST.width {
            return Self::default();
        }
        let body = Rect::new(0, 3, width, height - 5);
        let (guide, between, file) = if width >= SIDE_BY_SIDE {
            let left = (u32::from(width - 1) * u32::from(GUIDE_SHARE) / 100) as u16;
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

    /// Whether there is too little room for anything.
    pub fn is_too_small(&self) -> bool {
        self.footer.is_empty()
    }

    /// Whether both panes are shown.
    pub fn is_side_by_side(&self) -> bool {
        !self.between.is_empty()
    }

    /// Draws the lines between the regions.
    pub(super) fn draw_lines(&self, model: &Model, buffer: &mut Buffer) {
        let style = model.theme.role(Role::Border);
        for x in self.upper.left()..self.upper.right() {
            buffer[(x, self.upper.y)].set_symbol("─").set_style(style);
            buffer[(x, self.lower.y)].set_symbol("─").set_style(style);
        }
        self.draw_lines_between(model, buffer);
        self.draw_more(model, buffer);
    }

    /// Marks on the lines where a pane has more above or below.
    fn draw_more(&self, model: &Model, buffer: &mut Buffer) {
        let of_guide = model.guide.hidden(&model.context());
        for (pane, (above, below)) in [(self.guide, of_guide), (self.file, model.file.hidden())] {
            if pane.width < 12 {
                continue;
            }
            let style = model.theme.role(Role::Hint);
            let x = pane.right() - 9;
            for (shown, words, y) in
                [(above, " ▲ more ", self.upper.y), (below, " ▼ more ", self.lower.y)]
            {
                if shown {
                    buffer.set_stringn(x, y, words, 8, style);
                }
            }
        }
    }

    fn draw_lines_between(&self, model: &Model, buffer: &mut Buffer) {
        if !self.is_side_by_side() {
            return;
        }
        let style = model.theme.role(Role::Border);
        for y in self.between.top()..self.between.bottom() {
            buffer[(self.between.x, y)].set_symbol("│").set_style(style);
        }
        let (active, joint) = match model.focus {
            Pane::Guide => (self.upper.left()..self.between.x, "┭"),
            Pane::File => (self.between.x + 1..self.upper.right(), "┮"),
        };
        let active_style = model.theme.role(Role::BorderActive);
        for x in active {
            buffer[(x, self.upper.y)].reset();
            buffer[(x, self.upper.y)].set_symbol("━").set_style(active_style);
        }
        buffer[(self.between.x, self.upper.y)].set_symbol(joint);
        buffer[(self.between.x, self.lower.y)].set_symbol("┴");
    }
}

fn inset(area: Rect) -> Rect {
    if area.width < 4 {
        return area;
    }
    Rect::new(area.x + 1, area.y, area.width - 2, area.height)
}
