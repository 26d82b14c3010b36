//! The two ways in which BuildKit splits a rest of line into words.

use super::go;
use super::part::Part;
use super::split::is_separator;
use super::syntax::Escape;

/// Words between blanks, quotes meaning nothing: FROM, EXPOSE, COPY, ADD, VOLUME.
pub(super) fn split_at_blanks(line: &[u8], part: Part, words: &mut Vec<Part>) {
    let mut start = part.start as usize;
    let end = part.end as usize;
    while start < end {
        let length = line[start..end].iter().position(|byte| is_separator(*byte));
        let word_end = length.map_or(end, |length| start + length);
        words.push(Part::new(start, word_end));
        let blanks = line[word_end..end].iter().take_while(|byte| is_separator(**byte)).count();
        start = word_end + blanks;
    }
}

/// Words between blanks outside quotes, quotes and escapes kept: ENV, LABEL, ARG.
pub(super) fn split_outside_quotes(line: &[u8], part: Part, escape: Escape, words: &mut Vec<Part>) {
    let mut at = part.start as usize;
    while at < part.end as usize {
        let (character, width) = character(line, at, part);
        if go::is_space(character) {
            at += width;
            continue;
        }
        let (word, behind) = quoted_word(line, at, part, escape);
        if !word.is_empty() {
            words.push(word);
        }
        at = behind;
    }
}

/// The word that begins here, and where to go on.
fn quoted_word(line: &[u8], start: usize, part: Part, escape: Escape) -> (Part, usize) {
    let end = part.end as usize;
    let mut quote = None;
    let mut at = start;
    while at < end {
        let byte = line[at];
        if byte == escape.byte() && quote != Some(b'\'') {
            if at + 1 == end {
                // An escape at the end of the line is dropped.
                return (Part::new(start, at), end);
            }
            at += 1;
            at += character(line, at, part).1;
            continue;
        }
        match quote {
            None if byte < 0x80 => {
                if go::is_space(char::from(byte)) {
                    return (Part::new(start, at), at);
                }
                if matches!(byte, b'"' | b'\'') {
                    quote = Some(byte);
                }
                at += 1;
            }
            None => {
                let (character, width) = character(line, at, part);
                if go::is_space(character) {
                    return (Part::new(start, at), at);
                }
                at += width;
            }
            Some(open) => {
                if byte == open {
                    quote = None;
                }
                at += 1;
            }
        }
    }
    (Part::new(start, end), end)
}

fn character(line: &[u8], at: usize, part: Part) -> (char, usize) {
    // `at` lies inside the part, so there is a byte.
    go::decode(&line[at..part.end as usize]).unwrap_or((' ', 1))
}

/// The legacy `KEY the whole rest`: key and value; `None` when nothing follows the key.
pub(super) fn split_legacy(line: &[u8], part: Part) -> Option<(Part, Part)> {
    let bytes = part.of(line);
    let length = bytes.iter().position(|byte| is_separator(*byte))?;
    let blanks = bytes[length..].iter().take_while(|byte| is_separator(**byte)).count();
    Some((part.within(0..length), part.within(length + blanks..bytes.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let mut words = Vec::new();
        let whole = Part::new(0, text.len());
        split_outside_quotes(text.as_bytes(), whole, Escape::Backslash, &mut words);
        words.iter().map(|part| &text[part.range()]).collect()
    }

    #[test]
    fn splits_outside_quotes_and_keeps_them() {
        assert_eq!(words(r#"a="b c" d='e\' f"#), [r#"a="b c""#, r#"d='e\'"#, "f"]);
        assert_eq!(words(r"a\ b c\"), [r"a\ b", "c"]);
        assert_eq!(words(r#"a="b\" c"#), [r#"a="b\" c"#]);
        assert_eq!(words(r#"a="b\"#), [r#"a="b"#]);
        assert_eq!(words("a\u{a0}b\u{3000}ü=é"), ["a", "b", "ü=é"]);
        assert_eq!(words(r"\"), [""; 0]);
        assert_eq!(words("'' \"\""), ["''", "\"\""]);
    }
}
