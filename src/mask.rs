//! Masks: secret values that stand in a Dockerfile are never shown as they are.
//!
//! A value is taken for a secret when its name says so (`DB_PASSWORD`,
//! `--token=`) or when it is the password of a URL. A value that only refers
//! to a variable is no secret and stays.

use std::borrow::Cow;

use crate::dockerfile::{Arguments, Dockerfile, Instruction, Pair};
use crate::source::{Source, Span};

/// What stands in the place of a secret value.
pub const MASK: &str = "••••••";

/// Whether a variable, a flag or a label of this name most likely holds a secret.
///
/// Names are split at `_`, `-` and `.`. As in BuildKit's check of secrets
/// (73ed6825c), names that speak of a public value, a file or a version are none.
pub fn is_secret_name(name: &str) -> bool {
    let words = || name.split(['_', '-', '.']).filter(|word| !word.is_empty());
    if words().any(|word| is_one_of(word, &["public", "file", "version", "path", "name"])) {
        return false;
    }
    words().any(is_secret_word)
}

fn is_secret_word(word: &str) -> bool {
    let parts = ["password", "passwd", "passphrase", "secret", "token", "credential", "apikey"];
    parts.iter().any(|part| holds(word, part))
        || is_one_of(word, &["pass", "pword", "pwd", "auth", "key", "keys"])
        || is_one_of(word, &["accesskey", "privatekey", "secretkey", "signingkey"])
}

/// Whether a part stands in a word, in large or small letters. Asked of every name of a
/// file before the file is shown, so nothing is copied for it.
fn holds(word: &str, part: &str) -> bool {
    word.as_bytes().windows(part.len()).any(|at| at.eq_ignore_ascii_case(part.as_bytes()))
}

fn is_one_of(word: &str, list: &[&str]) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// The places of all secret values of a file, in order and disjoint.
pub fn secret_spans(file: &Dockerfile) -> Vec<Span> {
    let mut spans = in_text(file.source.text(), 0);
    for instruction in &file.instructions {
        pairs_of(&file.source, instruction, &mut spans);
    }
    merge(spans)
}

/// The places of secret values in one instruction and the comments above it.
pub fn secret_spans_of(file: &Dockerfile, instruction: &Instruction) -> Vec<Span> {
    let mut spans = in_text(file.source.slice(instruction.span), instruction.span.start);
    for comment in &instruction.comments {
        spans.extend(in_text(file.source.slice(*comment), comment.start));
    }
    pairs_of(&file.source, instruction, &mut spans);
    merge(spans)
}

/// A text with every secret value replaced by [`MASK`].
pub fn mask_text(text: &str) -> Cow<'_, str> {
    replace(text, 0, &in_text(text, 0))
}

/// The text of a span of the file with the secrets in it masked; `secrets` as
/// [`secret_spans`] gives them.
pub fn masked<'a>(file: &'a Dockerfile, span: Span, secrets: &[Span]) -> Cow<'a, str> {
    masked_in(&file.source, span, secrets)
}

/// The same for a source alone.
pub fn masked_in<'a>(source: &'a Source, span: Span, secrets: &[Span]) -> Cow<'a, str> {
    replace(source.slice(span), span.start, secrets)
}

fn replace<'a>(text: &'a str, start: u32, secrets: &[Span]) -> Cow<'a, str> {
    let end = start + text.len() as u32;
    let first = secrets.partition_point(|secret| secret.end <= start);
    let inside = secrets[first..].iter().take_while(|secret| secret.start < end);
    let mut out = String::new();
    let mut at = 0;
    for secret in inside {
        let from = (secret.start.max(start) - start) as usize;
        out.push_str(text.get(at..from).unwrap_or_default());
        out.push_str(MASK);
        at = (secret.end.min(end) - start) as usize;
    }
    if at == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Cow::Owned(out)
}

/// Sorts and joins what overlaps.
fn merge(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start < last.end => *last = last.join(span),
            _ => merged.push(span),
        }
    }
    merged
}

fn pairs_of(source: &Source, instruction: &Instruction, spans: &mut Vec<Span>) {
    match &instruction.arguments {
        Arguments::Pairs(pairs) => {
            spans.extend(pairs.iter().filter_map(|pair| secret_of(source, pair)));
        }
        Arguments::Onbuild(Some(inner)) => pairs_of(source, inner, spans),
        _ => {}
    }
}

/// The value of a pair when it is a secret.
fn secret_of(source: &Source, pair: &Pair) -> Option<Span> {
    let value = pair.value.as_ref()?;
    let name = pair.key.value(source).trim_matches(['"', '\'']);
    (is_secret_name(name) && is_literal(value.value(source))).then_some(value.span)
}

/// Whether a value says something itself: it is neither empty nor only a reference to a variable.
fn is_literal(value: &str) -> bool {
    let value = value.trim().trim_matches(['"', '\'']);
    let name = match value.strip_prefix('$') {
        None => return !value.is_empty(),
        Some(rest) => {
            rest.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(rest)
        }
    };
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let is_command = value.starts_with("$(") && value.ends_with(')');
    !is_name && !is_command
}

/// The places of secrets that a text shows by its own form: passwords in URLs,
/// `NAME=value` and `--name value` with a secret name.
fn in_text(text: &str, start: u32) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut spans = Vec::new();
    let urls = memchr::memmem::find_iter(bytes, b"://");
    collect(urls, |at| password_of_url(text, at + 3), &mut spans);
    collect(memchr::memchr_iter(b'=', bytes), |at| assigned_secret(text, at), &mut spans);
    let flags = memchr::memmem::find_iter(bytes, b"--");
    collect(flags, |at| secret_behind_flag(text, at), &mut spans);
    for span in &mut spans {
        *span = Span::new(span.start + start, span.end + start);
    }
    merge(spans)
}

