//! How a line is shown: pieces of text with a width, and where rows break.
//!
//! Everything from the file passes through safe display here, so that what is
//! measured is what is drawn.

use std::ops::ControlFlow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::explain::mask::MASK;
use crate::source::{Span, safe_line};

/// Columns of a tab. Always the same, so that a row can be drawn without the
/// rows of its line before it.
const TAB: &str = "    ";

/// A base for a combining mark that has none, so that it takes a column.
const BASE: char = '\u{25cc}';

/// One piece of a line: a character as it is shown, a placeholder, a tab, or a mask.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) struct Piece<'a> {
    /// What is shown.
    pub(in crate::tui) text: &'a str,
    /// In how many columns.
    pub(in crate::tui) width: usize,
    /// Where it stands in the line, in bytes.
    pub(in crate::tui) offset: usize,
    /// Whether it stands for something that is not shown as it is.
    pub(in crate::tui) is_placeholder: bool,
    /// Whether a row may break behind it.
    pub(in crate::tui) is_blank: bool,
}

/// A line with what is to be masked in it.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) struct LineText<'a> {
    /// The text without its line ending.
    pub(in crate::tui) text: &'a str,
    /// Where it begins in the file.
    pub(in crate::tui) start: u32,
    /// Spans of the file to be masked, in order.
    pub(in crate::tui) masks: &'a [Span],
}

impl<'a> LineText<'a> {
    /// The line's text, and only those masks that touch it.
    pub(in crate::tui) fn new(text: &'a str, start: u32, masks: &'a [Span]) -> Self {
        let end = start + text.len() as u32;
        let first = masks.partition_point(|mask| mask.end <= start);
        let count = masks[first..].partition_point(|mask| mask.start < end);
        Self { text, start, masks: &masks[first..first + count] }
    }

    /// Whether each byte is shown as itself in one column.
    pub(in crate::tui) fn is_plain(&self) -> bool {
        self.masks.is_empty() && self.text.bytes().all(|byte| (0x20..=0x7e).contains(&byte))
    }

