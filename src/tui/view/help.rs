//! ```text
//! ┌ Keys ──────────────────────────────────────────────┐
//! │ In a lesson                                         │
//! │   Space       Show what waits behind the pause      │
//! │                                                     │
//! │ Everywhere                                          │
//! │   ?           Show all keys                         │
//! └────────────────────────────────────────── 1 of 60 ──┘
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use crate::arrange::Arrange as _;
use crate::tui::Model;
use crate::tui::keymap::{self, BINDINGS, Where};
use crate::tui::theme::Role;
use crate::tui::widget::{put, wrap_words};

use super::{centred, draw_box};

/// What stands beside the lines of the file.
#[rustfmt::skip] // One mark a line, to be read as a table.
const MARKS: [(&str, &str); 8] = [
    ("▌", "The selected instruction"),
    ("┃", "What the lesson talks about; in Checks what a finding rests on; in Cache the way of a change"),
    ("◆", "What proves the sentence that is selected in Explain"),
    ("✗", "BuildKit refuses the line, or a build stops there"),
    ("!", "Left: a warning of the parser. Right, in Checks: a warning; in Context: the line finds nothing"),
    ("E ·", "Right, in Checks: an error, a hint"),
    ("● ○", "Right, in Cache: the step runs, or comes from the cache; in Context: the line takes the selected path, or takes others"),
    ("◐ ?", "Right, in Cache: what a RUN wrote decides, or the base image; in Context: the line takes a part of the selected folder"),
];

/// Columns of the keys. In a narrow box long lists of keys are cut.
fn key_columns(width: usize) -> usize {
    if width < 50 { 10 } else { 17 }
}

/// One row of the help.
enum Row {
    Blank,
    Heading(&'static str),
    Key(String, String),
    More(String),
}

/// The box.
pub(super) fn area(model: &Model) -> Rect {
    centred(model, 78, model.size.height)
}

/// How far the help can be scrolled, in rows.
pub(in crate::tui) fn rows(model: &Model) -> usize {
    let area = area(model);
    let height = usize::from(area.height.saturating_sub(2));
    all_rows(model, usize::from(area.width.saturating_sub(4))).len().saturating_sub(height)
}

/// What is in force where the help was opened comes first.
fn all_rows(model: &Model, width: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    let in_force = model.places_of_panes();
    let mut places = Where::ALL;
    places.arrange_by_key(|place| !in_force.contains(place));
    for place in places {
        if !rows.is_empty() {
            rows.push(Row::Blank);
        }
        rows.push(Row::Heading(place.title()));
        for binding in BINDINGS.iter().filter(|binding| binding.place == place) {
            entry(keymap::names(binding.keys), binding.description, width, &mut rows);
        }
    }
    rows.push(Row::Blank);
    rows.push(Row::Heading("Marks beside the file"));
    for (mark, description) in MARKS {
        entry(mark.to_owned(), description, width, &mut rows);
    }
    rows
}

/// A key or a mark, and what it does or says, in as many rows as it needs.
fn entry(first: String, description: &str, width: usize, rows: &mut Vec<Row>) {
    let room = width.saturating_sub(key_columns(width) + 2);
    let mut words = wrap_words(description, room).into_iter();
    rows.push(Row::Key(first, words.next().unwrap_or_default()));
    rows.extend(words.map(Row::More));
}

/// Draws the help over the panes.
pub(super) fn draw(model: &Model, scroll: usize, buffer: &mut Buffer) {
    let area = area(model);
    let inside = draw_box(model, area, "Keys", buffer);
    let rows = all_rows(model, usize::from(inside.width));
    let theme = &model.theme;
    let indent = inside.x + 2 + key_columns(usize::from(inside.width)) as u16;
    for (y, row) in (inside.top()..inside.bottom()).zip(rows.iter().skip(scroll)) {
        let end = inside.right();
        match row {
            Row::Blank => {}
            Row::Heading(words) => {
                put(buffer, (inside.x, y), end, words, theme.role(Role::Heading));
            }
            Row::Key(keys, words) => {
                put(buffer, (inside.x + 2, y), indent - 1, keys, theme.role(Role::Key));
                put(buffer, (indent, y), end, words, theme.role(Role::Text));
            }
            Row::More(words) => {
                put(buffer, (indent, y), end, words, theme.role(Role::Text));
            }
        }
    }
    let seen = (scroll + usize::from(inside.height)).min(rows.len());
    let more = if seen < rows.len() { "j more" } else { "end" };
    let words = format!(" {seen} of {} · {more} · Esc closes ", rows.len());
    let start = area.right().saturating_sub(words.width() as u16 + 2).max(area.x + 1);
    let bottom = area.bottom().saturating_sub(1);
    put(buffer, (start, bottom), area.right() - 1, &words, theme.role(Role::Muted));
}
