//! One pattern of a `.dockerignore`, matched as `moby/patternmatcher` does.
//!
//! The quirks are the rule: `**` at the start turns a pattern into a match of
//! the end, `{}` is literal, and a broken class is an error only when a path
//! is held against it.

use std::sync::OnceLock;

use regex_lite::Regex;

use super::wild::Wild;

/// A cleaned pattern without its `!`.
#[derive(Clone, Debug, Default)]
pub(super) struct Pattern {
    text: String,
    matcher: OnceLock<Matcher>,
    /// The pattern as a regular expression, once a path needs it.
    expression: OnceLock<Option<Regex>>,
}

#[derive(Clone, Debug)]
enum Matcher {
    Exact,
    /// Everything that begins with the pattern without its last `**`.
    Prefix,
    /// Everything that ends with the pattern without its first `**`.
    Suffix,
    Wild(Wild),
    /// Classes, escapes, and `**` inside a name.
    Expression,
}

impl Pattern {
    /// Takes a cleaned pattern; `None` where its syntax is refused at once.
    pub(super) fn new(text: &str) -> Option<Self> {
        is_valid(text).then(|| Self { text: text.to_owned(), ..Self::default() })
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether a path (slashes, no slash at the start) matches; `None` for a
    /// pattern that turns out to be broken.
    pub(super) fn matches(&self, path: &str) -> Option<bool> {
        Some(match self.matcher.get_or_init(|| compile(&self.text)) {
            Matcher::Exact => path == self.text,
            Matcher::Prefix => path.starts_with(&self.text[..self.text.len() - 2]),
            Matcher::Suffix => {
                let end = &self.text[2..];
                path.ends_with(end) || end.strip_prefix('/') == Some(path)
            }
            Matcher::Wild(wild) if !path.contains('\n') => wild.matches(path),
            Matcher::Wild(_) | Matcher::Expression => self.expression()?.is_match(path),
        })
    }

    fn expression(&self) -> Option<&Regex> {
        let compiled = || Regex::new(&with_escaped_brackets(&translate(&self.text).1)).ok();
        self.expression.get_or_init(compiled).as_ref()
    }
}

fn compile(pattern: &str) -> Matcher {
    match translate(pattern).0 {
        Matcher::Expression => Wild::read(pattern).map_or(Matcher::Expression, Matcher::Wild),
        simple => simple,
    }
}

/// How moby/patternmatcher matches a pattern, and the pattern as a regular expression.
fn translate(pattern: &str) -> (Matcher, String) {
    let mut regex = String::from("^");
    let mut kind = Matcher::Exact;
    let mut needs_expression = false;
    let mut letters = pattern.strip_prefix('\u{feff}').unwrap_or(pattern).chars().peekable();
    let mut at_start = true;
    while let Some(letter) = letters.next() {
        match letter {
            '*' if letters.next_if_eq(&'*').is_some() => {
                letters.next_if_eq(&'/');
                if letters.peek().is_some() {
                    regex.push_str("(.*/)?");
                    needs_expression = true;
                } else if matches!(kind, Matcher::Exact) && !needs_expression {
                    kind = Matcher::Prefix;
                } else {
                    regex.push_str(".*");
                    needs_expression = true;
                }
                if at_start {
                    kind = Matcher::Suffix;
                    needs_expression = false;
                }
            }
            '*' => {
                regex.push_str("[^/]*");
                needs_expression = true;
            }
            '?' => {
                regex.push_str("[^/]");
                needs_expression = true;
            }
            '.' | '+' | '(' | ')' | '|' | '{' | '}' | '$' => regex.extend(['\\', letter]),
            '\\' => match letters.next() {
                Some(next) => {
                    regex.extend(['\\', next]);
                    needs_expression = true;
                }
                None => regex.push('\\'),
            },
            '[' | ']' => {
                regex.push(letter);
                needs_expression = true;
            }
            letter => regex.push(letter),
        }
        at_start = false;
    }
    regex.push('$');
    (if needs_expression { Matcher::Expression } else { kind }, regex)
}

/// Go takes a bare `[` inside a class, and a `]` at its start, as themselves; `regex_lite` wants them escaped.
fn with_escaped_brackets(regex: &str) -> String {
    let mut out = String::with_capacity(regex.len());
    let mut letters = regex.chars().peekable();
    let mut in_class = false;
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => {
                out.push(letter);
                out.extend(letters.next());
            }
            '[' if in_class && letters.peek() != Some(&':') => out.push_str("\\["),
            '[' if !in_class => {
                in_class = true;
                out.push(letter);
                out.extend(letters.next_if_eq(&'^'));
                if letters.next_if_eq(&']').is_some() {
                    out.push_str("\\]");
                }
            }
            ']' => {
                in_class = false;
                out.push(letter);
            }
            letter => out.push(letter),
        }
    }
    out
}

/// Whether Go's `filepath.Match` takes the pattern.
fn is_valid(pattern: &str) -> bool {
    let mut letters = pattern.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if letters.next().is_none() => return false,
            '[' => {
                letters.next_if_eq(&'^');
                let mut ranges = 0;
                loop {
                    if ranges > 0 && letters.next_if_eq(&']').is_some() {
                        break;
                    }
                    if !class_member(&mut letters) {
                        return false;
                    }
                    if letters.next_if_eq(&'-').is_some() && !class_member(&mut letters) {
                        return false;
                    }
                    ranges += 1;
                }
            }
            _ => {}
        }
    }
    true
}

/// Takes one member of a class; something must follow it, at least the bracket.
fn class_member(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> bool {
    match letters.next() {
        None | Some('-' | ']') => false,
        Some('\\') => letters.next().is_some() && letters.peek().is_some(),
        Some(_) => letters.peek().is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every short text of these letters.
    fn all(letters: &[&str], length: u32) -> Vec<String> {
        let count = letters.len();
        let text = |mut number: usize| -> String {
            let mut text = String::new();
            for _ in 0..length {
                text.push_str(letters[number % count]);
                number /= count;
            }
            text
        };
        (0..count.pow(length)).map(text).collect()
    }

    #[test]
    fn wildcards_match_as_the_regular_expression_would() {
        let paths: Vec<String> = (1..=6).flat_map(|length| all(&["a", "b", "/"], length)).collect();
        let patterns = (1..=5).flat_map(|length| all(&["a", "*", "?", "/", "**/"], length));
        let mut compared = 0;
        for text in patterns {
            let pattern = Pattern::new(&text).unwrap();
            let Matcher::Wild(wild) = compile(&text) else { continue };
            let regex = pattern.expression().unwrap();
            for path in paths.iter().step_by(7) {
                assert_eq!(wild.matches(path), regex.is_match(path), "{text:?} {path:?}");
                compared += 1;
            }
        }
        assert!(compared > 50_000, "{compared}");
    }

    #[test]
    fn a_dot_does_not_match_the_end_of_a_line() {
        let matches = |pattern: &str, path| Pattern::new(pattern).unwrap().matches(path).unwrap();
        assert!(matches("a/**/b*", "a/x/b"));
        assert!(!matches("a/**/b*", "a/x\n/b"));
        assert!(matches("a/*/b", "a/x\n/b"));
    }
}
