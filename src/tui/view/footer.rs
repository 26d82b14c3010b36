//! ```text
//!  Space reveal   Enter check   h hint                     ? keys   : commands   q quit
//! ```
//!
//! While there is something to say, it stands there instead of the keys on the
//! left; while a search is typed, the search.

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};
use unicode_width::UnicodeWidthStr;

use crate::quiz::Field;
use crate::source::safe_line;
use crate::tui::keymap::{BINDINGS, Binding, Chord, find};
use crate::tui::model::Overlay;
use crate::tui::theme::Role;
use crate::tui::widget::put;
use crate::tui::{Action, Model};

use super::Target;

/// Columns between two keys.
const GAP: u16 = 3;

/// A key with its word, and where it stands.
struct Hint {
    start: u16,
    keys: String,
    label: &'static str,
    action: Action,
}

impl Hint {
    fn width(&self) -> u16 {
        (self.keys.width() + 1 + self.label.width()) as u16
    }
}

/// Draws the footer; gives the place of the cursor while a search is typed.
pub(super) fn draw(model: &Model, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    if let Some(Overlay::Search { field, .. }) = &model.overlay {
        return Some(draw_search(model, area, field.text(), field.cursor(), buffer));
    }
    if let Some(Overlay::Argument(field)) = &model.overlay {
        return Some(draw_argument(model, area, field, buffer));
    }
    let hints = hints(model, area);
    for hint in &hints {
        let key = model.theme.role(Role::Key);
        let x = put(buffer, (hint.start, area.y), area.right(), &hint.keys, key) + 1;
        put(buffer, (x, area.y), area.right(), hint.label, model.theme.role(Role::Text));
    }
    if let Some(status) = &model.status {
        let role = if status.is_trouble { Role::Error } else { Role::Status };
        let end = status_end(model, area, &hints, &status.text);
        for x in area.left()..end {
            buffer[(x, area.y)].reset();
        }
        let x = area.x + 1;
        put(buffer, (x, area.y), end, &status.text, model.theme.role(role));
    }
    None
}

/// Where the words of the status end: before the keys at the right end, unless they need that room.
fn status_end(model: &Model, area: Rect, hints: &[Hint], text: &str) -> u16 {
    let right = hints.iter().find(|hint| is_at_right_end(hint.action));
    let needed = area.x + 2 + safe_line(text).width() as u16;
    let start = right.map_or(area.right(), |hint| hint.start.saturating_sub(2));
    if needed <= start || model.size.width >= 100 { start } else { area.right() }
}

/// ```text
///  / apt-get▏                                      2 of 14   Enter done   Esc ends
/// ```
fn draw_search(
    model: &Model,
    area: Rect,
    text: &str,
    cursor: usize,
    buffer: &mut Buffer,
) -> Position {
    let search = model.file.search();
    let count = match (search.query.is_empty(), search.matches.len()) {
        (true, _) => String::new(),
        (false, 0) => "no match".to_owned(),
        (false, count) => format!("{} of {count}", search.current + 1),
    };
    let right = format!("{count}   Enter done   Esc ends");
    let line = Line { lead: "/ ", right: &right, text, cursor };
    line.draw(model, area, buffer)
}

/// ```text
///  --build-arg VERSION=3.13▏       a name alone takes it away   Enter done   Esc ends
/// ```
fn draw_argument(model: &Model, area: Rect, field: &Field, buffer: &mut Buffer) -> Position {
    let right = "a name alone takes it away   Enter done   Esc ends";
    let right = if area.width < 80 { "Enter done   Esc ends" } else { right };
    let (text, cursor) = (field.text(), field.cursor());
    Line { lead: "--build-arg ", right, text, cursor }.draw(model, area, buffer)
}

/// A line that is typed in the footer.
struct Line<'a> {
    lead: &'a str,
    right: &'a str,
    text: &'a str,
    cursor: usize,
}

