//! Splitting a line as BuildKit's small shell lexer does, with no variable set.
//!
//! BuildKit finds heredocs with this lexer, so its oddities decide what is
//! one. Two of them: a blank behind `<<` belongs to the word, and `${name:-`
//! throws away what the word held before it. The lexer there calls itself
//! for quotes and braces; here a stack of [`Frame`]s takes that place, so
//! that no input can use up the thread's stack.

use std::ops::Range;

use super::go;

/// The escape character is always the backslash here, whatever the file's is.
const ESCAPE: char = '\\';

/// Whether quotes and escapes stay in the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    /// Both stay.
    QuotesAndEscapes,
    /// Quotes stay.
    Quotes,
    /// Neither stays.
    Nothing,
}

/// A word with the place of the text that it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ShellWord {
    pub(super) text: String,
    pub(super) range: Range<usize>,
}

/// The words of a text, or the text of BuildKit's error.
pub(super) fn split(text: &str, keep: Keep) -> Result<Vec<ShellWord>, String> {
    let mut lexer = Lexer::new(text, keep);
    match lexer.run() {
        Ok(()) => Ok(lexer.words),
        Err(why) => {
            // Each enclosing brace replaces an error at the end of the text by its own.
            let outermost = lexer.frames.iter().find_map(|frame| match frame {
                Frame::Braces { missing, .. } => Some(*missing),
                Frame::Quotes => None,
            });
            let why = match outermost {
                Some(missing) if lexer.peek().is_none() => missing.to_owned(),
                _ => why,
            };
            Err(format!("failed to process {}: {why}", go::quote(text.as_bytes())))
        }
    }
}

/// What is open.
#[derive(Debug)]
enum Frame {
    /// Double quotes.
    Quotes,
    /// Behind the operator of `${name:-`.
    Braces {
        /// What ends it; a `/` is followed by a second part that `}` ends.
        stop: char,
        /// Whether escapes were kept outside.
        outer_keeps_escapes: bool,
        /// The error when the text ends in it.
        missing: &'static str,
    },
}

#[derive(Debug)]
struct Lexer<'a> {
    text: &'a str,
    at: usize,
    keeps_quotes: bool,
    keeps_escapes: bool,
    frames: Vec<Frame>,
    /// Text of the quotes, braces or variable that is being read.
    special: String,
    word: String,
    in_word: bool,
    word_start: usize,
    words: Vec<ShellWord>,
}

impl<'a> Lexer<'a> {
    fn new(text: &'a str, keep: Keep) -> Self {
        // The scanner below the lexer drops a byte-order mark at the begin.
        let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Self {
            text,
            at,
            keeps_quotes: keep != Keep::Nothing,
            keeps_escapes: keep == Keep::QuotesAndEscapes,
            frames: Vec::new(),
            special: String::new(),
            word: String::new(),
            in_word: false,
            word_start: at,
            words: Vec::new(),
        }
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.at += character.len_utf8();
        Some(character)
    }

    fn run(&mut self) -> Result<(), String> {
        while let Some(character) = self.peek() {
            let start = self.at;
            self.special.clear();
            match character {
                '$' => {
                    self.dollar()?;
                    self.finish_frames()?;
                    self.add_text(start);
                }
                '<' | '\'' | '"' => {
                    match character {
                        '<' => self.possible_heredoc(),
                        '\'' => self.single_quotes()?,
                        _ => self.open_quotes(),
                    }
                    self.finish_frames()?;
                    let special = std::mem::take(&mut self.special);
                    self.add_raw(&special, start);
                    self.special = special;
                }
                _ => self.plain(start),
            }
        }
        self.end_word(self.at);
        Ok(())
    }

    fn plain(&mut self, start: usize) {
        let Some(character) = self.next() else { return };
        if character != ESCAPE {
            self.add(character, start);
            return;
        }
        let mut buffer = [0; 4];
        if self.keeps_escapes {
            self.add_raw(character.encode_utf8(&mut buffer), start);
        }
        if let Some(escaped) = self.next() {
            self.add_raw(escaped.encode_utf8(&mut buffer), start);
        }
    }

    /// Reads on until all that was opened is closed.
    fn finish_frames(&mut self) -> Result<(), String> {
        while let Some(frame) = self.frames.last() {
            match frame {
                Frame::Quotes => self.step_in_quotes()?,
                Frame::Braces { stop, .. } => {
                    let stop = *stop;
                    self.step_in_braces(stop)?;
                }
            }
        }
        Ok(())
    }

