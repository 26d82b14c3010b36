//! One pattern of a `.dockerignore`, matched as `moby/patternmatcher` does.
//!
//! The quirks are the rule: `**` at the start turns a pattern into a match of
//! the end, `{}` is literal, and a broken class is an error only when a path
//! is held against it.

use std::sync::OnceLock;

use regex_lite::Regex;

/// A cleaned pattern without its `!`.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    text: String,
    matcher: OnceLock<Option<Matcher>>,
}

#[derive(Clone, Debug)]
enum Matcher {
    Exact,
    /// Everything that begins with the pattern without its last `**`.
    Prefix,
    /// Everything that ends with the pattern without its first `**`.
    Suffix,
    Expression(Box<Regex>),
}

impl Pattern {
    /// Takes a cleaned pattern; `None` where its syntax is refused at once.
    pub(super) fn new(text: &str) -> Option<Self> {
        is_valid(text).then(|| Self { text: text.to_owned(), matcher: OnceLock::new() })
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether a path (slashes, no slash at the start) matches; `None` for a
    /// pattern that turns out to be broken.
    pub(super) fn matches(&self, path: &str) -> Option<bool> {
        let matcher = self.matcher.get_or_init(|| compile(&self.text)).as_ref()?;
        Some(match matcher {
            Matcher::Exact => path == self.text,
            Matcher::Prefix => path.starts_with(&self.text[..self.text.len() - 2]),
            Matcher::Suffix => {
                let end = &self.text[2..];
                path.ends_with(end) || end.strip_prefix('/') == Some(path)
            }
            Matcher::Expression(regex) => regex.is_match(path),
        })
    }
}

fn compile(pattern: &str) -> Option<Matcher> {
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
    if !needs_expression {
        return Some(kind);
    }
    regex.push('$');
    Regex::new(&with_escaped_brackets(&regex))
        .ok()
        .map(|regex| Matcher::Expression(Box::new(regex)))
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
