//! ```text
//! ┌ Commands ──────────────────────────────────────────┐
//! │ : wrap▏                                             │
//! │ > Wrap long lines, or scroll them sideways       w  │
//! │   Lesson: One line after the other                  │
//! └─────────────────────────────────────────────────────┘
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use unicode_width::UnicodeWidthStr;

use crate::tui::Model;
use crate::tui::commands::PaletteState;
use crate::tui::model::Overlay;
use crate::tui::theme::Role;
use crate::tui::widget::put;

use super::footer::tail;
use super::{centred, draw_box};

/// Rows of the box at most.
const HEIGHT: u16 = 14;

/// The box.
pub(super) fn area(model: &Model) -> Rect {
    centred(model, 72, HEIGHT)
}

/// The command shown at a place of the screen, as a place among the matches.
pub(in crate::tui) fn row_at(model: &Model, at: Position) -> Option<usize> {
    let Some(Overlay::Palette(state)) = &model.overlay else { return None };
    let list = list_area(area(model));
    let row = first_shown(state, list) + usize::from(at.y.checked_sub(list.y)?);
    (list.contains(at) && row < state.matches.len()).then_some(row)
}

fn list_area(area: Rect) -> Rect {
    Rect::new(area.x + 2, area.y + 2, area.width.saturating_sub(4), area.height.saturating_sub(3))
}

/// The list scrolls so that the chosen row is in view.
fn first_shown(state: &PaletteState, list: Rect) -> usize {
    (state.chosen + 1).saturating_sub(usize::from(list.height))
}

/// Draws the palette; gives the place of the cursor.
pub(super) fn draw(model: &Model, state: &PaletteState, buffer: &mut Buffer) -> Option<Position> {
    let area = area(model);
    let inside = draw_box(model, area, state.title, buffer);
    if inside.is_empty() {
        return None;
    }
    let theme = &model.theme;
    let x = put(buffer, (inside.x, inside.y), inside.right(), ": ", theme.role(Role::Key));
    let room = usize::from(inside.right() - x);
    let (shown, before) = tail(state.field.text(), state.field.cursor(), room);
    if shown.is_empty() {
        let hint = "type a part of a name; arrows choose, Enter does it";
        put(buffer, (x, inside.y), inside.right(), hint, theme.role(Role::Muted));
    }
    put(buffer, (x, inside.y), inside.right(), &shown, theme.role(Role::Text));
    let list = list_area(area);
    let first = first_shown(state, list);
    for (y, (index, command)) in
        (list.top()..list.bottom()).zip(state.matches.iter().enumerate().skip(first))
    {
        let is_chosen = index == state.chosen;
        let style = theme.role(if is_chosen { Role::Cursor } else { Role::Text });
        let mark = if is_chosen { "> " } else { "  " };
        let keys = list.right().saturating_sub(command.keys.width() as u16);
        let x = put(buffer, (list.x, y), keys, mark, style);
        let end = put(buffer, (x, y), keys.saturating_sub(1), &command.label, style);
        if is_chosen {
            for x in end..list.right() {
                buffer[(x, y)].set_style(style);
            }
        }
        put(buffer, (keys, y), list.right(), &command.keys, theme.role(Role::Key));
    }
    if state.matches.is_empty() {
        put(buffer, (list.x + 2, list.y), list.right(), state.empty, theme.role(Role::Muted));
    }
    Some(Position::new(x + before as u16, inside.y))
}
