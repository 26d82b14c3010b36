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

/// Whether a tag lacks the word that a pattern such as `^(2[4-9]|30).*oracle` ends with, and so
/// cannot fit. Of the few patterns that need a regular expression most are told apart by this.
pub(super) fn lacks_last_word(pattern: &str, tag: &str) -> bool {
    let Some((before, word)) = pattern.rsplit_once(".*") else { return false };
    let mut depth = 0;
    let has_choice = before.bytes().any(|byte| {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        byte == b'|' && depth == 0
    });
    // Behind the last `.*` of a group stands its bracket, which is in no word.
    !has_choice && !word.is_empty() && !word.contains('\\') && is_word(word) && !tag.contains(word)
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
    fn a_tag_without_the_last_word_cannot_fit() {
        for (pattern, tag, expected) in [
            ("^(2[4-9]|30).*oracle", "8-jdk", true),
            ("^(2[4-9]|30).*oracle", "24-oracle", false),
            ("^1[0-9]|^9.*alpine", "12", false),
            ("^(9|10).*(bookworm|bullseye)", "9-jessie", false),
            ("^(9|10)", "8", false),
            ("(a.*b)", "c", false),
            ("^9.*", "8", false),
        ] {
            assert_eq!(lacks_last_word(pattern, tag), expected, "{pattern} {tag}");
            let regex = regex_lite::Regex::new(pattern).unwrap();
            assert!(!expected || !regex.is_match(tag), "{pattern} {tag}");
        }
    }

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