    /// Shows the line from this byte on, piece by piece, until `visit` breaks.
    pub(in crate::tui) fn walk(
        &self,
        from: usize,
        mut visit: impl FnMut(Piece<'_>) -> ControlFlow<()>,
    ) {
        let mut at = from;
        while at < self.text.len() {
            let (next, flow) = match self.mask_at(at) {
                Some(end) => (end, visit(masked_piece(at))),
                None => self.visit_character(at, &mut visit),
            };
            if flow.is_break() {
                return;
            }
            at = next;
        }
    }

    /// Where the mask ends that covers this byte.
    fn mask_at(&self, at: usize) -> Option<usize> {
        let place = self.start + at as u32;
        let mask = self.masks.iter().find(|mask| mask.contains(place))?;
        let end = ((mask.end - self.start) as usize).min(self.text.len());
        Some((end..=self.text.len()).find(|end| self.text.is_char_boundary(*end)).unwrap_or(end))
    }

    fn visit_character(
        &self,
        at: usize,
        visit: &mut impl FnMut(Piece<'_>) -> ControlFlow<()>,
    ) -> (usize, ControlFlow<()>) {
        let bytes = self.text.as_bytes();
        let is_simple = (0x20..=0x7e).contains(&bytes[at])
            && bytes.get(at + 1).is_none_or(|next| next.is_ascii());
        let Some(character) = (if is_simple {
            self.text.get(at..at + 1)
        } else {
            self.text.get(at..).and_then(|rest| rest.graphemes(true).next())
        }) else {
            // `at` is always a boundary; should it not be, the line ends here.
            return (self.text.len(), ControlFlow::Break(()));
        };
        let next = at + character.len();
        let is_blank = character == " " || character == "\t";
        let piece = |text, width, is_placeholder| Piece {
            text,
            width,
            offset: at,
            is_placeholder,
            is_blank,
        };
        if is_simple {
            return (next, visit(piece(character, 1, false)));
        }
        if character == "\t" {
            return (next, visit(piece(TAB, TAB.len(), false)));
        }
        let shown = safe_line(character);
        match shown.width() {
            0 => (next, visit(piece(&format!("{BASE}{shown}"), 1, true))),
            width => (next, visit(piece(&shown, width, shown != character))),
        }
    }

    /// Where the rows after the first begin, when a row has this many columns
    /// and all but the first lose `hang` of them.
    pub(in crate::tui) fn breaks(&self, width: usize, hang: usize) -> Vec<u32> {
        let width = width.max(1);
        if self.is_plain() { self.plain_breaks(width, hang) } else { self.any_breaks(width, hang) }
    }

    fn plain_breaks(&self, width: usize, hang: usize) -> Vec<u32> {
        let bytes = self.text.as_bytes();
        let mut starts = Vec::new();
        let (mut start, mut room) = (0, width);
        while bytes.len() - start > room {
            let row = &bytes[start..start + room];
            let is_blank = |byte: &u8| *byte == b' ';
            let text = row.iter().position(|byte| *byte != b' ').unwrap_or(0);
            let next = match row.iter().rposition(is_blank) {
                _ if bytes[start + room] == b' ' => start + room,
                Some(blank) if blank > text => start + blank + 1,
                _ => start + room,
            };
            // A blank that does not fit any more hangs over the edge, unseen.
            let next = if bytes[next] == b' ' { next + 1 } else { next };
            if next >= bytes.len() {
                break;
            }
            starts.push(next as u32);
            start = next;
            room = width.saturating_sub(hang).max(1);
        }
        starts
    }

    fn any_breaks(&self, width: usize, hang: usize) -> Vec<u32> {
        let mut starts: Vec<u32> = Vec::new();
        let (mut column, mut room) = (0, width);
        // Behind the last blank of this row: where that is, and its column.
        let mut blank: Option<(usize, usize)> = None;
        let mut seen_text = false;
        self.walk(0, |piece| {
            if column + piece.width > room && column > 0 {
                let (start, behind) = match blank {
                    Some((start, behind)) if !piece.is_blank => (start, behind),
                    _ => (piece.offset, column),
                };
                starts.push(start as u32);
                column -= behind;
                room = width.saturating_sub(hang).max(1);
                blank = None;
            }
            column += piece.width;
            seen_text |= !piece.is_blank;
            if piece.is_blank && seen_text {
                blank = Some((piece.offset + 1, column));
            }
            ControlFlow::Continue(())
        });
        starts
    }

    /// How far rows after the first are indented: a little more than the line itself.
    pub(in crate::tui) fn hang(&self, width: usize) -> usize {
        let blanks = self.text.bytes().take_while(|byte| matches!(byte, b' ' | b'\t'));
        let indent: usize = blanks.map(|byte| if byte == b'\t' { TAB.len() } else { 1 }).sum();
        (indent + 2).min(width / 3)
    }
}

fn masked_piece(offset: usize) -> Piece<'static> {
    let width = MASK.width();
    Piece { text: MASK, width, offset, is_placeholder: false, is_blank: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> LineText<'_> {
        LineText::new(text, 0, &[])
    }

    #[track_caller]
    fn check_rows(text: &str, width: usize, hang: usize, expected: &[&str]) {
        let mut starts = vec![0];
        starts.extend(line(text).breaks(width, hang).iter().map(|start| *start as usize));
        starts.push(text.len());
        let rows: Vec<&str> = starts.windows(2).map(|pair| &text[pair[0]..pair[1]]).collect();
        assert_eq!(rows, expected);
    }

    #[test]
    fn rows_break_behind_blanks() {
        check_rows("RUN one two", 20, 2, &["RUN one two"]);
        check_rows("RUN one two", 8, 0, &["RUN one ", "two"]);
        check_rows("RUN one two", 7, 0, &["RUN one ", "two"]);
        check_rows("RUN öne two", 8, 0, &["RUN öne ", "two"]);
        check_rows("abcdefgh", 3, 1, &["abc", "de", "fg", "h"]);
        check_rows("äbcdefgh", 3, 1, &["äbc", "de", "fg", "h"]);
        check_rows("", 3, 1, &[""]);
    }

    #[test]
    fn wide_characters_never_straddle_a_row() {
        check_rows("漢字漢字", 3, 0, &["漢", "字", "漢", "字"]);
    }

    #[test]
    fn secrets_are_one_piece() {
        let masks = [Span::new(6, 12)];
        let mut seen = String::new();
        LineText::new("ENV P=secret x", 0, &masks).walk(0, |piece| {
            seen.push_str(piece.text);
            ControlFlow::Continue(())
        });
        assert_eq!(seen, format!("ENV P={MASK} x"));
    }
}
