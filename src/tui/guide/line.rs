//! A line that is typed: what keys do to it, and how it is drawn.

use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::rows::Paper;
use crate::quiz::Field;
use crate::source::safe_line;
use crate::tui::Action;
use crate::tui::theme::Role;

/// Does what the reader asks of the line; says whether it was about that.
pub(in crate::tui) fn edit(field: &mut Field, action: Action) -> bool {
    match action {
        Action::Insert(letter) => field.insert(letter.encode_utf8(&mut [0; 4])),
        Action::Erase => field.backspace(),
        Action::Delete => field.delete(),
        Action::ClearBefore => field.clear_before(),
        Action::Left => field.left(),
        Action::Right => field.right(),
        Action::Top => field.home(),
        Action::Bottom => field.end(),
        _ => return false,
    }
    true
}

/// `> text`, with the cursor where `has_cursor`. Of what is wider than the paper
/// the part around the cursor is shown.
pub(super) fn pieces(paper: &Paper<'_>, field: &Field, has_cursor: bool) -> Vec<(String, Style)> {
    let (before, behind) = field.text().split_at(field.cursor());
    let mut rest = behind.graphemes(true);
    let under = rest.next().unwrap_or(" ");
    let before = safe_line(before);
    let room = paper.width().saturating_sub(4);
    let shown = tail(&before, room);
    let cut_off = if shown.len() < before.len() { "…" } else { "" };
    let cursor = if has_cursor { Role::Cursor } else { Role::Text };
    vec![
        ("> ".to_owned(), paper.role(Role::Key)),
        (format!("{cut_off}{shown}"), paper.role(Role::Text)),
        (safe_line(under).into_owned(), paper.role(cursor)),
        (safe_line(rest.as_str()).into_owned(), paper.role(Role::Text)),
    ]
}

/// The end of a text, at most so many columns wide.
fn tail(text: &str, columns: usize) -> &str {
    if text.width() <= columns {
        return text;
    }
    let mut left = columns.saturating_sub(1);
    let mut start = text.len();
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        let Some(rest) = left.checked_sub(grapheme.width()) else { break };
        (left, start) = (rest, at);
    }
    &text[start..]
}

#[cfg(test)]
mod tests {
    use super::tail;

    #[test]
    fn the_end_of_a_long_line_is_shown() {
        assert_eq!(tail("abc", 3), "abc");
        assert_eq!(tail("abcd", 3), "cd");
        assert_eq!(tail("a日本", 4), "本");
        assert_eq!(tail("abc", 0), "");
    }
}
