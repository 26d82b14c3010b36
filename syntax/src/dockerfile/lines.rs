//! The physical lines of a file, one after the other.

use super::go;
use super::syntax::Escape;

/// The longest line that BuildKit reads, in bytes with its newline.
pub(super) const LONGEST: usize = 64 * 1024;

/// A physical line, as offsets into the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its first byte.
    pub(super) start: usize,
    /// The end of its text; `\r` and `\n` follow.
    pub(super) body_end: usize,
    /// The begin of the next line.
    pub(super) end: usize,
}

/// What a physical line is to the line parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    /// Nothing but blanks.
    Blank,
    /// `#` behind any blanks.
    Comment,
    /// Anything else.
    Text,
}

impl Line {
    /// The line that begins at this offset; `None` at the end of the file.
    pub(super) fn at(bytes: &[u8], start: usize) -> Option<Line> {
        if start >= bytes.len() {
            return None;
        }
        let newline = memchr::memchr(b'\n', &bytes[start..]);
        let end = newline.map_or(bytes.len(), |at| start + at + 1);
        let mut body_end = if newline.is_some() { end - 1 } else { end };
        while body_end > start && bytes[body_end - 1] == b'\r' {
            body_end -= 1;
        }
        Some(Line { start, body_end, end })
    }

    /// Where the first byte stands that is no blank, and what the line is.
    pub(super) fn look(self, bytes: &[u8]) -> (usize, LineKind) {
        let body = &bytes[self.start..self.body_end];
        let first = self.start + go::leading_space(body);
        let kind = match bytes.get(first) {
            _ if first == self.body_end => LineKind::Blank,
            Some(b'#') => LineKind::Comment,
            _ => LineKind::Text,
        };
        (first, kind)
    }

    /// Whether BuildKit's reader gives up at this line. A last line without
    /// newline must be one byte shorter.
    pub(super) fn is_too_long(self, length: usize) -> bool {
        length > LONGEST || (length == LONGEST && self.end == self.body_end)
    }
}

/// Where the mark stands that continues a text of one line, and `None` when it does not go on.
///
/// The last character but blanks and tabs must be the escape character, and
/// the one before must not be.
pub(super) fn continuation(text: &[u8], escape: Escape) -> Option<usize> {
    let blanks = text.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let mark = (text.len() - blanks).checked_sub(1)?;
    let doubled = mark > 0 && text[mark - 1] == escape.byte();
    (text[mark] == escape.byte() && !doubled).then_some(mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_mark_that_continues_a_line() {
        let mark = |text: &str| continuation(text.as_bytes(), Escape::Backslash);
        assert_eq!(mark("RUN a \\"), Some(6));
        assert_eq!(mark("RUN a\\ \t"), Some(5));
        assert_eq!(mark("\\"), Some(0));
        for text in ["", " ", "RUN a", "RUN a\\\\", "RUN a\\\\\\", "RUN a \\\u{b}", "\\\\"] {
            assert_eq!(mark(text), None, "{text}");
        }
        assert_eq!(continuation(b"RUN `", Escape::Backtick), Some(4));
    }
}