/// Looks at each place that does not lie in a secret found before it; this keeps one
/// line without blanks linear.
fn collect(
    places: impl Iterator<Item = usize>,
    secret_at: impl Fn(usize) -> Option<Span>,
    spans: &mut Vec<Span>,
) {
    let mut done = 0;
    for at in places {
        if at < done {
            continue;
        }
        if let Some(span) = secret_at(at) {
            done = span.end as usize;
            spans.push(span);
        }
    }
}

/// `password` in `user:password@host`, for the text behind `://`.
fn password_of_url(text: &str, at: usize) -> Option<Span> {
    let rest = text.get(at..)?;
    let end =
        rest.find(|c: char| c.is_whitespace() || "/\"'<>`,;".contains(c)).unwrap_or(rest.len());
    let host = rest[..end].rfind('@')?;
    let colon = rest[..host].find(':')?;
    literal(rest, at, colon + 1, host)
}

/// `value` in `NAME=value` for the `=` at `at`, when the name is a secret's.
fn assigned_secret(text: &str, at: usize) -> Option<Span> {
    let before = &text.as_bytes()[..at];
    // No name is longer; the limit keeps a long line without blanks linear.
    let oldest = at.saturating_sub(128);
    let name_at = before[oldest..]
        .iter()
        .rposition(|byte| !(byte.is_ascii_alphanumeric() || b"_-.".contains(byte)))
        .map_or(oldest, |place| oldest + place + 1);
    let name = text.get(name_at..at)?;
    if name.is_empty() || !is_secret_name(name) {
        return None;
    }
    let rest = text.get(at + 1..)?;
    literal(rest, at + 1, 0, end_of_value(rest))
}

/// `value` in `--password value` for the `--` at `at`.
fn secret_behind_flag(text: &str, at: usize) -> Option<Span> {
    let rest = text.get(at + 2..)?;
    let end = rest
        .bytes()
        .take(64)
        .position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'-'))
        .filter(|end| *end > 0)?;
    let speaks = ["password", "passwd", "token", "secret"];
    let name = rest[..end].to_ascii_lowercase();
    if !speaks.iter().any(|part| name.contains(part)) || !is_secret_name(&name) {
        return None;
    }
    // In JSON form the value is the next string.
    let value = rest[end..].strip_prefix('"').map_or(&rest[end..], |rest| {
        let rest = rest.trim_start();
        rest.strip_prefix(',').unwrap_or(rest)
    });
    let trimmed = value.trim_start_matches([' ', '\t']);
    if trimmed.len() == rest[end..].len() || trimmed.starts_with(['-', '\n', '\r', '\\', '#']) {
        return None;
    }
    literal(trimmed, text.len() - trimmed.len(), 0, end_of_value(trimmed))
}

/// Where a shell word ends that begins the text.
fn end_of_value(text: &str) -> usize {
    match text.as_bytes().first() {
        Some(quote @ (b'"' | b'\'')) => memchr::memchr2(*quote, b'\n', &text.as_bytes()[1..])
            .map_or(text.len(), |at| at + 1 + usize::from(text.as_bytes()[at + 1] == *quote)),
        _ => {
            text.find(|c: char| c.is_whitespace() || ";&|)\"'`,]".contains(c)).unwrap_or(text.len())
        }
    }
}

/// The span of `text[from..to]`, moved by `offset`, when it is a literal value.
fn literal(text: &str, offset: usize, from: usize, to: usize) -> Option<Span> {
    let value = text.get(from..to)?;
    is_literal(value).then(|| Span::new((offset + from) as u32, (offset + to) as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(mask_text(text), expected);
    }

    #[test]
    fn passwords_of_urls_are_masked() {
        check("postgres://app:hunter2@db/app", "postgres://app:••••••@db/app");
        check("https://$USER:$PASS@host/x", "https://$USER:$PASS@host/x");
        check("https://host:8080/a@b", "https://host:8080/a@b");
        check("git@github.com:a/b", "git@github.com:a/b");
    }

    #[test]
    fn assignments_and_flags_are_masked() {
        check("RUN TOKEN=abc ./x", "RUN TOKEN=•••••• ./x");
        check("API_KEY='a b' x", "API_KEY=•••••• x");
        check("x --password=abc y", "x --password=•••••• y");
        check("x --password abc y", "x --password •••••• y");
        check("[\"x\", \"--token\", \"abc\"]", "[\"x\", \"--token\", ••••••]");
        check("TOKEN=$TOKEN A=1", "TOKEN=$TOKEN A=1");
        check("TOKEN=${TOKEN:-abc}", "TOKEN=••••••");
        check("KEY_FILE=/run/secrets/x", "KEY_FILE=/run/secrets/x");
        check("--recv-keys ABC", "--recv-keys ABC");
        check("MONKEY=1 KEYBOARD=us", "MONKEY=1 KEYBOARD=us");
    }

    #[test]
    fn odd_ends_do_no_harm() {
        for text in [
            "TOKEN=",
            "TOKEN='",
            "TOKEN=\"a\nb",
            "x://",
            "x://a:@",
            "--token",
            "--token ",
            "ä://ä:ä@",
            "=",
        ] {
            let _ = mask_text(text);
        }
    }
}