    fn step_in_quotes(&mut self) -> Result<(), String> {
        match self.peek() {
            None => {
                return Err(
                    "unexpected end of statement while looking for matching double-quote".into()
                );
            }
            Some('$') => return self.dollar(),
            Some('"') => {
                self.at += 1;
                self.frames.pop();
                if self.keeps_quotes {
                    self.special.push('"');
                }
            }
            Some(ESCAPE) => {
                self.at += 1;
                if self.keeps_escapes {
                    self.special.push(ESCAPE);
                }
                match self.peek() {
                    None => {}
                    Some(next @ ('"' | '$' | ESCAPE)) => {
                        self.at += 1;
                        self.special.push(next);
                    }
                    Some(_) => self.special.push(ESCAPE),
                }
            }
            Some(other) => {
                self.at += other.len_utf8();
                self.special.push(other);
            }
        }
        Ok(())
    }

    fn step_in_braces(&mut self, stop: char) -> Result<(), String> {
        let unexpected =
            || format!("unexpected end of statement while looking for matching {stop}");
        match self.peek().ok_or_else(unexpected)? {
            character if character == stop => {
                self.at += 1;
                self.close_braces(stop);
            }
            '$' => return self.dollar(),
            '<' => self.possible_heredoc(),
            '\'' => return self.single_quotes(),
            '"' => self.open_quotes(),
            ESCAPE => {
                self.at += 1;
                if self.keeps_escapes {
                    self.special.push(ESCAPE);
                }
                let escaped = self.next().ok_or_else(unexpected)?;
                self.special.push(escaped);
            }
            other => {
                self.at += other.len_utf8();
                self.special.push(other);
            }
        }
        Ok(())
    }

    fn close_braces(&mut self, stop: char) {
        self.special.push(stop);
        let Some(Frame::Braces { outer_keeps_escapes, .. }) = self.frames.pop() else { return };
        self.keeps_escapes = outer_keeps_escapes;
        if stop == '/' {
            self.open_braces('}', true, "syntax error: missing '}'");
        }
    }

    fn open_braces(&mut self, stop: char, keeps_escapes: bool, missing: &'static str) {
        self.frames.push(Frame::Braces { stop, outer_keeps_escapes: self.keeps_escapes, missing });
        self.keeps_escapes = keeps_escapes;
        // The lexer's inner call empties the buffer that it shares with the outer one.
        self.word.clear();
    }

    fn open_quotes(&mut self) {
        self.at += 1;
        self.frames.push(Frame::Quotes);
        if self.keeps_quotes {
            self.special.push('"');
        }
    }

    fn single_quotes(&mut self) -> Result<(), String> {
        let start = self.at + 1;
        let Some(length) = memchr::memchr(b'\'', &self.text.as_bytes()[start..]) else {
            self.at = self.text.len();
            return Err(
                "unexpected end of statement while looking for matching single-quote".into()
            );
        };
        self.at = start + length + 1;
        let (from, to) =
            if self.keeps_quotes { (start - 1, self.at) } else { (start, self.at - 1) };
        self.special.push_str(&self.text[from..to]);
        Ok(())
    }

    fn possible_heredoc(&mut self) {
        self.at += 1;
        self.special.push('<');
        if self.peek() != Some('<') {
            return;
        }
        self.at += 1;
        self.special.push('<');
        while let Some(blank @ ('\t' | '\r' | ' ')) = self.peek() {
            self.at += 1;
            self.special.push(blank);
        }
    }

    fn dollar(&mut self) -> Result<(), String> {
        self.at += 1;
        self.special.push('$');
        if self.peek() != Some('{') {
            self.name();
            return Ok(());
        }
        self.at += 1;
        self.special.push('{');
        match self.peek() {
            None => return Err("syntax error: missing '}'".into()),
            Some('{' | '}' | ':') => return Err("syntax error: bad substitution".into()),
            Some(_) => self.name(),
        }
        let unsupported =
            |shown: String| Err(format!("unsupported modifier ({shown}) in substitution"));
        let operator = self.next();
        self.special.extend(operator);
        match operator {
            Some('}') => {}
            Some(':') => match self.next() {
                Some(second @ ('#' | '%')) => return unsupported(format!(":{second}")),
                second => {
                    self.special.push(second.unwrap_or(char::REPLACEMENT_CHARACTER));
                    self.open_braces('}', false, "syntax error: missing '}'");
                }
            },
            Some('+' | '-' | '?') => self.open_braces('}', false, "syntax error: missing '}'"),
            Some('#' | '%') => self.open_braces('}', true, "syntax error: missing '}'"),
            Some('/') => {
                if self.peek() == Some('/') {
                    self.at += 1;
                }
                self.open_braces('/', true, "syntax error: missing '/' in ${}");
            }
            other => {
                return unsupported(other.unwrap_or(char::REPLACEMENT_CHARACTER).to_string());
            }
        }
        Ok(())
    }

