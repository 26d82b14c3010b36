//! Shell text cut into words, operators and the rest.

use super::map::Piece;
use super::skip::{Open, behind, skip};

/// A word with what it becomes.
#[derive(Clone, Debug, Default)]
pub(super) struct Raw {
    /// Begin and end in the text.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Without quotes and escapes; what the shell replaces stays as written.
    pub(super) text: String,
    /// Where the characters of the text stand.
    pub(super) pieces: Vec<Piece>,
    /// The texts of `$(…)`, `` `…` `` and `<(…)` in it: begin and end.
    pub(super) inner: Vec<(usize, usize)>,
    /// Whether a part of it is quoted or escaped.
    pub(super) quoted: bool,
}

/// An operator between commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
    Pipe,
    Semicolon,
    /// `;;`, `;&` or `;;&`: the end of a branch of `case`.
    Branch,
    Background,
    Line,
    Open,
    Close,
}

/// What comes next in a shell text.
#[derive(Debug)]
pub(super) enum Lexeme {
    Word(Raw),
    Operator(Operator, usize, usize),
    /// `>`, `2>>`, `<<<`: the next word is its target.
    Redirection {
        start: usize,
        end: usize,
        /// `<<` and `<<-`: the target names the end of a text below.
        heredoc: Option<bool>,
    },
    Comment(usize, usize),
    /// The text of a heredoc with its last line.
    Body(usize, usize),
}

/// Reads a text piece by piece.
pub(super) struct Lexer<'t> {
    text: &'t str,
    at: usize,
    /// Names of heredocs whose text begins on the next line, and whether tabs are taken off.
    waiting: Vec<(String, bool)>,
}

