//! Go's `strconv.Quote`, the `%q` of BuildKit's messages.

use std::fmt::Write as _;

use super::text::decode;

/// The bytes in double quotes with Go's escapes.
pub fn quote(bytes: &[u8]) -> String {
    let mut quoted = String::with_capacity(bytes.len() + 2);
    quoted.push('"');
    let mut at = 0;
    while let Some((character, width)) = decode(&bytes[at..]) {
        if width == 1 && character == char::REPLACEMENT_CHARACTER {
            push_hexadecimal(&mut quoted, bytes[at]);
        } else {
            push(&mut quoted, character);
        }
        at += width;
    }
    quoted.push('"');
    quoted
}

fn push(quoted: &mut String, character: char) {
    match character {
        '"' | '\\' => quoted.extend(['\\', character]),
        '\x07' => quoted.push_str("\\a"),
        '\x08' => quoted.push_str("\\b"),
        '\x0c' => quoted.push_str("\\f"),
        '\n' => quoted.push_str("\\n"),
        '\r' => quoted.push_str("\\r"),
        '\t' => quoted.push_str("\\t"),
        '\x0b' => quoted.push_str("\\v"),
        '\0'..' ' | '\x7f' => push_hexadecimal(quoted, character as u8),
        _ if is_printable(character) => quoted.push(character),
        // Writing to a String cannot fail.
        '\0'..='\u{ffff}' => _ = write!(quoted, "\\u{:04x}", character as u32),
        _ => _ = write!(quoted, "\\U{:08x}", character as u32),
    }
}

fn push_hexadecimal(quoted: &mut String, byte: u8) {
    // Writing to a String cannot fail.
    _ = write!(quoted, "\\x{byte:02x}");
}

/// Go's `strconv.IsPrint`: letters, marks, numbers, punctuation, symbols and
/// the ASCII space. Rust's debug escapes are built on the same categories; a
/// letter goes before, because a mark at the begin would be escaped.
fn is_printable(character: char) -> bool {
    if character.is_ascii() {
        return !character.is_ascii_control();
    }
    let mut buffer = [b'a'; 5];
    let length = character.encode_utf8(&mut buffer[1..]).len();
    let pair = std::str::from_utf8(&buffer[..=length]).unwrap_or_default();
    pair.escape_debug().nth(1) == Some(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_as_go_does() {
        for (bytes, expected) in [
            (&b"a \"b\" \\"[..], r#""a \"b\" \\""#),
            (b"\t\x0b\x00\x7f", r#""\t\v\x00\x7f""#),
            (b"\xffz", r#""\xffz""#),
            ("é 日 e\u{301}'".as_bytes(), "\"é 日 e\u{301}'\""),
            (
                "\u{a0}\u{200b}\u{feff}\u{e0001}\u{fffd}".as_bytes(),
                "\"\\u00a0\\u200b\\ufeff\\U000e0001\u{fffd}\"",
            ),
        ] {
            assert_eq!(quote(bytes), expected);
        }
    }
}
