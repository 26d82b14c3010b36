//! A buffer as text: a grid of symbols, and a grid of styles with a legend.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// The symbols, row by row, without blanks at the ends.
pub fn symbols(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in buffer.area.rows().map(|row| row.y) {
        let mut skip = 0;
        let mut row = String::new();
        for x in buffer.area.left()..buffer.area.right() {
            if skip > 0 {
                skip -= 1;
                continue;
            }
            let symbol = buffer[(x, y)].symbol();
            skip = unicode_width::UnicodeWidthStr::width(symbol).saturating_sub(1);
            row.push_str(symbol);
        }
        text.push_str(row.trim_end());
        text.push('\n');
    }
    text
}

/// One letter for each look, row by row, and what the letters mean. `.` is plain.
pub fn styles(buffer: &Buffer) -> String {
    let mut known: Vec<String> = vec!["plain".to_owned()];
    let mut text = String::new();
    for y in buffer.area.rows().map(|row| row.y) {
        let row: String = (buffer.area.left()..buffer.area.right())
            .map(|x| letter(&buffer[(x, y)], &mut known))
            .collect();
        text.push_str(row.trim_end_matches('.'));
        text.push('\n');
    }
    for (index, style) in known.iter().enumerate().skip(1) {
        text.push_str(&format!("{} {style}\n", name(index)));
    }
    text
}

fn name(index: usize) -> char {
    match index {
        0 => '.',
        1..=26 => char::from(b'a' + index as u8 - 1),
        _ => char::from(b'A' + (index - 27) as u8),
    }
}

fn letter(cell: &Cell, known: &mut Vec<String>) -> char {
    let mut parts = Vec::new();
    if cell.fg != Color::Reset {
        parts.push(format!("{}", cell.fg));
    }
    if cell.bg != Color::Reset {
        parts.push(format!("on {}", cell.bg));
    }
    if cell.modifier != Modifier::empty() {
        parts.push(format!("{:?}", cell.modifier));
    }
    let style = if parts.is_empty() { "plain".to_owned() } else { parts.join(" ") };
    let index = known.iter().position(|seen| *seen == style).unwrap_or_else(|| {
        known.push(style);
        known.len() - 1
    });
    name(index)
}
