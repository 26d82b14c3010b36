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

/// Whether moby takes the pattern: it holds it against `.` with Go's `filepath.Match`, and that
/// looks no further than the first star behind which nothing fits.
fn is_valid(pattern: &str) -> bool {
    let (mut rest, mut name) = (pattern, ".");
    while !rest.is_empty() {
        let (has_star, chunk, behind) = next_chunk(rest);
        rest = behind;
        if has_star && chunk.is_empty() {
            return true;
        }
        // With a star the chunk may as well begin at the end of the name.
        let starts = [Some(name), (has_star && !name.is_empty()).then_some("")];
        let mut fits = None;
        for start in starts.into_iter().flatten() {
            let Some(left) = match_chunk(chunk, start) else { return false };
            fits = left.filter(|left| left.is_empty() || !rest.is_empty());
            if fits.is_some() {
                break;
            }
        }
        let Some(left) = fits else { return true };
        name = left;
    }
    true
}

/// Whether stars stand at the start, what follows up to the next one, and the rest.
fn next_chunk(pattern: &str) -> (bool, &str, &str) {
    let body = pattern.trim_start_matches('*');
    let (mut in_class, mut letters) = (false, body.char_indices());
    let end = loop {
        match letters.next() {
            None => break body.len(),
            Some((at, '*')) if !in_class => break at,
            Some((_, '\\')) => drop(letters.next()),
            Some((_, bracket @ ('[' | ']'))) => in_class = bracket == '[',
            Some(_) => {}
        }
    };
    (body.len() < pattern.len(), &body[..end], &body[end..])
}

/// What is left of a name of at most one letter behind a chunk that fits it, `Some(None)` where
/// it does not fit, `None` where the chunk is refused.
fn match_chunk<'a>(chunk: &str, name: &'a str) -> Option<Option<&'a str>> {
    let (mut letters, mut left, mut fits) = (chunk.chars().peekable(), name, true);
    while let Some(letter) = letters.next() {
        let first = left.chars().next();
        fits &= first.is_some();
        left = &left[first.map_or(0, char::len_utf8)..];
        match letter {
            '[' => fits &= class_has(&mut letters, first)?,
            '?' => fits &= first != Some('/'),
            '\\' => fits &= letters.next()? == first.unwrap_or_default(),
            letter => fits &= Some(letter) == first,
        }
    }
    Some(fits.then_some(left))
}

/// Whether a class, from behind its bracket, has the letter; `None` where it is refused.
fn class_has(letters: &mut Letters<'_>, letter: Option<char>) -> Option<bool> {
    let is_negated = letters.next_if_eq(&'^').is_some();
    let (mut has, mut ranges) = (false, 0);
    while ranges == 0 || letters.next_if_eq(&']').is_none() {
        let low = class_member(letters)?;
        let is_range = letters.next_if_eq(&'-').is_some();
        let high = if is_range { class_member(letters)? } else { low };
        has |= letter.is_some_and(|letter| (low..=high).contains(&letter));
        ranges += 1;
    }
    Some(has != is_negated)
}

type Letters<'a> = std::iter::Peekable<std::str::Chars<'a>>;

/// Takes one member of a class; something must follow it, at least the bracket.
fn class_member(letters: &mut Letters<'_>) -> Option<char> {
    let member = match letters.next()? {
        '-' | ']' => None,
        '\\' => letters.next(),
        member => Some(member),
    }?;
    letters.peek().is_some().then_some(member)
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
    fn what_stands_behind_a_star_that_fits_nothing_is_not_looked_at() {
        for (pattern, is_taken) in [
            ("a\\", false),
            ("*/a\\", false),
            ("a[", false),
            ("*[", false),
            (".*[", false),
            ("a*/b\\", true),
            ("a*[", true),
            ("a[]", false),
            ("[.]*[", false),
            ("[^.]*[", true),
            ("?*[a-", false),
            ("??*[a-", true),
            ("[a-]", false),
            ("[\\]", false),
            ("[a*]b*[", true),
        ] {
            assert_eq!(Pattern::new(pattern).is_some(), is_taken, "{pattern}");
        }
    }

    #[test]
    fn a_dot_does_not_match_the_end_of_a_line() {
        let matches = |pattern: &str, path| Pattern::new(pattern).unwrap().matches(path).unwrap();
        assert!(matches("a/**/b*", "a/x/b"));
        assert!(!matches("a/**/b*", "a/x\n/b"));
        assert!(matches("a/*/b", "a/x\n/b"));
    }
}
