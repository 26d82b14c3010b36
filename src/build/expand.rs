//! Expansion of variables and removal of quotes, by the rules of BuildKit's
//! own word processor (`frontend/dockerfile/shell`, 73ed6825c, recorded in
//! `tests/truth/facts.jsonl`).

use std::collections::BTreeSet;

use regex_lite::Regex;

/// How deep `${a:-${b:-…}}` may be nested. BuildKit has no limit; deeper
/// text than this is an attack on the stack, not a Dockerfile.
const MAX_DEPTH: usize = 200;

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
        let mut lexer = Lexer {
            rules: self,
            variables,
            // The scanner that BuildKit uses drops a byte-order mark at the start.
            rest: text.strip_prefix('\u{feff}').unwrap_or(text).chars().peekable(),
            raw_escapes: false,
            depth: 0,
            used: BTreeSet::new(),
            unset: BTreeSet::new(),
        };
        match lexer.until(None, false) {
            Ok((text, words)) => {
                Ok(Expansion { text, words, used: lexer.used, unset: lexer.unset })
            }
            Err(error) => Err(Refused {
                text: format!("failed to process {}: {error}", go_quoted(text)),
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

struct Lexer<'a> {
    rules: Rules,
    variables: &'a dyn Variables,
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    raw_escapes: bool,
    depth: usize,
    used: BTreeSet<String>,
    unset: BTreeSet<String>,
}

/// Collects words as they come.
#[derive(Default)]
struct Words {
    done: Vec<String>,
    current: String,
    inside: bool,
}

impl Words {
    fn add(&mut self, letter: char) {
        if !letter.is_whitespace() {
            self.add_raw(letter);
        } else if self.inside && !self.current.is_empty() {
            self.done.push(std::mem::take(&mut self.current));
            self.inside = false;
        }
    }

    fn add_raw(&mut self, letter: char) {
        self.current.push(letter);
        self.inside = true;
    }

    fn finish(mut self) -> Vec<String> {
        if !self.current.is_empty() {
            self.done.push(self.current);
        }
        self.done
    }
}

impl Lexer<'_> {
    /// Reads up to `stop`, or to the end when there is none.
    fn until(
        &mut self,
        stop: Option<char>,
        raw_escapes: bool,
    ) -> Result<(String, Vec<String>), String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err("variables are nested too deeply".to_owned());
        }
        let before = std::mem::replace(&mut self.raw_escapes, raw_escapes);
        let result = self.read_until(stop);
        self.raw_escapes = before;
        self.depth -= 1;
        result
    }

    fn read_until(&mut self, stop: Option<char>) -> Result<(String, Vec<String>), String> {
        let mut text = String::new();
        let mut words = Words::default();
        while let Some(&letter) = self.rest.peek() {
            if Some(letter) == stop {
                self.rest.next();
                return Ok((text, words.finish()));
            }
            let quotes = !self.rules.ignore_quotes;
            match letter {
                '$' => {
                    let value = self.dollar()?;
                    value.chars().for_each(|letter| words.add(letter));
                    text.push_str(&value);
                }
                '<' | '\'' | '"' if letter == '<' || quotes => {
                    let piece = match letter {
                        '<' => self.heredoc_mark(),
                        '\'' => self.single_quoted()?,
                        _ => self.double_quoted()?,
                    };
                    words.current.push_str(&piece);
                    words.inside = true;
                    text.push_str(&piece);
                }
                _ => {
                    self.rest.next();
                    let mut letter = letter;
                    let escaped = letter == self.rules.escape;
                    if escaped {
                        if self.raw_escapes {
                            words.add_raw(letter);
                            text.push(letter);
                        }
                        match self.rest.next() {
                            Some(next) => letter = next,
                            None => break,
                        }
                        words.add_raw(letter);
                    } else {
                        words.add(letter);
                    }
                    text.push(letter);
                }
            }
        }
        match stop {
            Some(stop) => {
                Err(format!("unexpected end of statement while looking for matching {stop}"))
            }
            None => Ok((text, words.finish())),
        }
    }

    /// `<<` with the blanks behind it; the rest of a heredoc's name follows as plain text.
    fn heredoc_mark(&mut self) -> String {
        self.rest.next();
        if self.rest.peek() != Some(&'<') {
            return "<".to_owned();
        }
        self.rest.next();
        let mut mark = "<<".to_owned();
        while let Some(blank) = self.rest.next_if(|letter| matches!(letter, '\t' | '\r' | ' ')) {
            mark.push(blank);
        }
        mark
    }

    fn single_quoted(&mut self) -> Result<String, String> {
        self.rest.next();
        let quote = if self.rules.keep_quotes { "'" } else { "" };
        let mut text = quote.to_owned();
        loop {
            match self.rest.next() {
                Some('\'') => return Ok(text + quote),
                Some(letter) => text.push(letter),
                None => {
                    return Err(
                        "unexpected end of statement while looking for matching single-quote"
                            .into(),
                    );
                }
            }
        }
    }

    fn double_quoted(&mut self) -> Result<String, String> {
        self.rest.next();
        let quote = if self.rules.keep_quotes { "\"" } else { "" };
        let mut text = quote.to_owned();
        loop {
            match self.rest.peek().copied() {
                None => {
                    return Err(
                        "unexpected end of statement while looking for matching double-quote"
                            .into(),
                    );
                }
                Some('"') => {
                    self.rest.next();
                    return Ok(text + quote);
                }
                Some('$') => text.push_str(&self.dollar()?),
                Some(letter) => {
                    self.rest.next();
                    let mut letter = letter;
                    if letter == self.rules.escape {
                        if self.raw_escapes {
                            text.push(letter);
                        }
                        let escape = self.rules.escape;
                        match self.rest.peek().copied() {
                            None => continue,
                            Some(next) if next == '"' || next == '$' || next == escape => {
                                self.rest.next();
                                letter = next;
                            }
                            Some(_) => {}
                        }
                    }
                    text.push(letter);
                }
            }
        }
    }

    fn dollar(&mut self) -> Result<String, String> {
        self.rest.next();
        if self.rest.peek() != Some(&'{') {
            let name = self.name();
            if name.is_empty() {
                return Ok("$".to_owned());
            }
            return Ok(match self.look_up(&name) {
                None if self.rules.keep_unset => format!("${name}"),
                value => value.unwrap_or_default(),
            });
        }
        self.rest.next();
        match self.rest.peek() {
            None => return Err("syntax error: missing '}'".to_owned()),
            Some('{' | '}' | ':') => return Err("syntax error: bad substitution".to_owned()),
            Some(_) => {}
        }
        let name = self.name();
        let modifier = self.rest.next();
        match modifier {
            Some('}') => Ok(match self.look_up(&name) {
                None if self.rules.keep_unset => format!("${{{name}}}"),
                value => value.unwrap_or_default(),
            }),
            Some(':') => {
                let second = self.rest.next();
                if matches!(second, Some('#' | '%')) {
                    return Err(unsupported(&[modifier, second]));
                }
                self.modified(&name, &[modifier, second], true)
            }
            Some('+' | '-' | '?' | '#' | '%') => self.modified(&name, &[modifier], false),
            Some('/') => self.replaced(&name),
            _ => Err(unsupported(&[modifier])),
        }
    }

    /// `${name-word}` and its relatives; `empty_is_unset` when a colon stands before.
    fn modified(
        &mut self,
        name: &str,
        modifiers: &[Option<char>],
        empty_is_unset: bool,
    ) -> Result<String, String> {
        let modifier = modifiers.last().copied().flatten();
        let raw_escapes = matches!(modifier, Some('#' | '%'));
        let (word, _) = match self.until(Some('}'), raw_escapes) {
            Ok(read) => read,
            Err(_) if self.rest.peek().is_none() => {
                return Err("syntax error: missing '}'".to_owned());
            }
            Err(error) => return Err(error),
        };
        let value = self.look_up(name);
        if self.rules.keep_unset && value.is_none() {
            let modifiers: String = modifiers.iter().map(|letter| shown(*letter)).collect();
            return Ok(format!("${{{name}{modifiers}{word}}}"));
        }
        let unset = value.is_none() || empty_is_unset && value.as_deref() == Some("");
        let value_or_empty = value.clone().unwrap_or_default();
        match modifier {
            Some('-') => Ok(if unset { word } else { value_or_empty }),
            Some('+') => Ok(if unset { String::new() } else { word }),
            Some('?') if unset => {
                let usual = if value.is_none() {
                    "is not allowed to be unset"
                } else {
                    "is not allowed to be empty"
                };
                Err(format!("{name}: {}", if word.is_empty() { usual } else { &word }))
            }
            Some('?') => Ok(value_or_empty),
            Some(end @ ('#' | '%')) => {
                let (pattern, greedy) = match word.strip_prefix(end) {
                    Some(pattern) => (pattern, true),
                    None => (word.as_str(), false),
                };
                if end == '%' {
                    trim_end(pattern, &value_or_empty, greedy)
                } else {
                    trim_start(pattern, &value_or_empty, greedy)
                }
            }
            _ => Err(unsupported(modifiers)),
        }
    }

    /// `${name/pattern/replacement}` and `${name//pattern/replacement}`.
    fn replaced(&mut self, name: &str) -> Result<String, String> {
        let all = self.rest.next_if_eq(&'/').is_some();
        let pattern = self.part('/', "syntax error: missing '/' in ${}")?;
        let replacement = self.part('}', "syntax error: missing '}'")?;
        let value = self.look_up(name);
        if self.rules.keep_unset && value.is_none() {
            return Ok(format!("${{{name}/{pattern}/{replacement}}}"));
        }
        let value = value.unwrap_or_default();
        let regex = shell_pattern(&pattern, true, false)
            .map_err(|error| format!("invalid pattern ({pattern}) in substitution: {error}"))?;
        if all {
            return Ok(regex
                .replace_all(&value, |found: &regex_lite::Captures<'_>| {
                    go_template(&replacement, found.get(0).map_or("", |found| found.as_str()))
                })
                .into_owned());
        }
        Ok(match regex.find(&value) {
            Some(found) => {
                format!("{}{replacement}{}", &value[..found.start()], &value[found.end()..])
            }
            None => value,
        })
    }

    fn part(&mut self, stop: char, missing: &str) -> Result<String, String> {
        match self.until(Some(stop), true) {
            Ok((part, _)) => Ok(part),
            Err(_) if self.rest.peek().is_none() => Err(missing.to_owned()),
            Err(error) => Err(error),
        }
    }

    /// Letters, digits and underscores; digits alone; or one special parameter.
    fn name(&mut self) -> String {
        let mut name = String::new();
        let first = self.rest.peek().copied();
        if first.is_some_and(is_digit) {
            while let Some(digit) = self.rest.next_if(|letter| is_digit(*letter)) {
                name.push(digit);
            }
        } else if first.is_some_and(|letter| "@*#?-$!".contains(letter)) {
            name.extend(self.rest.next());
        } else {
            while let Some(letter) = self
                .rest
                .next_if(|letter| is_letter(*letter) || is_digit(*letter) || *letter == '_')
            {
                name.push(letter);
            }
        }
        name
    }

    fn look_up(&mut self, name: &str) -> Option<String> {
        let value = self.variables.value(name).map(str::to_owned);
        let list = if value.is_some() { &mut self.used } else { &mut self.unset };
        list.insert(name.to_owned());
        value
    }
}

fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit() || !letter.is_ascii() && letter.is_numeric()
}

fn is_letter(letter: char) -> bool {
    letter.is_alphabetic()
}

/// A character as BuildKit prints it; the end of the text prints as U+FFFD.
fn shown(letter: Option<char>) -> char {
    letter.unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn unsupported(modifiers: &[Option<char>]) -> String {
    let modifiers: String = modifiers.iter().map(|letter| shown(*letter)).collect();
    format!("unsupported modifier ({modifiers}) in substitution")
}

/// A shell pattern (`*`, `?`, no brackets) as a regular expression.
fn shell_pattern(pattern: &str, greedy: bool, anchored: bool) -> Result<Regex, String> {
    let mut out = String::from(if anchored { "^" } else { "" });
    let mut letters = pattern.strip_prefix('\u{feff}').unwrap_or(pattern).chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '*' => out.push_str(if greedy { ".*" } else { ".*?" }),
            '?' => out.push('.'),
            '\\' => {
                if matches!(letters.peek(), Some('}' | '/')) {
                    continue;
                }
                match letters.next() {
                    Some(next @ ('*' | '?' | '\\')) => {
                        out.push('\\');
                        out.push(next);
                    }
                    next => return Err(format!("invalid escape '\\{}'", shown(next))),
                }
            }
            '[' | ']' | '{' | '}' | '.' | '+' | '(' | ')' | '|' | '^' | '$' => {
                out.push('\\');
                out.push(letter);
            }
            letter => out.push(letter),
        }
    }
    Regex::new(&out).map_err(|error| error.to_string())
}

