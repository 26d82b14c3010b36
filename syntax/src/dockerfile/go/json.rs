//! Go's `encoding/json`, as far as Dockerfiles reach it.
//!
//! BuildKit decodes into `[]any`: any valid JSON array counts as JSON, and
//! one with something else than strings in it is an error. Lone surrogates
//! and invalid UTF-8 become U+FFFD, and a number too large for a float makes
//! the whole text "not JSON". Nothing here recurses.

use std::ops::Range;

use super::text::lossy;

/// How deep Go lets arrays and objects nest.
const MAX_DEPTH: usize = 10_000;

/// What a text that begins with `[` is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JsonArray {
    /// An array of strings: where each stands (quotes included) and its value.
    Strings(Vec<(Range<usize>, String)>),
    /// Valid JSON, but this element is no string.
    NotStrings(Range<usize>),
    /// No JSON; the place is where it stops being JSON.
    NotJson(usize),
}

/// Reads a text that begins with `[`.
pub fn parse_array(bytes: &[u8]) -> JsonArray {
    let mut strings = Vec::new();
    let mut other = None;
    let walked = walk(bytes, |element| match element.string {
        Some(value) => strings.push((element.range, value)),
        None => _ = other.get_or_insert(element.range),
    });
    match (walked, other) {
        (Err(at), _) => JsonArray::NotJson(at),
        (Ok(()), Some(range)) => JsonArray::NotStrings(range),
        (Ok(()), None) => JsonArray::Strings(strings),
    }
}

/// The string at the key `syntax` of a text that is a JSON object.
pub fn syntax_of_object(bytes: &[u8]) -> Option<String> {
    let first = bytes.iter().find(|byte| !is_blank(**byte))?;
    if *first != b'{' {
        return None;
    }
    let mut syntax = None;
    walk(bytes, |element| {
        if element.key.as_deref() == Some("syntax") {
            syntax = element.string;
        }
    })
    .ok()?;
    syntax
}

/// An element of the outermost array or object.
struct Element {
    key: Option<String>,
    range: Range<usize>,
    string: Option<String>,
}

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    Colon,
    CommaOrEnd,
}

/// An array or object that is still open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Array,
    Object,
}

struct Walker<'a> {
    bytes: &'a [u8],
    at: usize,
    open: Vec<Open>,
    next: Next,
    key: Option<String>,
    /// Where the composite element of the outermost level begins.
    composite: usize,
    too_large: Option<usize>,
}

/// Walks one JSON value with nothing but blanks behind it; the error is where it stops being JSON.
fn walk(bytes: &[u8], mut element: impl FnMut(Element)) -> Result<(), usize> {
    let mut walker = Walker {
        bytes,
        at: 0,
        open: Vec::new(),
        next: Next::Value,
        key: None,
        composite: 0,
        too_large: None,
    };
    loop {
        walker.skip_blanks();
        walker.step(&mut element)?;
        if walker.open.is_empty() {
            break;
        }
    }
    walker.skip_blanks();
    match walker.too_large {
        _ if walker.at < bytes.len() => Err(walker.at),
        Some(at) => Err(at),
        None => Ok(()),
    }
}

