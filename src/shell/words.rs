//! Shell text cut into words and the operators between commands.

use super::ShellWord;
use crate::source::Span;

/// What comes next in a shell text.
pub(super) enum Piece {
    Word(ShellWord),
    /// `>`, `<`, `2>>`: the next word is a file.
    Redirection,
    /// A command ends: `&&`, `||`, `;`, `|`, `&`, a line end, a parenthesis.
    End,
}

/// Reads a text piece by piece.
pub(super) struct Pieces<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Pieces<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    /// Skips blanks, comments and continued line ends.
    fn skip_blanks(&mut self) {
        loop {
            match self.byte(0) {
                Some(b' ' | b'\t' | b'\r') => self.at += 1,
                Some(b'\\') if self.byte(1) == Some(b'\n') => self.at += 2,
                Some(b'\\') if self.byte(1) == Some(b'\r') && self.byte(2) == Some(b'\n') => {
                    self.at += 3;
                }
                Some(b'#') => {
                    let rest = &self.text.as_bytes()[self.at..];
                    self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                }
                _ => return,
            }
        }
    }

    /// Takes a word up to a blank or an operator outside quotes.
    fn word(&mut self) -> ShellWord {
        let start = self.at;
        let mut text = Vec::new();
        while let Some(byte) = self.byte(0) {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' | b';' | b'&' | b'|' | b'(' | b')' | b'<' | b'>' => {
                    break;
                }
                b'\\' => self.escape(&mut text),
                b'\'' => {
                    let rest = &self.text.as_bytes()[self.at + 1..];
                    let length = memchr::memchr(b'\'', rest).unwrap_or(rest.len());
                    text.extend_from_slice(&rest[..length]);
                    self.at = (self.at + length + 2).min(self.text.len());
                }
                b'"' => self.double_quoted(&mut text),
                b'$' if self.byte(1) == Some(b'(') || self.byte(1) == Some(b'{') => {
                    self.substitution(&mut text);
                }
                b'`' => self.backquoted(&mut text),
                _ => {
                    text.push(byte);
                    self.at += 1;
                }
            }
        }
        let span = Span::new(offset(start), offset(self.at));
        ShellWord { text: String::from_utf8_lossy(&text).into_owned(), span }
    }

    /// A backslash: nothing at a line end, else the next character as it is.
    fn escape(&mut self, text: &mut Vec<u8>) {
        let width = match (self.byte(1), self.byte(2)) {
            (Some(b'\n'), _) => 2,
            (Some(b'\r'), Some(b'\n')) => 3,
            (Some(next), _) => {
                text.push(next);
                2
            }
            (None, _) => 1,
        };
        self.at += width;
    }

    fn double_quoted(&mut self, text: &mut Vec<u8>) {
        self.at += 1;
        while let Some(byte) = self.byte(0) {
            match byte {
                b'"' => {
                    self.at += 1;
                    return;
                }
                b'\\' if matches!(self.byte(1), Some(b'"' | b'\\' | b'$' | b'`' | b'\n')) => {
                    self.escape(text);
                }
                b'$' if self.byte(1) == Some(b'(') => self.substitution(text),
                _ => {
                    text.push(byte);
                    self.at += 1;
                }
            }
        }
    }

    /// `$(…)` and `${…}` stay as written, with what they hold.
    fn substitution(&mut self, text: &mut Vec<u8>) {
        let start = self.at;
        self.at += 1;
        let (open, close) = if self.byte(0) == Some(b'(') { (b'(', b')') } else { (b'{', b'}') };
        let mut depth = 0usize;
        let mut quote = None;
        while let Some(byte) = self.byte(0) {
            self.at += 1;
            match (byte, quote) {
                (b'\\', Some(b'"') | None) => self.at = (self.at + 1).min(self.text.len()),
                (b'\'' | b'"', None) => quote = Some(byte),
                (_, Some(open)) if byte == open => quote = None,
                (_, None) if byte == open => depth += 1,
                (_, None) if byte == close => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                _ => {}
            }
        }
        text.extend_from_slice(&self.text.as_bytes()[start..self.at]);
    }

    fn backquoted(&mut self, text: &mut Vec<u8>) {
        let rest = &self.text.as_bytes()[self.at..];
        let length = memchr::memchr(b'`', &rest[1..]).map_or(rest.len(), |at| at + 2);
        text.extend_from_slice(&rest[..length]);
        self.at += length;
    }

    /// `>`, `>>`, `<`, `<<<`, `>&`, `&>`: takes the operator.
    fn redirection(&mut self) {
        while matches!(self.byte(0), Some(b'<' | b'>')) {
            self.at += 1;
        }
        if matches!(self.byte(0), Some(b'&' | b'|')) {
            self.at += 1;
        }
        if self.byte(0) == Some(b'-') {
            self.at += 1;
        }
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        self.skip_blanks();
        match (self.byte(0)?, self.byte(1)) {
            (b'&', Some(b'>')) => {
                self.at += 1;
                self.redirection();
                Some(Piece::Redirection)
            }
            (b'<' | b'>', _) => {
                self.redirection();
                Some(Piece::Redirection)
            }
            (b'\n' | b';' | b'&' | b'|' | b'(' | b')', _) => {
                self.at += 1;
                Some(Piece::End)
            }
            _ => {
                let start = self.at;
                let word = self.word();
                if self.at == start {
                    // Cannot happen, as every byte is a blank, an operator or part of a word;
                    // taking one byte anyway keeps the loop finite.
                    self.at += 1;
                }
                let number = word.text.bytes().all(|byte| byte.is_ascii_digit());
                if number && !word.text.is_empty() && matches!(self.byte(0), Some(b'<' | b'>')) {
                    self.redirection();
                    return Some(Piece::Redirection);
                }
                Some(Piece::Word(word))
            }
        }
    }
}
