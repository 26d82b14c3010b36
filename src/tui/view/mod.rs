//! Drawing: the model in, cells out. Changes nothing but the buffer.

mod file;
mod footer;
mod frame;
mod header;
mod help;
mod palette;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

pub use frame::Frame;
pub(super) use help::rows as help_rows;
pub(super) use palette::row_at as palette_row_at;

use super::model::Overlay;
use super::theme::Role;
use super::widget::put;
use super::{Action, Model};

/// Draws the whole screen. Gives where the terminal's cursor is to stand;
/// `None` hides it.
///
/// A buffer of another size than the model knows of stays blank: the news of
/// the size is on its way then.
pub fn draw(model: &Model, buffer: &mut Buffer) -> Option<Position> {
    if buffer.area.as_size() != model.size {
        return None;
    }
    let frame = Frame::of(model);
    if frame.is_too_small() {
        draw_too_small(model, buffer);
        return None;
    }
    header::draw(model, frame.header, buffer);
    frame.draw_lines(model, buffer);
    if !frame.guide.is_empty() {
        model.guide.draw(frame.guide, buffer, &model.context());
    }
    if !frame.file.is_empty() {
        file::draw(model, frame.file, buffer);
    }
    let cursor = footer::draw(model, frame.footer, buffer);
    match &model.overlay {
        Some(Overlay::Help { scroll }) => {
            help::draw(model, *scroll, buffer);
            None
        }
        Some(Overlay::Palette(state)) => palette::draw(model, state, buffer),
        Some(Overlay::Search { .. } | Overlay::Argument(_)) => cursor,
        None => None,
    }
}

/// ```text
/// layerwise needs
/// 30 × 8 at least
/// q quits
/// ```
fn draw_too_small(model: &Model, buffer: &mut Buffer) {
    let size = Frame::SMALLEST;
    let needs = format!("{} × {} at least", size.width, size.height);
    let words = ["layerwise needs", needs.as_str(), "q quits"];
    let style = model.theme.role(Role::Text);
    let area = buffer.area;
    for (y, words) in (area.top()..area.bottom()).zip(words) {
        put(buffer, (0, y), area.right(), words, style);
    }
}

/// What lies under a place of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A tab, with what it does.
    Tab(Action),
    /// A key in the footer, with what it does.
    Hint(Action),
    /// The name of the pane that is not shown.
    OtherPane,
    /// The guide, with the place counted from its upper left corner.
    Guide(Position),
    /// The file pane, with the place counted from its upper left corner.
    File(Position),
    /// Nothing that reacts.
    Nothing,
}

/// What lies under a place of the screen, overlays left out.
pub(super) fn target_at(model: &Model, at: Position) -> Target {
    let frame = Frame::of(model);
    if frame.guide.contains(at) {
        Target::Guide(Position::new(at.x - frame.guide.x, at.y - frame.guide.y))
    } else if frame.file.contains(at) {
        Target::File(Position::new(at.x - frame.file.x, at.y - frame.file.y))
    } else if frame.header.contains(at) {
        header::target_at(model, frame.header, at)
    } else if frame.footer.contains(at) {
        footer::target_at(model, frame.footer, at)
    } else {
        Target::Nothing
    }
}

/// Whether a place lies in the box of the open overlay.
pub(super) fn is_in_overlay(model: &Model, at: Position) -> bool {
    match &model.overlay {
        Some(Overlay::Help { .. }) => help::area(model).contains(at),
        Some(Overlay::Palette(_)) => palette::area(model).contains(at),
        Some(Overlay::Search { .. } | Overlay::Argument(_)) => Frame::of(model).footer.contains(at),
        None => false,
    }
}

/// A box in the middle of the screen, as large as wanted and possible.
fn centred(model: &Model, width: u16, height: u16) -> Rect {
    let width = width.min(model.size.width.saturating_sub(2));
    let height = height.min(model.size.height.saturating_sub(2));
    Rect::new((model.size.width - width) / 2, (model.size.height - height) / 2, width, height)
}

/// Blanks an area and draws a border with a title around it; gives the inside.
fn draw_box(model: &Model, area: Rect, title: &str, buffer: &mut Buffer) -> Rect {
    if area.width < 4 || area.height < 3 {
        return Rect::default();
    }
    // Single letters of the rows behind it would stick out at the edges.
    let blanked = match area.x {
        0 | 1 => Rect::new(0, area.y, model.size.width, area.height),
        _ => area,
    };
    super::widget::fill(buffer, blanked, model.theme.role(Role::Text));
    let style = model.theme.role(Role::BorderActive);
    let (left, right, top, bottom) = (area.x, area.right() - 1, area.y, area.bottom() - 1);
    for x in left + 1..right {
        buffer[(x, top)].set_symbol("─").set_style(style);
        buffer[(x, bottom)].set_symbol("─").set_style(style);
    }
    for y in top + 1..bottom {
        buffer[(left, y)].set_symbol("│").set_style(style);
        buffer[(right, y)].set_symbol("│").set_style(style);
    }
    for (x, y, corner) in
        [(left, top, "┌"), (right, top, "┐"), (left, bottom, "└"), (right, bottom, "┘")]
    {
        buffer[(x, y)].set_symbol(corner).set_style(style);
    }
    let title = format!(" {title} ");
    put(buffer, (left + 2, top), right - 1, &title, model.theme.role(Role::Title));
    Rect::new(left + 2, top + 1, area.width - 4, area.height - 2)
}