impl<'t> Lexer<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self { text, at: 0, waiting: Vec::new() }
    }

    /// Where it is.
    pub(super) fn place(&self) -> usize {
        self.at
    }

    /// Goes to a later place.
    pub(super) fn jump(&mut self, at: usize) {
        self.at = at.clamp(self.at, self.text.len());
    }

    /// The next byte that is no blank, and where it stands.
    pub(super) fn peek(&self) -> Option<u8> {
        let mut copy = Lexer { text: self.text, at: self.at, waiting: Vec::new() };
        copy.blanks();
        copy.byte(0)
    }

    /// A heredoc's text begins on the next line.
    pub(super) fn wait_for(&mut self, name: String, tabs: bool) {
        self.waiting.push((name, tabs));
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    /// Skips blanks and continued line ends.
    fn blanks(&mut self) {
        loop {
            match (self.byte(0), self.byte(1), self.byte(2)) {
                (Some(b' ' | b'\t' | b'\r'), ..) => self.at += 1,
                (Some(b'\\'), Some(b'\n'), _) => self.at += 2,
                (Some(b'\\'), Some(b'\r'), Some(b'\n')) => self.at += 3,
                _ => return,
            }
        }
    }

    /// Takes a word up to a blank or an operator outside quotes.
    fn word(&mut self) -> Raw {
        let mut word = Raw { start: self.at, ..Raw::default() };
        while let Some(byte) = self.byte(0) {
            match (byte, self.byte(1)) {
                (b'<' | b'>', Some(b'(')) if self.at == word.start => {
                    self.substitution(&mut word, Open::Paren { cases: 0 });
                }
                (b' ' | b'\t' | b'\r' | b'\n' | b';' | b'&' | b'|' | b')' | b'<' | b'>', _) => {
                    break;
                }
                (b'(', _) => {
                    if !takes_parenthesis(&word) {
                        break;
                    }
                    let end = skip(self.text.as_bytes(), self.at + 1, Open::Paren { cases: 0 });
                    self.take(&mut word, end);
                }
                (b'\\', _) => self.escape(&mut word),
                (b'\'', _) => self.single_quoted(&mut word),
                (b'"', _) => self.double_quoted(&mut word),
                (b'$', Some(b'\'')) => self.dollar_quoted(&mut word),
                (b'$', Some(b'"')) => self.at += 1,
                (b'$', Some(b'(')) => self.substitution(&mut word, Open::Paren { cases: 0 }),
                (b'$', Some(b'{')) => self.substitution(&mut word, Open::Brace(false)),
                (b'`', _) => self.substitution(&mut word, Open::Tick),
                _ => self.plain(&mut word),
            }
        }
        word.end = self.at;
        word
    }

    /// Takes characters that mean nothing but themselves.
    fn plain(&mut self, word: &mut Raw) {
        let rest = &self.text.as_bytes()[self.at + 1..];
        let length = rest.iter().position(|byte| b" \t\r\n;&|()<>\\'\"$`".contains(byte));
        self.take(word, self.at + 1 + length.unwrap_or(rest.len()));
    }

    /// Takes the text up to `end` as it is.
    fn take(&mut self, word: &mut Raw, end: usize) {
        let end = end.min(self.text.len());
        let Some(part) = self.text.get(self.at..end) else {
            self.at = end;
            return;
        };
        let piece = Piece { at: offset(word.text.len()), origin: offset(self.at) };
        let joins =
            word.pieces.last().is_some_and(|last| piece.origin - last.origin == piece.at - last.at);
        if !joins && !part.is_empty() {
            word.pieces.push(piece);
        }
        word.text.push_str(part);
        self.at = end;
    }

    /// The end of the character that begins at an offset.
    fn behind_character(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        at + rest.chars().next().map_or(0, char::len_utf8)
    }

    /// A backslash: nothing at a line end, else the next character as it is.
    fn escape(&mut self, word: &mut Raw) {
        match (self.byte(1), self.byte(2)) {
            (Some(b'\n'), _) => self.at += 2,
            (Some(b'\r'), Some(b'\n')) => self.at += 3,
            _ => {
                word.quoted = true;
                self.at += 1;
                let end = self.behind_character(self.at);
                self.take(word, end);
            }
        }
    }

    fn single_quoted(&mut self, word: &mut Raw) {
        word.quoted = true;
        self.at += 1;
        let rest = &self.text.as_bytes()[self.at..];
        let length = memchr::memchr(b'\'', rest).unwrap_or(rest.len());
        self.take(word, self.at + length);
        self.at = (self.at + 1).min(self.text.len());
    }

    /// `$'…'`: escapes of the usual kinds.
    fn dollar_quoted(&mut self, word: &mut Raw) {
        word.quoted = true;
        self.at += 2;
        while let Some(byte) = self.byte(0) {
            match byte {
                b'\'' => {
                    self.at += 1;
                    return;
                }
                b'\\' => {
                    let character = match self.byte(1) {
                        Some(b'n') => '\n',
                        Some(b't') => '\t',
                        _ => {
                            self.at += 1;
                            let end = self.behind_character(self.at);
                            self.take(word, end);
                            continue;
                        }
                    };
                    let piece = Piece { at: offset(word.text.len()), origin: offset(self.at) };
                    word.pieces.push(piece);
                    word.text.push(character);
                    self.at += 2;
                }
                _ => {
                    let end = self.behind_character(self.at);
                    self.take(word, end);
                }
            }
        }
    }

    fn double_quoted(&mut self, word: &mut Raw) {
        word.quoted = true;
        self.at += 1;
        while let Some(byte) = self.byte(0) {
            match (byte, self.byte(1)) {
                (b'"', _) => {
                    self.at += 1;
                    return;
                }
                (b'\\', Some(b'\n')) => self.at += 2,
                (b'\\', Some(b'"' | b'\\' | b'$' | b'`')) => {
                    self.at += 1;
                    self.take(word, self.at + 1);
                }
                (b'$', Some(b'(')) => self.substitution(word, Open::Paren { cases: 0 }),
                (b'$', Some(b'{')) => self.substitution(word, Open::Brace(true)),
                (b'`', _) => self.substitution(word, Open::Tick),
                _ => {
                    let rest = &self.text.as_bytes()[self.at + 1..];
                    let length = rest.iter().position(|byte| b"\"\\$`".contains(byte));
                    self.take(word, self.at + 1 + length.unwrap_or(rest.len()));
                }
            }
        }
    }

    /// `$(…)`, `${…}`, `` `…` `` and `<(…)` stay as written; the commands in them are kept for later.
    fn substitution(&mut self, word: &mut Raw, open: Open) {
        let bytes = self.text.as_bytes();
        let width = if open == Open::Tick { 1 } else { 2 };
        let begin = self.at + width;
        let end = skip(bytes, begin, open);
        let arithmetic = bytes[self.at..].starts_with(b"$((");
        let closer = match open {
            Open::Paren { .. } => b')',
            Open::Brace(_) => b'}',
            _ => b'`',
        };
        let inner_end = if end > begin && bytes[end - 1] == closer { end - 1 } else { end };
        match open {
            Open::Brace(_) => self.nested(word, begin, inner_end),
            _ if !arithmetic && begin < inner_end => word.inner.push((begin, inner_end)),
            _ => {}
        }
        self.take(word, end);
    }

    /// The substitutions in what `${…}` holds: `${A:-$(date)}`.
    fn nested(&self, word: &mut Raw, mut at: usize, end: usize) {
        let bytes = self.text.as_bytes();
        while at < end {
            let open = match (bytes[at], bytes.get(at + 1)) {
                (b'\\', _) => {
                    at += 2;
                    continue;
                }
                (b'$', Some(b'(')) if bytes.get(at + 2) != Some(&b'(') => Open::Paren { cases: 0 },
                (b'`', _) => Open::Tick,
                _ => {
                    at += 1;
                    continue;
                }
            };
            let begin = at + if open == Open::Tick { 1 } else { 2 };
            let close = skip(&bytes[..end], begin, open);
            let closer = if open == Open::Tick { b'`' } else { b')' };
            if begin + 1 < close && bytes[close - 1] == closer {
                word.inner.push((begin, close - 1));
            }
            at = close;
        }
    }

    /// `>`, `>>`, `<`, `<<<`, `>&`, `&>`: takes the operator. `start` is where its descriptor begins.
    fn redirection(&mut self, start: usize) -> Lexeme {
        let signs = self.at;
        if self.byte(0) == Some(b'&') {
            self.at += 1;
        }
        while matches!(self.byte(0), Some(b'<' | b'>')) && self.at - signs < 3 {
            self.at += 1;
        }
        let mut heredoc = None;
        match (&self.text.as_bytes()[signs..self.at], self.byte(0)) {
            (b"<<", Some(b'-')) => {
                heredoc = Some(true);
                self.at += 1;
            }
            (b"<<", _) => heredoc = Some(false),
            (_, Some(b'&' | b'|')) => self.at += 1,
            _ => {}
        }
        Lexeme::Redirection { start, end: self.at, heredoc }
    }

    /// The texts of the heredocs that began on the line before.
    fn bodies(&mut self) -> Option<Lexeme> {
        let start = self.at;
        for (name, tabs) in std::mem::take(&mut self.waiting) {
            while self.at < self.text.len() {
                let end = behind(self.text.as_bytes(), self.at, b'\n');
                let line = self.text[self.at..end].trim_end_matches(['\n', '\r']);
                self.at = end;
                if line == name || tabs && line.trim_start_matches('\t') == name {
                    break;
                }
            }
        }
        (self.at > start).then_some(Lexeme::Body(start, self.at))
    }

    fn operator(&mut self) -> Option<Lexeme> {
        let rest = &self.text.as_bytes()[self.at..];
        let (operator, width) = match rest {
            [b'&', b'&', ..] => (Operator::And, 2),
            [b'|', b'|', ..] => (Operator::Or, 2),
            [b';', b';', b'&', ..] => (Operator::Branch, 3),
            [b';', b';' | b'&', ..] => (Operator::Branch, 2),
            [b'|', b'&', ..] => (Operator::Pipe, 2),
            [b'|', ..] => (Operator::Pipe, 1),
            [b';', ..] => (Operator::Semicolon, 1),
            [b'&', ..] => (Operator::Background, 1),
            [b'\n', ..] => (Operator::Line, 1),
            [b'(', ..] => (Operator::Open, 1),
            [b')', ..] => (Operator::Close, 1),
            _ => return None,
        };
        let start = self.at;
        self.at += width;
        Some(Lexeme::Operator(operator, start, self.at))
    }
}