impl Walker<'_> {
    fn skip_blanks(&mut self) {
        while self.bytes.get(self.at).is_some_and(|byte| is_blank(*byte)) {
            self.at += 1;
        }
    }

    fn step(&mut self, element: &mut impl FnMut(Element)) -> Result<(), usize> {
        let byte = *self.bytes.get(self.at).ok_or(self.at)?;
        match (self.next, byte) {
            (Next::ValueOrEnd, b']') | (Next::KeyOrEnd, b'}') => self.close(element),
            (Next::CommaOrEnd, _) => match (byte, self.open.last()) {
                (b',', Some(Open::Array)) => self.go_on(Next::Value),
                (b',', Some(Open::Object)) => self.go_on(Next::Key),
                (b']', Some(Open::Array)) | (b'}', Some(Open::Object)) => self.close(element),
                _ => return Err(self.at),
            },
            (Next::Colon, b':') => self.go_on(Next::Value),
            (Next::Key | Next::KeyOrEnd, b'"') => {
                let start = self.at;
                self.at = string_end(self.bytes, start)?;
                if self.open.len() == 1 {
                    self.key = Some(decode_string(&self.bytes[start + 1..self.at - 1]));
                }
                self.next = Next::Colon;
            }
            (Next::Value | Next::ValueOrEnd, _) => self.value(byte, element)?,
            _ => return Err(self.at),
        }
        Ok(())
    }

    fn go_on(&mut self, next: Next) {
        self.at += 1;
        self.next = next;
    }

    fn value(&mut self, byte: u8, element: &mut impl FnMut(Element)) -> Result<(), usize> {
        let start = self.at;
        let mut string = None;
        match byte {
            b'[' | b'{' => return self.open(byte),
            b'"' => {
                self.at = string_end(self.bytes, start)?;
                if self.open.len() == 1 {
                    string = Some(decode_string(&self.bytes[start + 1..self.at - 1]));
                }
            }
            b't' => self.literal(b"true")?,
            b'f' => self.literal(b"false")?,
            b'n' => self.literal(b"null")?,
            _ => {
                self.at = number_end(self.bytes, start)?;
                let number = std::str::from_utf8(&self.bytes[start..self.at]).unwrap_or_default();
                if number.parse::<f64>().is_ok_and(f64::is_infinite) {
                    self.too_large.get_or_insert(start);
                }
            }
        }
        self.next = Next::CommaOrEnd;
        if self.open.len() == 1 {
            element(Element { key: self.key.take(), range: start..self.at, string });
        }
        Ok(())
    }

    fn open(&mut self, byte: u8) -> Result<(), usize> {
        if self.open.len() == MAX_DEPTH {
            return Err(self.at);
        }
        if self.open.len() == 1 {
            self.composite = self.at;
        }
        if byte == b'[' {
            self.open.push(Open::Array);
            self.go_on(Next::ValueOrEnd);
        } else {
            self.open.push(Open::Object);
            self.go_on(Next::KeyOrEnd);
        }
        Ok(())
    }

    fn close(&mut self, element: &mut impl FnMut(Element)) {
        self.open.pop();
        self.go_on(Next::CommaOrEnd);
        if self.open.len() == 1 {
            let range = self.composite..self.at;
            element(Element { key: self.key.take(), range, string: None });
        }
    }

    fn literal(&mut self, word: &[u8]) -> Result<(), usize> {
        let same = self.bytes[self.at..].iter().zip(word).take_while(|(left, right)| left == right);
        self.at += same.count();
        if self.bytes[..self.at].ends_with(word) { Ok(()) } else { Err(self.at) }
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// Just behind the closing quote.
fn string_end(bytes: &[u8], start: usize) -> Result<usize, usize> {
    let mut at = start + 1;
    loop {
        match *bytes.get(at).ok_or(at)? {
            b'"' => return Ok(at + 1),
            b'\\' => at = escape_end(bytes, at)?,
            0..=0x1f => return Err(at),
            _ => at += 1,
        }
    }
}

fn escape_end(bytes: &[u8], at: usize) -> Result<usize, usize> {
    match *bytes.get(at + 1).ok_or(at + 1)? {
        b'b' | b'f' | b'n' | b'r' | b't' | b'\\' | b'/' | b'"' => Ok(at + 2),
        b'u' => {
            let wrong =
                (at + 2..at + 6).find(|at| !bytes.get(*at).is_some_and(u8::is_ascii_hexdigit));
            wrong.map_or(Ok(at + 6), Err)
        }
        _ => Err(at),
    }
}

fn number_end(bytes: &[u8], start: usize) -> Result<usize, usize> {
    let mut at = start;
    if bytes.get(at) == Some(&b'-') {
        at += 1;
    }
    at = match bytes.get(at) {
        Some(b'0') => at + 1,
        _ => digits_end(bytes, at)?,
    };
    if bytes.get(at) == Some(&b'.') {
        at = digits_end(bytes, at + 1)?;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        at += 1;
        if matches!(bytes.get(at), Some(b'+' | b'-')) {
            at += 1;
        }
        at = digits_end(bytes, at)?;
    }
    Ok(at)
}

fn digits_end(bytes: &[u8], start: usize) -> Result<usize, usize> {
    let length = bytes[start.min(bytes.len())..].iter().take_while(|byte| byte.is_ascii_digit());
    match length.count() {
        0 => Err(start),
        length => Ok(start + length),
    }
}

/// The value of a valid string without its quotes.
fn decode_string(raw: &[u8]) -> String {
    let text = lossy(raw);
    if !raw.contains(&b'\\') {
        return text.into_owned();
    }
    let mut value = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some(at) = rest.find('\\') {
        value.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let (character, width) = decode_escape(rest);
        value.push(character);
        rest = &rest[width..];
    }
    value.push_str(rest);
    value
}

/// The character of an escape without its backslash, and how many bytes it takes.
fn decode_escape(rest: &str) -> (char, usize) {
    match rest.as_bytes().first() {
        Some(b'b') => ('\x08', 1),
        Some(b'f') => ('\x0c', 1),
        Some(b'n') => ('\n', 1),
        Some(b'r') => ('\r', 1),
        Some(b't') => ('\t', 1),
        Some(b'u') => decode_unicode(rest),
        Some(other) => (char::from(*other), 1),
        None => (char::REPLACEMENT_CHARACTER, 0),
    }
}

fn decode_unicode(rest: &str) -> (char, usize) {
    let unit = |from: usize| {
        rest.get(from..from + 4).and_then(|digits| u16::from_str_radix(digits, 16).ok())
    };
    let Some(first) = unit(1) else { return (char::REPLACEMENT_CHARACTER, rest.len()) };
    if let Some(character) = char::from_u32(u32::from(first)) {
        return (character, 5);
    }
    let second = rest.get(5..7).filter(|mark| *mark == "\\u").and_then(|_| unit(7));
    let pair = char::decode_utf16([first, second.unwrap_or(0)]).next();
    match pair {
        Some(Ok(character)) => (character, 11),
        _ => (char::REPLACEMENT_CHARACTER, 5),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(text: &str) -> Vec<String> {
        match parse_array(text.as_bytes()) {
            JsonArray::Strings(strings) => strings.into_iter().map(|(_, value)| value).collect(),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn decodes_strings_as_go_does() {
        assert_eq!(strings(r#"[ "a" , "b\n\/\u00e9" ] "#), ["a", "b\n/é"]);
        assert_eq!(strings(r#"["\ud83d\ude00\ud83dx\ud83d\u0041\ude00"]"#), ["😀�x�A�"]);
        assert_eq!(strings(r#"["\u0000\ud83d"]"#), ["\0�"]);
        assert_eq!(strings("[\"\u{7f}\u{2028}\"]"), ["\u{7f}\u{2028}"]);
        assert!(strings("[\t\r\n]").is_empty());
    }

    #[test]
    fn tells_what_is_no_json_and_where() {
        for (text, at) in [
            ("[", 1),
            ("['a']", 1),
            (r#"["a",]"#, 5),
            (r#"["a" "b"]"#, 5),
            (r#"["a"] x"#, 6),
            (r#"["a\q"]"#, 3),
            (r#"["\u12g4"]"#, 6),
            ("[\"a\tb\"]", 3),
            ("[01]", 2),
            ("[1.]", 3),
            ("[+1]", 1),
            ("[tru]", 4),
            ("[1e999]", 1),
            ("[{\"a\":-1e400}]", 6),
            ("[\"a\"]\x0b", 5),
            ("[{,}]", 2),
            ("[{\"a\":1,}]", 8),
        ] {
            assert_eq!(parse_array(text.as_bytes()), JsonArray::NotJson(at), "{text}");
        }
    }

    #[test]
    fn tells_valid_json_that_is_not_all_strings() {
        for (text, range) in [
            ("[1]", 1..2),
            ("[\"a\", null]", 6..10),
            ("[{\"a\": [1, {}]}, 2]", 1..15),
            ("[[], true]", 1..3),
            ("[-0.5e-999]", 1..10),
        ] {
            assert_eq!(parse_array(text.as_bytes()), JsonArray::NotStrings(range), "{text}");
        }
    }

    #[test]
    fn nests_as_deep_as_go_and_no_deeper() {
        let deep = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        let valid = parse_array(deep(10_000).as_bytes());
        assert_eq!(valid, JsonArray::NotStrings(1..19_999));
        assert_eq!(parse_array(deep(10_001).as_bytes()), JsonArray::NotJson(10_000));
    }

    #[test]
    fn finds_the_syntax_of_an_object() {
        let found = |text: &str| syntax_of_object(text.as_bytes());
        assert_eq!(found(" {\"a\": {\"syntax\": \"x\"}, \"syntax\": \"y\"}"), Some("y".into()));
        assert_eq!(found("{\"syntax\": \"x\", \"s\\u0079ntax\": 1}"), None);
        assert_eq!(found("{\"syntax\": \"x\"} x"), None);
        assert_eq!(found("[\"syntax\"]"), None);
    }
}
