//! The mouse: the wheel scrolls what is under it, a click selects.

use ratatui::crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use crate::tui::model::{Model, Pane};
use crate::tui::view::{self, Target};
use crate::tui::{Action, Effect};

use super::{ask_guide, follow_selection, keys, overlay};

/// Rows for one notch of the wheel.
const NOTCH: isize = 3;

/// Does what a mouse event asks for.
pub(super) fn act(model: &mut Model, event: MouseEvent, effects: &mut Vec<Effect>) {
    let at = Position::new(event.column, event.row);
    match event.kind {
        MouseEventKind::ScrollDown => wheel(model, at, NOTCH),
        MouseEventKind::ScrollUp => wheel(model, at, -NOTCH),
        MouseEventKind::Down(MouseButton::Left) => {
            model.status = None;
            click(model, at, effects);
        }
        _ => {}
    }
}

fn wheel(model: &mut Model, at: Position, rows: isize) {
    if model.overlay.is_some() {
        return overlay::scroll(model, rows);
    }
    match view::target_at(model, at) {
        Target::Guide(_) => {
            let (guide, context) = model.guide_and_context();
            guide.scroll(rows as i32, &context);
        }
        Target::File(_) => model.file.scroll_rows(rows),
        _ => {}
    }
}

fn click(model: &mut Model, at: Position, effects: &mut Vec<Effect>) {
    if model.overlay.is_some() {
        return overlay::click(model, at, effects);
    }
    match view::target_at(model, at) {
        Target::Tab(action) | Target::Hint(action) => keys::perform(model, action, effects),
        Target::OtherPane => keys::perform(model, Action::NextPane, effects),
        Target::Guide(at) => {
            model.focus = Pane::Guide;
            ask_guide(model, effects, |guide, context| guide.click(at, context));
        }
        Target::File(at) => {
            model.focus = Pane::File;
            let offset = model.file.offset_at(at);
            let clicked = model.file.instruction_in_row(usize::from(at.y));
            follow_selection(model, effects, |model| {
                model.file.click(usize::from(at.y));
            });
            if let Some(offset) = offset {
                ask_guide(model, effects, |guide, context| guide.point_at(offset, context));
            }
            if let Some(id) = clicked {
                ask_guide(model, effects, |guide, context| guide.mark_at(id, context));
            }
        }
        Target::Nothing => {}
    }
}
