//! Reading a short text from left to right, for selectors and expressions.

use super::SelectError;

/// The longest text of a selector or an expression, in bytes.
const LONGEST: usize = 4096;

/// How deep parentheses may nest.
const DEEPEST: u32 = 24;

/// A place in a text, with the nesting so far.
pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
    depth: u32,
    /// How large the regular expressions are that were read so far, in KiB.
    pub(super) searches: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Result<Self, SelectError> {
        if text.len() > LONGEST {
            return Err(SelectError {
                message: format!("this is longer than {LONGEST} bytes"),
                offset: 0,
                hint: Some("ask for less, or split it into two checks".to_owned()),
            });
        }
        Ok(Self { text, at: 0, depth: 0, searches: 0 })
    }

    pub(super) fn offset(&self) -> usize {
        self.at
    }

    pub(super) fn go_back_to(&mut self, offset: usize) {
        self.at = offset;
    }

    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn at_end(&self) -> bool {
        self.at == self.text.len()
    }

    pub(super) fn skip_blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Takes `expected` if it comes next.
    pub(super) fn eat(&mut self, expected: &str) -> bool {
        let found = self.rest().starts_with(expected);
        if found {
            self.at += expected.len();
        }
        found
    }

    /// Takes `expected` behind blanks, or fails.
    pub(super) fn expect(&mut self, expected: &str, behind: &str) -> Result<(), SelectError> {
        self.skip_blanks();
        if self.eat(expected) {
            return Ok(());
        }
        Err(self.error(format!("expected {expected} behind {behind}, found {}", self.found())))
    }

    /// Takes characters as long as they belong; empty when none does.
    pub(super) fn take_while(&mut self, belongs: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|character| !belongs(character)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    /// A word of letters, digits and `_ . - *`; empty when none comes.
    pub(super) fn word(&mut self) -> &'t str {
        self.take_while(|it| it.is_alphanumeric() || matches!(it, '_' | '.' | '-'))
    }

    /// A string in double or single quotes, `\` taking the next character as it is.
    pub(super) fn string(&mut self) -> Result<Option<String>, SelectError> {
        let quote = match self.peek() {
            Some(quote @ ('"' | '\'')) => quote,
            _ => return Ok(None),
        };
        let start = self.at;
        let mut value = String::new();
        let mut characters = self.rest().char_indices().skip(1);
        while let Some((index, character)) = characters.next() {
            match character {
                '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
                _ if character == quote => {
                    self.at = start + index + 1;
                    return Ok(Some(value));
                }
                _ => value.push(character),
            }
        }
        Err(self.error(format!("the text that starts with {quote} has no end")))
    }

    /// Goes one level deeper; each success needs a [`leave`](Self::leave).
    pub(super) fn enter(&mut self) -> Result<(), SelectError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self
                .error(format!("this nests more than {DEEPEST} levels deep"))
                .hint("use fewer parentheses"));
        }
        Ok(())
    }

    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// What comes next, for a message.
    pub(super) fn found(&self) -> String {
        match self.rest().split_whitespace().next() {
            None => "the end".to_owned(),
            Some(word) => {
                let short: String = word.chars().take(20).collect();
                format!("{short:?}")
            }
        }
    }

    pub(super) fn error(&self, message: impl Into<String>) -> SelectError {
        self.error_at(self.at, message)
    }

    pub(super) fn error_at(&self, offset: usize, message: impl Into<String>) -> SelectError {
        SelectError { message: message.into(), offset, hint: None }
    }
}

impl SelectError {
    /// The same error with what to try.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same error with the nearest of the known names, where one is near.
    pub(super) fn did_you_mean(self, word: &str, known: &[&str]) -> Self {
        match super::suggest(word, known) {
            Some(name) => self.hint(format!("did you mean {name}?")),
            None => self.hint(format!("known are {}", known.join(", "))),
        }
    }
}
