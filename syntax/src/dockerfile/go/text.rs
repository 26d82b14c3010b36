//! Blanks, case and trimming.

use std::borrow::Cow;

/// Go's `unicode.IsSpace`: the same characters as Rust's `White_Space`.
pub fn is_space(character: char) -> bool {
    character.is_whitespace()
}

/// Go's `unicode.IsSpace(rune(byte))`, as BuildKit applies it to single
/// bytes: 0x85 and 0xA0 count as blanks even inside a longer character.
pub fn is_space_byte(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | 0x0b | 0x0c | b'\r' | b' ' | 0x85 | 0xa0)
}

/// The first character and its length in bytes; invalid bytes are U+FFFD of length 1.
pub fn decode(bytes: &[u8]) -> Option<(char, usize)> {
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
pub fn leading_space(bytes: &[u8]) -> usize {
    if bytes.first().is_some_and(u8::is_ascii_graphic) {
        return 0;
    }
    let mut at = 0;
    while let Some((character, width)) = decode(&bytes[at..]) {
        if !is_space(character) {
            break;
        }
        at += width;
    }
    at
}

/// How many bytes are left when the blanks at the end are cut off.
pub fn without_trailing_space(bytes: &[u8]) -> usize {
    let mut end = bytes.len();
    if bytes.last().is_some_and(u8::is_ascii_graphic) {
        return end;
    }
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
pub fn trim(bytes: &[u8]) -> std::ops::Range<usize> {
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
pub fn lossy(bytes: &[u8]) -> Cow<'_, str> {
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
pub fn to_lower(text: &str) -> String {
    text.chars().map(lower).collect()
}

fn lower(character: char) -> char {
    match character {
        'İ' => 'i',
        _ => single(character.to_lowercase(), character),
    }
}

/// Go's `strings.ToUpper`: each character on its own, one for one.
pub fn to_upper(text: &str) -> String {
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
pub fn equal_fold_as(bytes: &[u8]) -> bool {
    match bytes {
        [b'a' | b'A', b's' | b'S'] => true,
        [b'a' | b'A', rest @ ..] => rest == "ſ".as_bytes(),
        _ => false,
    }
}

/// Go's `unicode.IsDigit`: decimal digits of any script.
pub fn is_digit(character: char) -> bool {
    character.is_ascii_digit()
        || !character.is_ascii()
            && DIGIT_ZEROS.iter().any(|zero| (*zero..*zero + 10).contains(&(character as u32)))
}

/// Go's `unicode.IsLetter`. Rust knows "alphabetic", which also holds
/// number letters and circled letters; those are taken out.
pub fn is_letter(character: char) -> bool {
    character.is_alphabetic()
        && (character.is_ascii()
            || !matches!(character,
                '\u{345}' | '\u{2160}'..='\u{2182}' | '\u{2185}'..='\u{2188}'
                | '\u{24b6}'..='\u{24e9}' | '\u{3007}' | '\u{3021}'..='\u{3029}'
                | '\u{3038}'..='\u{303a}' | '\u{a6e6}'..='\u{a6ef}'))
}

/// The zeros of the scripts' decimal digits in the basic plane; nine digits follow each.
const DIGIT_ZEROS: [u32; 37] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6,
    0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50,
    0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
    0x104a0,
];

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
