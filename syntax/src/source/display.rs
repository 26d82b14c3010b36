//! Safe display: the one way by which text from outside reaches a terminal or a report.
//!
//! What a terminal would obey instead of show, and what a reader could not
//! see, becomes a visible placeholder: `␛` for a C0 control, `‹U+202E›` for
//! everything else. Letters with combining marks and emoji stay whole.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::emoji;

/// Text in which no control, bidirectional or invisible character is left.
pub type SafeText<'a> = Cow<'a, str>;

/// Makes text of several lines safe: newlines stay (also those written as
/// `\r\n`), tabs stay, every other control, bidirectional or invisible
/// character becomes a visible placeholder.
pub fn safe(text: &str) -> SafeText<'_> {
    replace(text, Lines::Several)
}

/// Makes text safe for one line: as [`safe`], and newlines and tabs become placeholders too.
pub fn safe_line(text: &str) -> SafeText<'_> {
    replace(text, Lines::One)
}

/// Whether newlines and tabs mean something where the text will stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    One,
    Several,
}

fn replace(text: &str, lines: Lines) -> SafeText<'_> {
    let Some(first) = first_unsafe(text, lines) else {
        return Cow::Borrowed(text);
    };
    let mut shown = String::with_capacity(text.len() + 16);
    let mut at = 0;
    let mut next = Some(first);
    while let Some(found) = next {
        shown.push_str(&text[at..found]);
        let Some(character) = text[found..].chars().next() else { break };
        at = found + character.len_utf8();
        let is_line_end = lines == Lines::Several && text[found..].starts_with("\r\n");
        if !is_line_end {
            push_placeholder(&mut shown, character);
        }
        next = first_unsafe_from(text, at, lines);
    }
    shown.push_str(&text[at..]);
    Cow::Owned(shown)
}

fn first_unsafe(text: &str, lines: Lines) -> Option<usize> {
    first_unsafe_from(text, 0, lines)
}

fn first_unsafe_from(text: &str, start: usize, lines: Lines) -> Option<usize> {
    let mut at = start;
    loop {
        // Printable ASCII is most of any text; it needs no look at characters.
        let plain = text.as_bytes()[at..].iter().position(|byte| !(0x20..0x7f).contains(byte))?;
        at += plain;
        let character = text[at..].chars().next()?;
        if !stays(text, at, character, lines) {
            return Some(at);
        }
        at += character.len_utf8();
    }
}

fn stays(text: &str, at: usize, character: char, lines: Lines) -> bool {
    match character {
        '\n' | '\t' => lines == Lines::Several,
        _ if character.is_control() => false,
        _ if is_invisible(character) => emoji::belongs(text, at, character),
        _ => true,
    }
}

fn push_placeholder(shown: &mut String, character: char) {
    match character {
        '\0'..='\x1f' => {
            // U+2400 and the following are pictures of the control characters.
            shown.extend(char::from_u32(0x2400 + character as u32));
        }
        '\x7f' => shown.push('␡'),
        // Writing to a String cannot fail.
        _ => _ = write!(shown, "‹U+{:04X}›", character as u32),
    }
}

/// Characters that draw nothing or change how others are drawn: format
/// characters, what Unicode calls default ignorable, line and paragraph
/// separators, and noncharacters. Blanks that take room stay visible as such.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{70f}' | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
        || character as u32 & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_ordinary_text_alone() {
        for text in ["", "FROM python:3.12 # ünï 日本 ✓", "é e\u{301} ک\u{64e}", "\u{a0}\u{3000}"]
        {
            assert!(matches!(safe(text), Cow::Borrowed(same) if same == text));
            assert!(matches!(safe_line(text), Cow::Borrowed(same) if same == text));
        }
        assert_eq!(safe("a\n\tb\r\nc"), "a\n\tb\nc");
        assert_eq!(safe_line("a\n\tb\r\nc"), "a␊␉b␍␊c");
    }

    #[test]
    fn shows_what_a_terminal_would_obey() {
        assert_eq!(safe("\u{1b}]52;c;aGk=\u{7}"), "␛]52;c;aGk=␇");
        assert_eq!(safe("a\rb\u{7f}\u{9b}2J\0"), "a␍b␡‹U+009B›2J␀");
        assert_eq!(safe("\u{202e}txt.exe\u{2066}"), "‹U+202E›txt.exe‹U+2066›");
        assert_eq!(safe("ad\u{200b}min\u{feff}\u{e0041}"), "ad‹U+200B›min‹U+FEFF›‹U+E0041›");
        assert_eq!(safe("a\u{2028}b\u{ad}c\u{fe0f}"), "a‹U+2028›b‹U+00AD›c‹U+FE0F›");
    }

    #[test]
    fn keeps_emoji_whole_and_nothing_else() {
        for text in [
            "👩\u{200d}💻",
            "❤\u{fe0f}\u{200d}🔥",
            "1\u{fe0f}\u{20e3}",
            "👩🏽\u{200d}🚀",
            "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
            "☺\u{fe0e}",
        ] {
            assert_eq!(safe_line(text), text);
        }
        for text in [
            "a\u{200d}b",
            "👩\u{200d}b",
            "a\u{200d}👩",
            "1\u{fe0f}2",
            "\u{200d}👩",
            "a\u{fe0f}",
            "👩\u{200d}\u{200d}👩",
            "🏴\u{e0061}\u{e007f}",
            "👩\u{fe0f}\u{fe0f}",
        ] {
            assert!(safe_line(text).contains("‹U+"), "{text:?}");
        }
    }

    #[test]
    fn lets_no_unsafe_character_out_whatever_stands_around_it() {
        for code in 0..=0x10_ffff {
            let Some(character) = char::from_u32(code) else { continue };
            let around = if is_invisible(character) || character.is_control() {
                &["*", "a*b", "é*", "👩*", "👩*👩", "1*\u{20e3}", "🏴*"][..]
            } else {
                &["*"]
            };
            for pattern in around {
                let text = pattern.replace('*', character.encode_utf8(&mut [0; 4]));
                let shown = safe_line(&text);
                let joins = !text.is_ascii() && matches!(code, 0x200d | 0xfe0e | 0xfe0f);
                let keeps = joins && shown == text && pattern.len() > 1;
                assert!(keeps || !shown.chars().any(is_invisible), "{text:?}");
                assert!(!shown.chars().any(char::is_control), "{text:?}");
                assert_eq!(safe_line(&shown), shown, "{text:?}");
                assert!(safe(&text).chars().all(|it| !it.is_control() || "\n\t".contains(it)));
            }
        }
    }
}
