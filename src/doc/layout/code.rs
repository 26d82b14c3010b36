//! Blocks of code.
//!
//! ```text
//!   RUN apt-get update && apt-get install -y \
//! ▌ COPY . .
//!   RUN pip install --no-cache-dir
//!   ↪ -r requirements.txt
//! ```
//!
//! A line that is too long goes on in the next row behind a mark, so that
//! nothing is hidden and nobody takes two rows for two lines. Drawings made
//! of box characters and lines like `# ======` are cut with a mark instead:
//! wrapped they are noise.
//! Lines that the info string names, such as `{2|3-4}`, have a bar.

use std::ops::Range;

use super::super::highlight::{self, Highlighter};
use super::super::rows::{Look, Role};
use super::super::{Code, measure};
use super::wrap::{self, Grapheme, Line};
use crate::source::safe_line;

/// Before every row of code.
const INDENT: &str = "  ";
const INDENT_COLUMNS: usize = 2;
/// In its place before a line that the info string names.
const NAMED: &str = "▌ ";
/// Before a row that goes on the line above.
const WRAP_MARK: &str = "↪ ";
const WRAP_MARK_COLUMNS: usize = 2;
/// Behind a row that is cut.
const CUT_MARK: &str = "…";
/// Tab stops.
const TAB: usize = 4;

/// Lays out a block of code.
pub(super) fn lines(code: &Code, width: usize, highlighter: Option<&Highlighter>) -> Vec<Line> {
    let roles = highlight::roles(code, highlighter);
    let mut roles = roles.as_slice();
    let named = named_lines(&code.info);
    let room = width - INDENT_COLUMNS;
    let is_drawing = is_drawing(&code.text);
    let mut rows = Vec::new();
    let mut start = 0;
    for (place, line) in code.text.split_inclusive('\n').enumerate() {
        let body = line.trim_end_matches('\n').trim_end_matches('\r');
        while roles.first().is_some_and(|(range, _)| range.end <= start) {
            roles = &roles[1..];
        }
        let whole = expand(&code.text, start..start + body.len(), roles);
        let is_named = named.iter().any(|range| range.contains(&(place + 1)));
        let rows_of_line =
            if is_drawing || is_ornament(body) { cut(whole, room) } else { wrap_line(whole, room) };
        for text in rows_of_line {
            let mut row = Line::default();
            if is_named {
                row.push(NAMED, INDENT_COLUMNS, mark_look());
            } else {
                row.push(INDENT, INDENT_COLUMNS, Look::default());
            }
            row.extend(text);
            rows.push(row);
        }
        start += line.len();
    }
    rows
}

fn mark_look() -> Look {
    Look { role: Role::Mark, ..Look::default() }
}

/// Whether the code is a drawing made of box characters.
fn is_drawing(text: &str) -> bool {
    text.contains(|letter| ('\u{2500}'..='\u{257f}').contains(&letter))
}

/// Whether a line is a mark of a comment and then one character over and over.
fn is_ornament(line: &str) -> bool {
    let strokes = line.trim_start_matches(['#', '/', '*', ' ']);
    let stroke = strokes.chars().next().unwrap_or('#');
    !stroke.is_alphanumeric() && strokes.trim_end().chars().all(|letter| letter == stroke)
}

/// The line numbers, counted from 1, in the braces of an info string: `{1,3|5-7}`.
fn named_lines(info: &str) -> Vec<Range<usize>> {
    let braces = info.split_once('{').and_then(|(_, rest)| rest.split_once('}'));
    let Some((list, _)) = braces else { return Vec::new() };
    let range = |part: &str| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let first: usize = first.trim().parse().ok()?;
        let last: usize = last.trim().parse().ok()?;
        Some(first..last.saturating_add(1))
    };
    list.split([',', '|']).filter_map(range).collect()
}

/// One line of the code, made safe, with its tabs as blanks.
fn expand(text: &str, line: Range<usize>, roles: &[(Range<usize>, Role)]) -> Line {
    let mut out = Line::default();
    for (range, role) in parts(line, roles) {
        let look = Look { role, ..Look::default() };
        for (place, part) in text[range].split('\t').enumerate() {
            if place > 0 {
                let blanks = TAB - out.width % TAB;
                out.push(&"    "[..blanks], blanks, look);
            }
            let part = safe_line(part);
            out.push(&part, measure::width(&part), look);
        }
    }
    out
}

/// The ranges of a line in their roles, with what lies between them.
fn parts(line: Range<usize>, roles: &[(Range<usize>, Role)]) -> Vec<(Range<usize>, Role)> {
    let mut parts = Vec::new();
    let mut at = line.start;
    for (range, role) in roles.iter().take_while(|(range, _)| range.start < line.end) {
        let (start, end) = (range.start.max(at), range.end.min(line.end));
        if start >= end {
            continue;
        }
        if at < start {
            parts.push((at..start, Role::Code));
        }
        parts.push((start..end, *role));
        at = end;
    }
    if at < line.end {
        parts.push((at..line.end, Role::Code));
    }
    parts
}

/// Goes on in further rows, under the line's own indent, where a line is too long.
fn wrap_line(line: Line, room: usize) -> Vec<Line> {
    if line.width <= room {
        return vec![line];
    }
    let later_limit = room - WRAP_MARK_COLUMNS;
    let graphemes = wrap::graphemes(line.parts(), later_limit);
    let blanks = graphemes.iter().take_while(|grapheme| grapheme.text == " ").count();
    let indent = blanks.min(room / 3);
    let mut rest = graphemes.as_slice();
    let mut rows = Vec::new();
    while !rest.is_empty() {
        let mut row = Line::default();
        if !rows.is_empty() {
            row.push(&" ".repeat(indent), indent, Look::default());
            row.push(WRAP_MARK, WRAP_MARK_COLUMNS, mark_look());
        }
        let count = fitting(rest, room - row.width);
        let (now, later) = rest.split_at(count);
        row.extend_graphemes(now);
        rows.push(row);
        rest = later;
    }
    rows
}

/// Breaks behind a blank, else behind punctuation, else anywhere.
fn fitting(graphemes: &[Grapheme<'_>], room: usize) -> usize {
    wrap::fitting(graphemes, room, |text| text == " ")
        .or_else(|| wrap::fitting(graphemes, room, wrap::is_word_break))
        .unwrap_or_else(|| wrap::most_fitting(graphemes, room))
}

/// Cuts a line that is too long, with a mark.
fn cut(line: Line, room: usize) -> Vec<Line> {
    if line.width <= room {
        return vec![line];
    }
    let graphemes = wrap::graphemes(line.parts(), room);
    let count = wrap::most_fitting(&graphemes, room - 1);
    let mut row = Line::default();
    row.extend_graphemes(&graphemes[..count]);
    row.push(CUT_MARK, 1, mark_look());
    vec![row]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_name_lines() {
        assert_eq!(named_lines("sample=main {2|3}"), [2..3, 3..4]);
        assert_eq!(named_lines("{1, 4-6}"), [1..2, 4..7]);
        assert!(named_lines("{all} {").is_empty());
        assert_eq!(named_lines("{18446744073709551615-18446744073709551615}").len(), 1);
    }
}
