//! Blanks, case and trimming.

use std::borrow::Cow;

/// Go's `unicode.IsSpace`: the same characters as Rust's `White_Space`.
pub(in super::super) fn is_space(character: char) -> bool {
    character.is_whitespace()
}

/// Go's `unicode.IsSpace(rune(byte))`, as BuildKit applies it to single
/// bytes: 0x85 and 0xA0 count as blanks even inside a longer character.
pub(in super::super) fn is_space_byte(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | 0x0b | 0x0c | b'\r' | b' ' | 0x85 | 0xa0)
}

/// The first character and its length in bytes; invalid bytes are U+FFFD of length 1.
pub(in super::super) fn decode(bytes: &[u8]) -> Option<(char, usize)> {
    let first = *bytes.first()?;
    if first < 0x80 {
        return Some((char::from(first), 1));
    }
    let head = &bytes[..bytes.len().min(4)];
    let valid = match std::str::from_utf8(head) {
        Ok(text) => text,
        // The bytes up to `valid_up_to` are UTF-8, so the default is never taken.
        Err(error) => std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default(),
    };
    let character = valid.chars().next();
    Some(
        character.map_or((char::REPLACEMENT_CHARACTER, 1), |character| {
            (character, character.len_utf8())
        }),
    )
}

/// How many bytes at the begin are blanks (Go's `TrimLeftFunc(IsSpace)`).
pub(in super::super) fn leading_space(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some((character, width)) = decode(&bytes[at..]) {
        if !is_space(character) {
            break;
        }
        at += width;
    }
    at
}

/// Without the blanks at the begin.
pub(in super::super) fn trim_start(bytes: &[u8]) -> &[u8] {
    &bytes[leading_space(bytes)..]
}

/// How many bytes are left when the blanks at the end are cut off.
pub(in super::super) fn without_trailing_space(bytes: &[u8]) -> usize {
    let mut end = bytes.len();
    while end > 0 {
        let (character, width) = decode_last(&bytes[..end]);
        if !is_space(character) {
            break;
        }
        end -= width;
    }
    end
}

/// Go's `TrimSpace`, as a range of the bytes.
pub(in super::super) fn trim(bytes: &[u8]) -> std::ops::Range<usize> {
    let end = without_trailing_space(bytes);
    let start = leading_space(&bytes[..end]);
    start..end
}

fn decode_last(bytes: &[u8]) -> (char, usize) {
    let end = bytes.len();
    let last = bytes[end - 1];
    if last < 0x80 {
        return (char::from(last), 1);
    }
    let longest = end.min(4);
    for width in 2..=longest {
        if let Some((character, length)) = decode(&bytes[end - width..])
            && length == width
        {
            return (character, width);
        }
    }
    (char::REPLACEMENT_CHARACTER, 1)
}

/// The bytes as text the way Go's JSON writer shows them: each invalid byte becomes U+FFFD.
pub(in super::super) fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len());
    let mut at = 0;
    while let Some((character, width)) = decode(&bytes[at..]) {
        text.push(character);
        at += width;
    }
    Cow::Owned(text)
}

/// Go's `strings.ToLower`: each character on its own, one for one.
pub(in super::super) fn to_lower(text: &str) -> String {
    text.chars().map(lower).collect()
}

fn lower(character: char) -> char {
    match character {
        'İ' => 'i',
        _ => single(character.to_lowercase(), character),
    }
}

/// Go's `strings.ToUpper`: each character on its own, one for one.
pub(in super::super) fn to_upper(text: &str) -> String {
    text.chars().map(upper).collect()
}

fn upper(character: char) -> char {
    // Characters whose full mapping is longer have a simple mapping of their own.
    match character {
        '\u{1f80}'..='\u{1f87}' | '\u{1f90}'..='\u{1f97}' | '\u{1fa0}'..='\u{1fa7}' => {
            char::from_u32(character as u32 + 8).unwrap_or(character)
        }
        '\u{1fb3}' => '\u{1fbc}',
        '\u{1fc3}' => '\u{1fcc}',
        '\u{1ff3}' => '\u{1ffc}',
        _ => single(character.to_uppercase(), character),
    }
}

fn single(mut mapped: impl Iterator<Item = char>, original: char) -> char {
    match (mapped.next(), mapped.next()) {
        (Some(character), None) => character,
        _ => original,
    }
}

/// Go's `strings.EqualFold(text, "as")`: the long s folds to an s.
pub(in super::super) fn equal_fold_as(bytes: &[u8]) -> bool {
    match bytes {
        [b'a' | b'A', b's' | b'S'] => true,
        [b'a' | b'A', rest @ ..] => rest == "ſ".as_bytes(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_unicode_blanks_but_not_zero_width_characters() {
        assert_eq!(trim("\u{a0} \u{3000}a b\u{85}\t".as_bytes()), 6..9);
        assert_eq!(trim("\u{200b}a\u{feff}".as_bytes()), 0..7);
        assert_eq!(trim(b" \xc2"), 1..2);
        assert_eq!(trim(b"  "), 0..0);
    }

    #[test]
    fn maps_case_one_for_one() {
        assert_eq!(to_lower("WORKDİR \u{212a}ΑΣ"), "workdir kας".replace('ς', "σ"));
        assert_eq!(to_upper("ıſßŉ\u{1f80}"), "ISßŉ\u{1f88}");
    }

    #[test]
    fn shows_each_invalid_byte() {
        assert_eq!(lossy(b"a\xe2\x82b"), "a\u{fffd}\u{fffd}b");
    }
}
