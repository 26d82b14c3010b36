//! A key stands in the file.

use memchr::memmem;

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "secret-literal",
    level: Level::Error,
    category: Category::Security,
    standing: Usually::On,
    page: include_str!("secret_literal.md"),
    check,
};

/// How keys begin, and how many characters follow at least.
const KEYS: [(&str, usize, &str); 14] = [
    ("AKIA", 16, "an access key of AWS"),
    ("ASIA", 16, "an access key of AWS"),
    ("ghp_", 36, "a token of GitHub"),
    ("gho_", 36, "a token of GitHub"),
    ("ghs_", 36, "a token of GitHub"),
    ("github_pat_", 50, "a token of GitHub"),
    ("glpat-", 20, "a token of GitLab"),
    ("npm_", 36, "a token of npm"),
    ("pypi-AgEIcHlwaS5vcmc", 30, "a token of PyPI"),
    ("xoxb-", 20, "a token of Slack"),
    ("xoxp-", 20, "a token of Slack"),
    ("sk_live_", 20, "a key of Stripe"),
    ("AIza", 35, "a key of Google"),
    ("dckr_pat_", 20, "a token of Docker Hub"),
];

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let text = subject.file.source.text();
    let mut found = Vec::new();
    for (start, length, what) in KEYS {
        for at in memmem::find_iter(text.as_bytes(), start) {
            let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
            let before = at.checked_sub(1).map(|at| text.as_bytes()[at]);
            let rest = &text[at + start.len()..];
            let more = rest.bytes().take_while(|byte| is_word(*byte)).count();
            let key = &text[at..at + start.len() + more];
            let upper = start.starts_with('A') && start.ends_with('A');
            let fits = !upper
                || key.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
                    && more == length;
            let is_example = key.to_ascii_uppercase().contains("EXAMPLE")
                || key.to_ascii_lowercase().contains("xxxx");
            let has_digit = key.bytes().any(|byte| byte.is_ascii_digit());
            if more >= length && fits && !is_example && has_digit && !before.is_some_and(is_word) {
                let span = Span::new(at as u32, (at + key.len()) as u32);
                found.push(Draft::at(span, format!("This looks like {what}. Whoever can read the file or the image has it: take it back where it was given, then remove it.")));
            }
        }
    }
    let start = "-----BEGIN ";
    for at in memmem::find_iter(text.as_bytes(), start) {
        let line = text[at + start.len()..].lines().next().unwrap_or_default();
        if line.contains("PRIVATE KEY-----") {
            let span = Span::new(at as u32, (at + start.len() + line.len().min(60)) as u32);
            found.push(Draft::at(span, "This is a private key. Whoever can read the file or the image has it: make a new one, then remove it."));
        }
    }
    found
}