/// Whether an opening parenthesis belongs to the word: `a=(x y)`, `!(a|b)`.
fn takes_parenthesis(word: &Raw) -> bool {
    let text = word.text.as_str();
    !word.quoted
        && (text.ends_with('=') && super::words::is_assignment(text)
            || text.ends_with(['?', '*', '+', '@', '!']))
}

/// An offset as spans have it.
pub(super) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl Iterator for Lexer<'_> {
    type Item = Lexeme;

    fn next(&mut self) -> Option<Lexeme> {
        let behind_line = self.at > 0 && self.text.as_bytes()[self.at - 1] == b'\n';
        if behind_line
            && !self.waiting.is_empty()
            && let Some(body) = self.bodies()
        {
            return Some(body);
        }
        self.blanks();
        let start = self.at;
        match (self.byte(0)?, self.byte(1)) {
            (b'#', _) => {
                let rest = &self.text.as_bytes()[start..];
                self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                return Some(Lexeme::Comment(start, self.at));
            }
            (b'&', Some(b'>')) => return Some(self.redirection(start)),
            (b'<' | b'>', Some(b'(')) => {}
            (b'<' | b'>', _) => return Some(self.redirection(start)),
            _ => {}
        }
        if let Some(operator) = self.operator() {
            return Some(operator);
        }
        let word = self.word();
        if self.at == start {
            // Cannot happen, as every byte is a blank, an operator or part of a word;
            // taking a character anyway keeps the loop finite.
            self.at = self.behind_character(start).max(start + 1);
        }
        let descriptor = !word.text.is_empty() && !word.quoted && is_descriptor(&word.text);
        if descriptor && matches!(self.byte(0), Some(b'<' | b'>')) && self.byte(1) != Some(b'(') {
            return Some(self.redirection(start));
        }
        Some(Lexeme::Word(word))
    }
}

/// `2` or `{fd}` before a redirection.
fn is_descriptor(text: &str) -> bool {
    let name = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    text.bytes().all(|byte| byte.is_ascii_digit()) || name.is_some_and(super::words::is_name)
}
