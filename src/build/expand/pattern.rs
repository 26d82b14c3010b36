//! The patterns of `${name#pattern}` and `${name/pattern/replacement}`.

use regex_lite::Regex;

use crate::dockerfile::go;

/// A character as BuildKit prints it; the end of the text prints as U+FFFD.
pub(super) fn shown(letter: Option<char>) -> char {
    letter.unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// A shell pattern (`*`, `?`, no brackets) as a regular expression.
pub(super) fn shell_pattern(pattern: &str, greedy: bool, anchored: bool) -> Result<Regex, String> {
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

pub(super) fn trim_start(pattern: &str, value: &str, greedy: bool) -> Result<String, String> {
    let regex = shell_pattern(pattern, greedy, true)
        .map_err(|error| format!("invalid pattern ({pattern}) in substitution: {error}"))?;
    let start = regex.find(value).map_or(0, |found| found.end());
    Ok(value[start..].to_owned())
}

/// The shortest match at the end is found as the shortest at the start of both turned round.
pub(super) fn trim_end(pattern: &str, value: &str, greedy: bool) -> Result<String, String> {
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
pub(super) fn go_template(template: &str, found: &str) -> String {
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
            .take_while(|letter| *letter == '_' || go::is_letter(*letter) || go::is_digit(*letter))
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
