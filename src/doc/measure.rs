//! How wide text is in a terminal.
//!
//! The unit is the grapheme (what a reader takes for one character), and its
//! width is the one that the terminal library takes when it fills its cells.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The columns that a text without control characters takes.
pub(super) fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    if text.chars().all(is_plain) {
        return text.chars().filter_map(UnicodeWidthChar::width).sum();
    }
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// Whether the character is a grapheme of its own beside others of the kind:
/// Latin letters, dashes and quotes, box drawings. Asking is ten times faster
/// than cutting a text into graphemes.
fn is_plain(letter: char) -> bool {
    matches!(letter, ' '..='~' | '\u{a0}'..'\u{300}' | '\u{2010}'..='\u{2027}' | '\u{2500}'..='\u{257f}')
}

/// The graphemes of a text with their widths. One that is wider than `limit`
/// (a chain of Hangul letters may be) falls into its characters.
pub(super) fn graphemes(text: &str, limit: usize) -> impl Iterator<Item = (&str, usize)> {
    // How many bytes are to be cut character by character.
    let mut single = if text.chars().all(is_plain) { text.len() } else { 0 };
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?.len_utf8();
        let mut length = first;
        if single == 0 {
            let grapheme = rest.graphemes(true).next().map_or(first, str::len);
            if rest[..grapheme].width() <= limit {
                length = grapheme;
            } else {
                single = grapheme;
            }
        }
        single = single.saturating_sub(length);
        let (grapheme, behind) = rest.split_at(length);
        rest = behind;
        Some((grapheme, grapheme.width()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_characters_are_graphemes() {
        let plain: String = (' '..'\u{3000}').filter(|letter| is_plain(*letter)).collect();
        assert_eq!(plain.graphemes(true).count(), plain.chars().count());
        let by_grapheme: usize = plain.graphemes(true).map(UnicodeWidthStr::width).sum();
        assert_eq!(width(&plain), by_grapheme);
    }

    #[test]
    fn graphemes_stay_whole_unless_too_wide() {
        let found: Vec<_> = graphemes("e\u{301}👨‍👩‍👧x", 8).collect();
        assert_eq!(found, [("e\u{301}", 1), ("👨‍👩‍👧", 2), ("x", 1)]);
        let hangul = "\u{1100}".repeat(3);
        assert_eq!(graphemes(&hangul, 4).count(), 3);
    }
}