impl Line<'_> {
    /// Draws it; gives the place of the cursor.
    fn draw(&self, model: &Model, area: Rect, buffer: &mut Buffer) -> Position {
        let Self { lead, right, text, cursor } = *self;
        let start = area.right().saturating_sub(right.width() as u16 + 1);
        put(buffer, (start, area.y), area.right(), right, model.theme.role(Role::Muted));
        let x = put(buffer, (area.x + 1, area.y), start, lead, model.theme.role(Role::Key));
        let room = usize::from(start.saturating_sub(x + 1));
        let (shown, before) = tail(text, cursor, room);
        let end = start.saturating_sub(1);
        put(buffer, (x, area.y), end, &shown, model.theme.role(Role::Text));
        Position::new(x + before as u16, area.y)
    }
}

/// The part of a typed line that fits, with the cursor in it, and the columns before the cursor.
pub(super) fn tail(text: &str, cursor: usize, room: usize) -> (String, usize) {
    let before = safe_line(&text[..cursor]).into_owned();
    let mut skipped = before.char_indices();
    let mut shown = before.as_str();
    while shown.width() >= room.max(1) {
        skipped.next();
        shown = skipped.as_str();
    }
    let columns = shown.width();
    (format!("{shown}{}", safe_line(&text[cursor..])), columns)
}

/// What lies under a place of the footer.
pub(super) fn target_at(model: &Model, area: Rect, at: Position) -> Target {
    let hints = hints(model, area);
    let found = hints.iter().find(|hint| (hint.start..hint.start + hint.width()).contains(&at.x));
    match found {
        Some(hint) if model.status.is_none() => Target::Hint(hint.action),
        _ => Target::Nothing,
    }
}

fn is_at_right_end(action: Action) -> bool {
    matches!(action, Action::Help | Action::Palette | Action::Quit)
}

/// The keys in force that fit, with their places: those at the right end
/// first, then as many of the others as there is room for.
fn hints(model: &Model, area: Rect) -> Vec<Hint> {
    let places = model.places();
    let mut left: Vec<Hint> = Vec::new();
    let mut right: Vec<Hint> = Vec::new();
    // What would be typed into an answer does nothing else.
    let is_typed = |chord: &Chord| match chord.code {
        KeyCode::Char(letter) => !chord.control && model.guide_takes_letter(letter),
        _ => false,
    };
    let key = |row: &Binding| row.keys.iter().copied().find(|chord| !is_typed(chord));
    // Of two bindings of one key only the one that would act is shown.
    let acts = |row: &Binding| {
        let found = key(row).and_then(|chord| find(chord, &places));
        found.is_some_and(|found| found.place == row.place)
    };
    let is_covered = model.overlay.is_some();
    let rows = BINDINGS.iter().filter(|row| {
        let is_useful = match row.action {
            Action::NextPane => !is_covered,
            Action::Hint => model.guide.has_hint(model.view),
            Action::Confidence => model.guide.takes_confidence(model.view),
            _ => true,
        };
        places.contains(&row.place) && !row.label.is_empty() && is_useful && acts(row)
    });
    for (row, chord) in rows.filter_map(|row| Some((row, key(row)?))) {
        let list = if is_at_right_end(row.action) { &mut right } else { &mut left };
        match list.last_mut().filter(|last| last.label == row.label) {
            Some(last) => last.keys = format!("{}/{}", last.keys, chord.name()),
            None => list.push(hint(row, chord)),
        }
    }
    if area.width < 60 {
        // Narrow: help and quit stay, the palette goes.
        right.retain(|hint| hint.action != Action::Palette);
    }
    let mut x = area.right().saturating_sub(1);
    for hint in right.iter_mut().rev() {
        x = x.saturating_sub(hint.width());
        hint.start = x;
        x = x.saturating_sub(GAP);
    }
    let end = x;
    x = area.x + 1;
    for hint in &mut left {
        hint.start = x;
        x += hint.width() + GAP;
    }
    left.retain(|hint| hint.start + hint.width() <= end);
    left.extend(right);
    left
}

fn hint(row: &Binding, chord: Chord) -> Hint {
    Hint { start: 0, keys: chord.name(), label: row.label, action: row.action }
}
