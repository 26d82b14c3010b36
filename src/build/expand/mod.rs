//! Expansion of variables and removal of quotes, by the rules of BuildKit's
//! own word processor (`frontend/dockerfile/shell`, 73ed6825c, recorded in
//! `tests/truth/facts.jsonl`).

mod collect;
mod lexer;
mod pattern;

use std::collections::BTreeSet;

use self::lexer::Lexer;
use super::words::go_quoted;

/// Where values come from.
pub trait Variables {
    /// The value of a variable; `None` when it is not set.
    fn value(&self, name: &str) -> Option<&str>;
}

/// Expands with no variable set.
pub struct NoVariables;

impl Variables for NoVariables {
    fn value(&self, _name: &str) -> Option<&str> {
        None
    }
}

/// How words are processed.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// The escape character.
    pub escape: char,
    /// Quotes stay in the result.
    pub keep_quotes: bool,
    /// Quotes are characters like any other.
    pub ignore_quotes: bool,
    /// References to variables that are not set stay as written.
    pub keep_unset: bool,
}

impl Rules {
    /// The usual rules: quotes are removed, unset variables are empty.
    pub fn usual(escape: char) -> Self {
        Self { escape, keep_quotes: false, ignore_quotes: false, keep_unset: false }
    }

    /// Whether nothing in a text can be expanded, removed or escaped, as far as single bytes
    /// tell: those that begin a U+FEFF begin other letters too.
    pub(super) fn leaves(self, text: &str) -> bool {
        let escape = u8::try_from(self.escape).unwrap_or(b'$');
        let is_special =
            |byte: u8| matches!(byte, b'$' | b'\'' | b'"' | b'<' | 0xef) || byte == escape;
        // Without a way out of the middle, many bytes are compared at once.
        text.as_bytes()
            .chunks(32)
            .all(|part| part.iter().fold(0, |found, byte| found | u8::from(is_special(*byte))) == 0)
    }

    /// Expands the variables of a text.
    ///
    /// # Errors
    /// BuildKit's text for what it refuses, such as `${X:?}` without a value.
    pub fn expand(self, text: &str, variables: &dyn Variables) -> Result<Expansion, String> {
        self.expand_or_tell(text, variables).map_err(|refused| refused.text)
    }

    /// Like [`expand`](Self::expand); a refusal says which variables were asked for in vain before.
    ///
    /// # Errors
    /// BuildKit's text for what it refuses, such as `${X:?}` without a value.
    pub fn expand_or_tell(
        self,
        text: &str,
        variables: &dyn Variables,
    ) -> Result<Expansion, Refused> {
        let mut lexer = Lexer::new(self, text, variables);
        match lexer.until(None, false) {
            Ok((text, words)) => {
                Ok(Expansion { text, words, used: lexer.used, unset: lexer.unset })
            }
            Err(error) => Err(Refused {
                text: format!("failed to process {}: {error}", go_quoted(text)),
                is_too_long: lexer.is_too_long,
                used: lexer.used,
                unset: lexer.unset,
            }),
        }
    }
}

/// A text that cannot be expanded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// BuildKit's text.
    pub text: String,
    /// Whether BuildKit would go on: only layerwise has such a limit.
    pub is_too_long: bool,
    /// Variables that were asked for before and are set.
    pub used: BTreeSet<String>,
    /// Variables that were asked for before and are not set.
    pub unset: BTreeSet<String>,
}

/// A text after expansion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expansion {
    /// As one word.
    pub text: String,
    /// Split at blanks that are not quoted.
    pub words: Vec<String>,
    /// Variables that were asked for and are set.
    pub used: BTreeSet<String>,
    /// Variables that were asked for and are not set.
    pub unset: BTreeSet<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Pairs<'a>(&'a [(&'a str, &'a str)]);

    impl Variables for Pairs<'_> {
        fn value(&self, name: &str) -> Option<&str> {
            self.0.iter().find(|pair| pair.0 == name).map(|pair| pair.1)
        }
    }

    fn check(text: &str, expected: Result<&str, &str>) {
        let variables = Pairs(&[("A", "one"), ("P", "/a/b/a.tar.gz"), ("E", "")]);
        let found = Rules::usual('\\').expand(text, &variables);
        let found = found.as_ref().map(|found| found.text.as_str()).map_err(String::as_str);
        let expected =
            expected.map_err(|error| format!("failed to process {}: {error}", go_quoted(text)));
        assert_eq!(found, expected.as_ref().map(|text| *text).map_err(String::as_str), "{text}");
    }

    #[test]
    fn every_form() {
        for (text, expected) in [
            ("$A", "one"),
            ("${A}x", "onex"),
            ("$X.", "."),
            ("'$A'", "$A"),
            ("\"$A\"", "one"),
            ("\\$A", "$A"),
            ("${X:-two}", "two"),
            ("${E:-two}", "two"),
            ("${E-two}", ""),
            ("${A:+set}", "set"),
            ("${X+set}", ""),
            ("${P#*/}", "a/b/a.tar.gz"),
            ("${P##*/}", "a.tar.gz"),
            ("${P%.*}", "/a/b/a.tar"),
            ("${P%%.*}", "/a/b/a"),
            ("${P/a/x}", "/x/b/a.tar.gz"),
            ("${P//a/x}", "/x/b/x.txr.gz"),
            ("${X:-${A:-three}}", "one"),
            ("a<<b", "a<<b"),
            ("$", "$"),
        ] {
            check(text, Ok(expected));
        }
    }

    #[test]
    fn every_refusal() {
        for (text, error) in [
            ("${", "syntax error: missing '}'"),
            ("${}", "syntax error: bad substitution"),
            ("${A", "unsupported modifier (\u{fffd}) in substitution"),
            ("${A:#x}", "unsupported modifier (:#) in substitution"),
            ("${X:?}", "X: is not allowed to be unset"),
            ("${E:?say}", "E: say"),
            ("'a", "unexpected end of statement while looking for matching single-quote"),
        ] {
            check(text, Err(error));
        }
    }

    #[test]
    fn deep_nesting_is_refused() {
        let text = "${A:-".repeat(100_000);
        assert!(Rules::usual('\\').expand(&text, &NoVariables).is_err());
    }
}
