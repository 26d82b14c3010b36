//! Patterns on tags that need no regular expression to be made.

use std::borrow::Cow;

/// Whether a tag fits a pattern that is words, `|`, `^`, `$`, `.*` and `\.` alone, as nearly
/// all are; `None` for any other. To make a regular expression takes as long as to judge
/// some lines of a Dockerfile, and each image has several patterns.
pub(super) fn plain_fit(pattern: &str, tag: &str) -> Option<bool> {
    let mut fits = false;
    for alternative in pattern.split('|') {
        let (words, at_start) = match alternative.strip_prefix('^') {
            Some(words) => (words, true),
            None => (alternative, false),
        };
        let (words, at_end) = match words.strip_suffix('$') {
            Some(words) => (words, true),
            None => (words, false),
        };
        if !words.split(".*").all(is_word) {
            return None;
        }
        fits = fits || stand_in(tag, words, at_start, at_end);
    }
    Some(fits)
}

fn is_word(text: &str) -> bool {
    let is_plain = |it: u8| it.is_ascii_alphanumeric() || it == b'-' || it == b'_';
    text.split("\\.").all(|part| part.bytes().all(is_plain))
}

/// Whether words with `.*` between stand in a tag one behind the other.
fn stand_in(tag: &str, words: &str, at_start: bool, at_end: bool) -> bool {
    let mut rest = tag;
    let mut words = words.split(".*").enumerate().peekable();
    while let Some((place, word)) = words.next() {
        let word = match word.contains('\\') {
            true => Cow::Owned(word.replace("\\.", ".")),
            false => Cow::Borrowed(word),
        };
        let is_last = words.peek().is_none();
        let found = match (at_start && place == 0, at_end && is_last) {
            (true, true) => return rest == word,
            (true, false) => rest.strip_prefix(&*word),
            (false, true) => return rest.ends_with(&*word),
            (false, false) => rest.find(&*word).map(|at| &rest[at + word.len()..]),
        };
        match found {
            Some(behind) => rest = behind,
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_where_the_pattern_wants_them() {
        for (pattern, tag, expected) in [
            ("alpine", "3.14-alpine3.20", Some(true)),
            ("alpine", "3.14-slim", Some(false)),
            ("", "latest", Some(true)),
            ("^cli", "cli-8", Some(true)),
            ("^cli", "8-cli", Some(false)),
            ("^latest$|^2\\.", "2.1", Some(true)),
            ("^latest$|^2\\.", "21", Some(false)),
            ("debug.*nonroot", "debug-nonroot", Some(true)),
            ("debug.*nonroot", "nonroot-debug", Some(false)),
            ("^ab.*b$", "ab", Some(false)),
            ("^2-.*$", "2-", Some(true)),
            ("(a|b)", "a", None),
            ("a.b", "a.b", None),
            ("1[0-9]", "10", None),
        ] {
            assert_eq!(plain_fit(pattern, tag), expected, "{pattern} {tag}");
        }
    }
}
