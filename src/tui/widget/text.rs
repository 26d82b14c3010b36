//! Text in cells.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::source::safe_line;

/// Writes text from `x` on and not beyond `end`, and gives the column behind
/// it. Text that does not fit ends in `…`. Hostile characters become placeholders.
pub(in crate::tui) fn put(
    buffer: &mut Buffer,
    (x, y): (u16, u16),
    end: u16,
    text: &str,
    style: Style,
) -> u16 {
    let area = buffer.area;
    let end = end.min(area.right());
    if x >= end || y >= area.bottom() {
        return x;
    }
    let text = safe_line(text);
    let room = usize::from(end - x);
    if text.width() <= room {
        return buffer.set_stringn(x, y, &text, room, style).0;
    }
    let x = buffer.set_stringn(x, y, &text, room - 1, style).0;
    buffer.set_stringn(x, y, "…", 1, style).0
}

/// As much of a text as has room, with `…` where something is left out.
pub(in crate::tui) fn cut(text: &str, room: usize) -> String {
    if text.width() <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 0;
    for part in text.graphemes(true) {
        used += part.width();
        if used + 1 > room {
            break;
        }
        kept.push_str(part);
    }
    if room > 0 {
        kept.push('…');
    }
    kept
}

/// Blanks an area and gives it a style.
pub(in crate::tui) fn fill(buffer: &mut Buffer, area: Rect, style: Style) {
    for position in area.intersection(buffer.area).positions() {
        buffer[position].reset();
        buffer[position].set_style(style);
    }
}

/// Breaks text at blanks into rows of at most this many columns; a word that
/// is longer is broken anywhere.
pub(in crate::tui) fn wrap_words(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut rows = Vec::new();
    for line in text.lines() {
        let mut row = String::new();
        let mut used = 0;
        for word in line.split(' ') {
            let wide = word.width();
            if used > 0 && used + 1 + wide > width {
                rows.push(std::mem::take(&mut row));
                used = 0;
            }
            if used > 0 {
                row.push(' ');
                used += 1;
            }
            for part in word.graphemes(true) {
                let columns = part.width();
                if used + columns > width && used > 0 {
                    rows.push(std::mem::take(&mut row));
                    used = 0;
                }
                row.push_str(part);
                used += columns;
            }
        }
        rows.push(row);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_where_they_fit() {
        assert_eq!(wrap_words("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap_words("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap_words("a\nb", 9), ["a", "b"]);
        assert!(wrap_words("", 9).is_empty());
    }
}
