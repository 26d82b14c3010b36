//! Actions while something lies over the panes.

use ratatui::layout::Position;

use crate::quiz::Field;
use crate::tui::guide::edit;
use crate::tui::model::{Model, Overlay};
use crate::tui::{Action, Effect, view};

use super::{choose, follow_selection, keys, say};

/// Does an action for the overlay; says whether it did. Quitting and
/// suspending work under an overlay as they do without.
pub(super) fn perform(model: &mut Model, action: Action, effects: &mut Vec<Effect>) -> bool {
    if matches!(action, Action::Quit | Action::Suspend) {
        return false;
    }
    match model.overlay.take() {
        None => return false,
        Some(Overlay::Help { scroll }) => in_help(model, scroll, action),
        Some(Overlay::Palette(palette)) => {
            model.overlay = Some(Overlay::Palette(palette));
            in_palette(model, action, effects);
        }
        Some(Overlay::Argument(field)) => in_argument(model, field, action),
        Some(Overlay::Search { field, from }) => {
            let mut field = field;
            let is_open = match action {
                Action::Close => {
                    model.file.search_for("", from);
                    false
                }
                Action::Submit => {
                    if !field.text().is_empty() {
                        let summary = model.file.search().summary();
                        say(model, format!("{summary}; n and N go on, Esc ends."));
                    }
                    false
                }
                _ => {
                    edit(&mut field, action);
                    true
                }
            };
            if is_open {
                follow_selection(model, effects, |model| {
                    model.file.search_for(field.text(), from);
                });
                model.overlay = Some(Overlay::Search { field, from });
            }
        }
    }
    true
}

fn in_help(model: &mut Model, scroll: usize, action: Action) {
    let page = usize::from(model.size.height / 2);
    let last = view::help_rows(model);
    let scroll = match action {
        Action::Close | Action::Help | Action::Submit => return,
        Action::Up => scroll.saturating_sub(1),
        Action::Down => scroll + 1,
        Action::PageUp | Action::HalfUp => scroll.saturating_sub(page),
        Action::PageDown | Action::HalfDown => scroll + page,
        Action::Top => 0,
        Action::Bottom => last,
        _ => scroll,
    };
    model.overlay = Some(Overlay::Help { scroll: scroll.min(last) });
}

fn in_argument(model: &mut Model, mut field: Field, action: Action) {
    match action {
        Action::Close => {}
        Action::Submit => choose::take_argument(model, field.text()),
        _ => {
            edit(&mut field, action);
            model.overlay = Some(Overlay::Argument(field));
        }
    }
}

fn in_palette(model: &mut Model, action: Action, effects: &mut Vec<Effect>) {
    let Some(Overlay::Palette(palette)) = &mut model.overlay else { return };
    match action {
        Action::Close => model.overlay = None,
        Action::Up => palette.step(-1),
        Action::Down => palette.step(1),
        Action::Submit => {
            let chosen = palette.matches.get(palette.chosen).map(|command| command.action);
            model.overlay = None;
            if let Some(action) = chosen {
                keys::perform(model, action, effects);
            }
        }
        _ => {
            let before = palette.field.text().to_owned();
            edit(&mut palette.field, action);
            if palette.field.text() != before {
                palette.filter();
            }
        }
    }
}

/// The wheel over an overlay.
pub(super) fn scroll(model: &mut Model, rows: isize) {
    let last = view::help_rows(model);
    match &mut model.overlay {
        Some(Overlay::Help { scroll }) => {
            *scroll = scroll.saturating_add_signed(rows).min(last);
        }
        Some(Overlay::Palette(palette)) => palette.step(rows.signum()),
        Some(Overlay::Search { .. } | Overlay::Argument(_)) | None => {}
    }
}

/// A click while an overlay is open: on a command it runs it, outside it closes.
pub(super) fn click(model: &mut Model, at: Position, effects: &mut Vec<Effect>) {
    if let Some(row) = view::palette_row_at(model, at) {
        if let Some(Overlay::Palette(palette)) = &mut model.overlay {
            palette.chosen = row;
        }
        perform(model, Action::Submit, effects);
    } else if !view::is_in_overlay(model, at) {
        perform(model, Action::Close, effects);
    }
}
