//! The screen as text, without a terminal: what a reader of a lesson sees, in symbols.

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::{Rect, Size};
use unicode_width::UnicodeWidthStr;

use super::{Message, Model, Pane, Place, Start, View, draw, update};

/// At most so many screens are taken of a step.
const MOST_SCREENS: usize = 50;

/// The screens of one step of the lesson of `start`, in the order in which Space leads through
/// them; questions are left for later. Each is one row a line. Long files and the folder, which
/// threads work out, are not waited for.
pub fn pictures(
    start: &Start,
    (columns, rows): (u16, u16),
    lesson: &str,
    step: usize,
) -> Vec<String> {
    let size = Size::new(columns, rows);
    let place = Place { lesson: Some(lesson.to_owned()), step, ..Place::default() };
    let start = Start { place: Some(place), view: Some(View::Lesson), ..start.clone() };
    let mut model = Model::new(&start, size);
    model.focus = Pane::Guide;
    update(&mut model, Message::Ready);
    let here = model.place();
    let mut screens: Vec<String> = Vec::new();
    while screens.len() < MOST_SCREENS {
        let mut buffer = Buffer::empty(Rect::new(0, 0, size.width, size.height));
        draw(&model, &mut buffer);
        screens.push(symbols(&buffer));
        if !goes_on(&mut model, size) {
            break;
        }
        let now = model.place();
        if (&now.lesson, now.step) != (&here.lesson, here.step) {
            break;
        }
    }
    screens
}

/// Presses Space, and Esc where a question waits; whether anything happened.
fn goes_on(model: &mut Model, size: Size) -> bool {
    let look = |model: &Model| {
        let mut buffer = Buffer::empty(Rect::new(0, 0, size.width, size.height));
        draw(model, &mut buffer);
        symbols(&buffer)
    };
    let press = |model: &mut Model, code: KeyCode| {
        update(model, Message::Key(KeyEvent::new(code, KeyModifiers::NONE)));
        // What is said is said until the next key, and is no progress.
        model.status = None;
        model.settle();
    };
    let before = look(model);
    for code in [KeyCode::Char(' '), KeyCode::Esc] {
        press(model, code);
        if look(model) != before {
            return true;
        }
    }
    false
}

/// The symbols of a buffer, row by row, without blanks at the ends.
fn symbols(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut row = String::new();
        let mut x = buffer.area.left();
        while x < buffer.area.right() {
            let symbol = buffer[(x, y)].symbol();
            row.push_str(symbol);
            // A wide sign takes the cell behind it as well.
            x += u16::try_from(symbol.width().max(1)).unwrap_or(1);
        }
        text.push_str(row.trim_end());
        text.push('\n');
    }
    text
}
