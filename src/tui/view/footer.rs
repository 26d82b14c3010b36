//! ```text
//!  Space reveal   Enter check   h hint                     ? keys   : commands   q quit
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::source::safe_line;
use crate::tui::Model;
use crate::tui::keymap::BINDINGS;
use crate::tui::theme::Role;

/// Draws the status, else the keys in force.
pub(super) fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let width = usize::from(area.width - 1);
    if let Some(status) = &model.status {
        let role = if status.is_trouble { Role::Error } else { Role::Status };
        let style = model.theme.role(role);
        buffer.set_stringn(area.x + 1, area.y, safe_line(&status.text), width, style);
        return;
    }
    let places = model.places();
    let mut x = area.x + 1;
    for binding in BINDINGS.iter().filter(|row| places.contains(&row.place)) {
        if binding.label.is_empty() {
            continue;
        }
        let left = |x: u16| usize::from(area.right().saturating_sub(x));
        let key = model.theme.role(Role::Key);
        x = buffer.set_stringn(x, area.y, binding.keys[0].name(), left(x), key).0 + 1;
        let text = model.theme.role(Role::Text);
        x = buffer.set_stringn(x, area.y, binding.label, left(x), text).0 + 3;
    }
}
