//! Keyword, flags and the rest: how BuildKit splits a logical line.

use super::go;
use super::part::Part;
use super::syntax::Escape;

/// A logical line split once; all parts are offsets in that line.
#[derive(Debug, Default)]
pub(super) struct Split {
    /// The first word.
    pub(super) keyword: Part,
    /// The flags in order.
    pub(super) flags: Vec<RawFlag>,
    /// The `--` that ends the flags.
    pub(super) flags_end: Option<Part>,
    /// What is left, without blanks around it.
    pub(super) rest: Part,
}

/// A flag before its name is looked at.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RawFlag {
    /// The flag as written.
    pub(super) part: Part,
    /// Quotes and escapes removed; `None` when that changes nothing.
    pub(super) clean: Option<Box<str>>,
}

impl RawFlag {
    /// `--name=value` as BuildKit sees it.
    pub(super) fn text<'a>(&'a self, line: &'a [u8]) -> &'a [u8] {
        self.clean.as_ref().map_or_else(|| self.part.of(line), |clean| clean.as_bytes())
    }
}

/// Whether BuildKit splits words here: its pattern is `[\t\v\f\r ]+`.
pub(super) fn is_separator(byte: u8) -> bool {
    matches!(byte, b'\t' | 0x0b | 0x0c | b'\r' | b' ')
}

/// Where the first word of a part ends.
pub(super) fn word_end(line: &[u8], part: Part) -> u32 {
    let length = part.of(line).iter().position(|byte| is_separator(*byte));
    length.map_or(part.end, |length| part.start + length as u32)
}

/// Splits one part of a line; `split` is emptied first.
pub(super) fn split(line: &[u8], part: Part, escape: Escape, split: &mut Split) {
    split.flags.clear();
    split.flags_end = None;
    let whole = part.within(go::trim(part.of(line)));
    let bytes = whole.of(line);
    let length = bytes.iter().position(|byte| is_separator(*byte)).unwrap_or(bytes.len());
    split.keyword = whole.within(0..length);
    let blanks = bytes[length..].iter().take_while(|byte| is_separator(**byte)).count();
    let behind = Part { start: split.keyword.end + blanks as u32, end: whole.end };
    let rest = take_flags(line, behind, escape, split);
    split.rest = rest.within(go::trim(rest.of(line)));
}

/// Takes the flags from the begin of a part and gives what is left.
///
/// BuildKit does this byte by byte: bytes of longer characters become
/// characters of their own, and 0x85 and 0xA0 end a flag.
fn take_flags(line: &[u8], part: Part, escape: Escape, split: &mut Split) -> Part {
    let end = part.end as usize;
    let mut at = part.start as usize;
    loop {
        while at < end && go::is_space_byte(line[at]) {
            at += 1;
        }
        if at == end {
            return Part::empty(end);
        }
        if !line[at..end].starts_with(b"--") {
            return Part::new(at, end);
        }
        let flag = flag_word(&line[at..end], escape);
        let (start, word) = (at, Part::new(at, at + flag.length));
        at += flag.length;
        let clean = flag.clean.as_deref().map_or(&line[start..at], str::as_bytes);
        if clean == b"--" {
            split.flags_end = Some(word);
            return Part::new(at, end);
        }
        split.flags.push(RawFlag { part: word, clean: flag.clean });
    }
}

struct FlagWord {
    length: usize,
    clean: Option<Box<str>>,
}

/// The word at the begin, up to a blank outside quotes.
fn flag_word(bytes: &[u8], escape: Escape) -> FlagWord {
    let plain = bytes
        .iter()
        .position(|byte| {
            matches!(byte, b'"' | b'\'')
                || *byte == escape.byte()
                || !byte.is_ascii()
                || go::is_space_byte(*byte)
        })
        .unwrap_or(bytes.len());
    if plain == bytes.len() || bytes[plain].is_ascii_whitespace() || bytes[plain] == 0x0b {
        return FlagWord { length: plain, clean: None };
    }
    // Bytes up to `plain` are ASCII, so each is one character.
    let mut clean: String = bytes[..plain].iter().map(|byte| char::from(*byte)).collect();
    let mut quote = None;
    let mut at = plain;
    while at < bytes.len() {
        let byte = bytes[at];
        match quote {
            None if go::is_space_byte(byte) => break,
            None if matches!(byte, b'"' | b'\'') => quote = Some(byte),
            Some(open) if byte == open => quote = None,
            _ if byte == escape.byte() => {
                at += 1;
                if let Some(escaped) = bytes.get(at) {
                    clean.push(char::from(*escaped));
                } else {
                    // An escape at the end is skipped.
                    break;
                }
            }
            _ => clean.push(char::from(byte)),
        }
        at += 1;
    }
    FlagWord { length: at.min(bytes.len()), clean: Some(clean.into()) }
}