    /// A variable's name: digits, one special character, or letters, digits and `_`.
    fn name(&mut self) {
        let start = self.at;
        let first = self.peek();
        if first.is_some_and(go::is_digit) {
            while self.peek().is_some_and(go::is_digit) {
                self.next();
            }
        } else if matches!(first, Some('@' | '*' | '#' | '?' | '-' | '$' | '!')) {
            self.at += 1;
        } else {
            while self.peek().is_some_and(|character| {
                character == '_' || go::is_letter(character) || go::is_digit(character)
            }) {
                self.next();
            }
        }
        self.special.push_str(&self.text[start..self.at]);
    }

    fn add(&mut self, character: char, start: usize) {
        if !go::is_space(character) {
            let mut buffer = [0; 4];
            self.add_raw(character.encode_utf8(&mut buffer), start);
        } else if self.in_word && !self.word.is_empty() {
            self.end_word(start);
            self.in_word = false;
        }
    }

    fn add_raw(&mut self, text: &str, start: usize) {
        if self.word.is_empty() {
            self.word_start = start;
        }
        self.word.push_str(text);
        self.in_word = true;
    }

    /// Adds the text of a variable; blanks in it end a word.
    fn add_text(&mut self, start: usize) {
        let special = std::mem::take(&mut self.special);
        for (offset, character) in special.char_indices() {
            // Close enough to the place in the text: only `//` and escapes make a difference.
            self.add(character, (start + offset).min(self.at));
        }
        self.special = special;
    }

    fn end_word(&mut self, end: usize) {
        if !self.word.is_empty() {
            let text = std::mem::take(&mut self.word);
            let range = self.word_start.min(end)..end;
            self.words.push(ShellWord { text, range });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str, keep: Keep) -> Vec<String> {
        split(text, keep).unwrap().into_iter().map(|word| word.text).collect()
    }

    fn raw(text: &str) -> Vec<String> {
        words(text, Keep::QuotesAndEscapes)
    }

    #[test]
    fn splits_outside_quotes() {
        assert_eq!(raw(r#"a 'b c' "d $e" f\ g"#), ["a", "'b c'", "\"d $e\"", "f\\ g"]);
        assert_eq!(words(r#"'b c'"d \" \n"e\f"#, Keep::Nothing), ["b cd \" \\nef"]);
        assert_eq!(words(r#""a"'b'"#, Keep::Quotes), ["\"a\"'b'"]);
        assert!(words("'' \"\"", Keep::Nothing).is_empty());
    }

    #[test]
    fn keeps_blanks_behind_the_marker_of_a_heredoc() {
        assert_eq!(raw("cat <<  EOF >f"), ["cat", "<<  EOF", ">f"]);
        assert_eq!(raw("$((1 << 2))"), ["$((1", "<< 2))"]);
        assert_eq!(raw("x <<<a"), ["x", "<<<a"]);
    }

    #[test]
    fn loses_what_stood_before_braces() {
        assert_eq!(raw("a x${b:-c d}e f"), ["a", "${b:-c", "d}e", "f"]);
        assert_eq!(raw("x\"y${b-z}\""), ["\"y${b-z}\""]);
        assert_eq!(raw("a${b}"), ["a${b}"]);
        assert_eq!(raw("${a//b/c}"), ["${a/b/c}"]);
        assert_eq!(raw(r"${a:-\b}${a#\b}"), [r"${a#\b}"]);
    }

    #[test]
    fn refuses_in_buildkits_words() {
        for (text, why) in [
            ("'a", "unexpected end of statement while looking for matching single-quote"),
            ("a\"b", "unexpected end of statement while looking for matching double-quote"),
            ("${", "syntax error: missing '}'"),
            ("${a:-b", "syntax error: missing '}'"),
            ("${a/b", "syntax error: missing '/' in ${}"),
            ("${a/b/c", "syntax error: missing '}'"),
            ("${}", "syntax error: bad substitution"),
            ("${a:#b}", "unsupported modifier (:#) in substitution"),
            ("${a.b}", "unsupported modifier (.) in substitution"),
            ("${a:-${b^}}", "unsupported modifier (^) in substitution"),
        ] {
            let expected = format!("failed to process {}: {why}", go::quote(text.as_bytes()));
            assert_eq!(split(text, Keep::Nothing), Err(expected));
        }
    }

    #[test]
    fn takes_any_depth() {
        let deep = "\"${a:-".repeat(200_000);
        assert!(split(&deep, Keep::Nothing).is_err());
        let closed = "${a:-".repeat(100_000) + &"}".repeat(100_000);
        assert_eq!(raw(&closed), [closed]);
    }
}
