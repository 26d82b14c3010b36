//! Reading a text and expanding what it refers to.

use std::collections::BTreeSet;

use super::collect::Words;
use super::pattern::{go_template, shell_pattern, shown, trim_end, trim_start};
use super::{Rules, Variables};
use crate::dockerfile::go;

/// How deep `${a:-${b:-…}}` may be nested. BuildKit has no limit; deeper
/// text than this is an attack on the stack, not a Dockerfile.
const MAX_DEPTH: usize = 200;

/// How long a text may become, in bytes. BuildKit has no limit, but a system
/// takes no variable of more than 128 KiB; `ENV A=$A$A` in each line is an
/// attack on the memory.
const MAX_LENGTH: usize = 1 << 20;

/// Reads a text from start to end.
pub(super) struct Lexer<'a> {
    rules: Rules,
    variables: &'a dyn Variables,
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    raw_escapes: bool,
    depth: usize,
    /// How many texts were read, nested ones included.
    texts: usize,
    /// How many bytes of values may still be put in.
    room: usize,
    pub(super) is_too_long: bool,
    pub(super) used: BTreeSet<String>,
    pub(super) unset: BTreeSet<String>,
}

impl<'a> Lexer<'a> {
    /// Begins at the start of a text.
    pub(super) fn new(rules: Rules, text: &'a str, variables: &'a dyn Variables) -> Self {
        Self {
            rules,
            variables,
            // The scanner that BuildKit uses drops a byte-order mark at the start.
            rest: text.strip_prefix('\u{feff}').unwrap_or(text).chars().peekable(),
            raw_escapes: false,
            depth: 0,
            texts: 0,
            room: text.len() + MAX_LENGTH,
            is_too_long: false,
            used: BTreeSet::new(),
            unset: BTreeSet::new(),
        }
    }

    /// Reads up to `stop`, or to the end when there is none.
    pub(super) fn until(
        &mut self,
        stop: Option<char>,
        raw_escapes: bool,
    ) -> Result<(String, Vec<String>), String> {
        self.depth += 1;
        self.texts += 1;
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
            let texts = self.texts;
            match letter {
                '$' => {
                    let value = self.dollar()?;
                    self.take_room(value.len())?;
                    words.forget_if(self.texts > texts);
                    value.chars().for_each(|letter| words.add(letter));
                    text.push_str(&value);
                }
                '<' | '\'' | '"' if letter == '<' || quotes => {
                    let piece = match letter {
                        '<' => self.heredoc_mark(),
                        '\'' => self.single_quoted()?,
                        _ => self.double_quoted()?,
                    };
                    words.forget_if(self.texts > texts);
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
                Some('$') => {
                    let value = self.dollar()?;
                    self.take_room(value.len())?;
                    text.push_str(&value);
                }
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
            let count = regex.find_iter(&value).count();
            self.take_room(count.saturating_mul(replacement.len() + 1))?;
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
        if first.is_some_and(go::is_digit) {
            while let Some(digit) = self.rest.next_if(|letter| go::is_digit(*letter)) {
                name.push(digit);
            }
        } else if first.is_some_and(|letter| "@*#?-$!".contains(letter)) {
            name.extend(self.rest.next());
        } else {
            while let Some(letter) = self
                .rest
                .next_if(|letter| go::is_letter(*letter) || go::is_digit(*letter) || *letter == '_')
            {
                name.push(letter);
            }
        }
        name
    }

    fn take_room(&mut self, bytes: usize) -> Result<(), String> {
        let left = self.room.checked_sub(bytes);
        self.is_too_long |= left.is_none();
        self.room = left.unwrap_or_default();
        left.map(drop).ok_or_else(|| "the result is too long".to_owned())
    }

    fn look_up(&mut self, name: &str) -> Option<String> {
        let value = self.variables.value(name).map(str::to_owned);
        let list = if value.is_some() { &mut self.used } else { &mut self.unset };
        list.insert(name.to_owned());
        value
    }
}

fn unsupported(modifiers: &[Option<char>]) -> String {
    let modifiers: String = modifiers.iter().map(|letter| shown(*letter)).collect();
    format!("unsupported modifier ({modifiers}) in substitution")
}
