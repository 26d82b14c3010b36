//! How wide text is in a terminal.
//!
//! The unit is the grapheme (what a reader takes for one character), and its
//! width is the one that the terminal library takes when it fills its cells.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The columns that a text without control characters takes.
pub(super) fn width(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.graphemes(true).map(UnicodeWidthStr::width).sum()
    }
}

/// The graphemes of a text with their widths. One that is wider than `limit`
/// (a chain of Hangul letters may be) falls into its characters.
pub(super) fn graphemes(text: &str, limit: usize) -> impl Iterator<Item = (&str, usize)> {
    text.graphemes(true).flat_map(move |grapheme| {
        let whole = grapheme.width();
        let step = if whole <= limit { grapheme.len() } else { 1 };
        characters(grapheme, step)
    })
}

/// Cuts a grapheme into pieces of at least `step` bytes and at least a character.
fn characters(grapheme: &str, step: usize) -> impl Iterator<Item = (&str, usize)> {
    let mut rest = grapheme;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut end = step.min(rest.len());
        while !rest.is_char_boundary(end) {
            end += 1;
        }
        let (piece, behind) = rest.split_at(end);
        rest = behind;
        Some((piece, piece.width()))
    })
}