fn trim_start(pattern: &str, value: &str, greedy: bool) -> Result<String, String> {
    let regex = shell_pattern(pattern, greedy, true)
        .map_err(|error| format!("invalid pattern ({pattern}) in substitution: {error}"))?;
    let start = regex.find(value).map_or(0, |found| found.end());
    Ok(value[start..].to_owned())
}

/// The shortest match at the end is found as the shortest at the start of both turned round.
fn trim_end(pattern: &str, value: &str, greedy: bool) -> Result<String, String> {
    let turned: String = value.chars().rev().collect();
    let trimmed = trim_start(&turned_pattern(pattern), &turned, greedy)?;
    Ok(trimmed.chars().rev().collect())
}

/// Turns a pattern round and keeps each escape before its character.
fn turned_pattern(pattern: &str) -> String {
    let letters: Vec<char> = pattern.chars().collect();
    let mut pieces: Vec<String> = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let length = if letters[at] == '\\' && at + 1 < letters.len() { 2 } else { 1 };
        pieces.push(letters[at..at + length].iter().collect());
        at += length;
    }
    pieces.reverse();
    pieces.concat()
}

/// Go's replacement templates: `$0` is the match, other references are empty, `$$` is a dollar.
fn go_template(template: &str, found: &str) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        rest = after;
        if let Some(after) = rest.strip_prefix('$') {
            out.push('$');
            rest = after;
            continue;
        }
        let (braced, body) = match rest.strip_prefix('{') {
            Some(body) => (true, body),
            None => (false, rest),
        };
        let length: usize = body
            .chars()
            .take_while(|letter| *letter == '_' || is_letter(*letter) || is_digit(*letter))
            .map(char::len_utf8)
            .sum();
        let (name, after) = body.split_at(length);
        let after = if braced { after.strip_prefix('}') } else { Some(after) };
        match after {
            Some(after) if !name.is_empty() => {
                out.push_str(if name == "0" { found } else { "" });
                rest = after;
            }
            _ => out.push('$'),
        }
    }
    out + rest
}

/// A string in Go's double quotes (`%q`).
pub fn go_quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{b}' => out.push_str("\\v"),
            ' ' => out.push(' '),
            _ if u32::from(letter) < 0x80 && letter.is_control() => {
                out.push_str(&format!("\\x{:02x}", u32::from(letter)));
            }
            _ if !is_printable(letter) && u32::from(letter) < 0x10000 => {
                out.push_str(&format!("\\u{:04x}", u32::from(letter)));
            }
            _ if !is_printable(letter) => {
                out.push_str(&format!("\\U{:08x}", u32::from(letter)));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

/// Whether Go prints the character as it is: letters, marks, numbers, punctuation and symbols.
fn is_printable(letter: char) -> bool {
    !(letter.is_control()
        || letter.is_whitespace()
        || matches!(u32::from(letter), 0xad | 0x600..=0x605 | 0x61c | 0x6dd | 0x70f | 0x180e
            | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0xfeff | 0xfff0..=0xfffb
            | 0xe000..=0xf8ff | 0xe0000..=0xe007f | 0xf0000..=0x10ffff))
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
