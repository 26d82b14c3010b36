//! The rows of a question that are no options: what is typed, the line that is
//! marked, the points that are ticked.

use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use crate::doc::Text;
use crate::quiz::{Attempt, Field};
use crate::source::safe_line;
use crate::tui::theme::Role;
use crate::tui::{Action, guide};

use super::super::rows::{Anchor, Paper, Prefix, Target};
use super::option::{decorate_option, option_label, option_prefix};
use super::question::{Manner, Pointing};
use super::result::write_pointed;

/// The line that is marked in the file; behind the end, that the last answer pointed at.
pub(super) fn write_line(paper: &mut Paper<'_>, attempt: &Attempt, manner: Manner<'_>) {
    if !attempt.is_open() {
        return write_pointed(paper, attempt, manner.places);
    }
    let Pointing::Line(line) = manner.pointing else { return };
    let words = match line {
        Some(line) => (line.to_owned(), paper.role(Role::Text)),
        None => {
            let words = match attempt.last() {
                None => "no line is marked yet",
                Some(_) => "no other line is marked yet",
            };
            (words.to_owned(), paper.role(Role::Muted))
        }
    };
    let start = paper.rows.len();
    paper.row(vec![("  > ".to_owned(), paper.role(Role::Key)), words]);
    paper.anchor(start, Anchor::Option(0));
    paper.aim(start..start + 1, &Target::Point);
}

/// What is typed, wrapped, with the cursor in it while the reader types.
pub(super) fn write_field(paper: &mut Paper<'_>, field: &Field, manner: Manner<'_>, open: bool) {
    // The cursor has its place before it is drawn: what is in view goes by it.
    let is_typing = open && manner.active && manner.typing;
    let mark = vec![("  > ".to_owned(), paper.role(Role::Key))];
    let blanks = vec![("    ".to_owned(), Style::new())];
    let room = paper.width().saturating_sub(5).max(1);
    let start = paper.rows.len();
    let mut cursor_row = start;
    for cells in wrapped(field.text(), is_typing, room) {
        let mut row = if paper.rows.len() == start { mark.clone() } else { blanks.clone() };
        for cell in cells {
            let is_cursor = is_typing && cell.at == field.cursor();
            if is_cursor {
                cursor_row = paper.rows.len();
            }
            let is_lit = manner.in_force && (is_cursor || (is_typing && field.is_selected()));
            let style = paper.role(if is_lit { Role::Cursor } else { Role::Text });
            match row.last_mut().filter(|(_, last)| *last == style) {
                Some((text, _)) => text.push_str(&cell.shown),
                None => row.push((cell.shown, style)),
            }
        }
        paper.row(row);
    }
    if !open {
        return;
    }
    paper.anchor(cursor_row, Anchor::Option(0));
    if is_typing && field.is_selected() {
        let words = "A new answer takes its place as you type; the arrow keys mend this one.";
        paper.words(Role::Muted, words, &Prefix::indent(4));
    } else if !is_typing {
        let key = guide::key_of(Action::Submit);
        let words = match field.text().is_empty() {
            true if manner.begins => "to type, or just begin",
            true => "to type",
            false if manner.begins => "to go on typing, or just type",
            false => "to go on typing",
        };
        let (muted, width) = (paper.role(Role::Muted), paper.width());
        let last = paper.rows.len() - 1;
        let row = &mut paper.rows[last];
        let gap = if field.text().is_empty() { "" } else { "  " };
        let words = format!("{gap}{key} {words}");
        match row.width() + words.width() <= width {
            true => row.pieces.push((words, muted)),
            false => drop(paper.words(Role::Muted, words.trim_start(), &Prefix::indent(4))),
        }
    }
    if manner.active {
        let rows = start..paper.rows.len();
        paper.aim(rows, &Target::Option(0));
    }
}

/// One character as the reader sees it.
struct Cell {
    /// Where it begins, in bytes.
    at: usize,
    shown: String,
}

/// The rows of a typed text: broken behind a blank where there is one, with a
/// place behind the end where the cursor can stand.
fn wrapped(text: &str, has_end: bool, columns: usize) -> Vec<Vec<Cell>> {
    let cell = |(at, letter): (usize, &str)| Cell { at, shown: safe_line(letter).into_owned() };
    let end = has_end.then(|| Cell { at: text.len(), shown: " ".to_owned() });
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut row: Vec<Cell> = Vec::new();
    let width = |row: &[Cell]| row.iter().map(|cell| cell.shown.width()).sum::<usize>();
    for cell in text.grapheme_indices(true).map(cell).chain(end) {
        if !row.is_empty() && width(&row) + cell.shown.width() > columns {
            let blank = row.iter().rposition(|cell| cell.shown == " ");
            let rest = blank.map(|blank| row.split_off(blank + 1)).unwrap_or_default();
            rows.push(std::mem::replace(&mut row, rest));
        }
        row.push(cell);
    }
    rows.push(row);
    rows
}

pub(super) fn write_rubric(
    paper: &mut Paper<'_>,
    attempt: &Attempt,
    manner: Manner<'_>,
    text: &str,
    rubric: &[String],
    ticked: &[bool],
) {
    paper.words(Role::Text, &format!("“{}”", safe_line(text)), &Prefix::indent(2));
    paper.blank();
    let words = if attempt.is_open() {
        "A good answer has these points. Tick those that yours has; then it counts:"
    } else {
        "The points of a good answer, as you ticked them:"
    };
    paper.words(Role::Muted, words, &Prefix::default());
    for (place, (point, tick)) in rubric.iter().zip(ticked).enumerate() {
        let cursor = manner.in_force && attempt.cursor == place && attempt.is_open();
        let (mark, role) = if *tick { ("[x]", Role::Good) } else { ("[ ]", Role::Text) };
        let first = option_prefix(paper, cursor, option_label(place), mark, role);
        let rows = paper.text(&Text::from(point.as_str()), &Prefix::hanging(first));
        decorate_option(paper, rows, manner, attempt, place, cursor);
    }
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[track_caller]
    fn check(text: &str, columns: usize, expected: &[&str]) {
        let rows = wrapped(text, true, columns);
        let rows: Vec<String> =
            rows.iter().map(|row| row.iter().map(|it| it.shown.as_str()).collect()).collect();
        assert_eq!(rows, expected);
    }

    #[test]
    fn a_typed_text_breaks_behind_blanks_and_long_words_anywhere() {
        check("", 10, &[" "]);
        check("one two three", 9, &["one two ", "three "]);
        check("onetwothree", 5, &["onetw", "othre", "e "]);
        check("a 漢字漢字", 6, &["a ", "漢字漢", "字 "]);
        check("12345", 5, &["12345", " "]);
    }
}
