//! Small texts: names that look secret, times as Go prints them.

use crate::dockerfile::go;

/// A string in Go's double quotes (`%q`).
pub(super) fn go_quoted(text: &str) -> String {
    go::quote(text.as_bytes())
}

const SECRET_WORDS: [&str; 10] = [
    "apikey",
    "auth",
    "credential",
    "credentials",
    "key",
    "password",
    "pword",
    "passwd",
    "secret",
    "token",
];

/// Whether the name of a variable says that its value is a secret: a word
/// between underscores does, unless another says that it is public or a path.
pub(super) fn looks_secret(name: &str) -> bool {
    let lower = (!name.is_ascii()).then(|| name.to_lowercase());
    let name = lower.as_deref().unwrap_or(name);
    let is = |part: &str, word: &&str| part.eq_ignore_ascii_case(word);
    let has = |words: &[&str]| name.split('_').any(|part| words.iter().any(|word| is(part, word)));
    has(&SECRET_WORDS) && !has(&["public", "file", "version"])
}

/// Nanoseconds as Go prints a duration: `1h2m3.5s`, `10ms`, `0s`.
pub(super) fn duration(nanoseconds: i64) -> String {
    let sign = if nanoseconds < 0 { "-" } else { "" };
    let total = nanoseconds.unsigned_abs();
    let (unit, size) = match total {
        0 => return "0s".to_owned(),
        1..1_000 => ("ns", 1),
        1_000..1_000_000 => ("µs", 1_000),
        1_000_000..1_000_000_000 => ("ms", 1_000_000),
        _ => return format!("{sign}{}", seconds(total)),
    };
    format!("{sign}{}{unit}", decimal(total, size))
}

fn seconds(total: u64) -> String {
    const SECOND: u64 = 1_000_000_000;
    let (minutes, rest) = (total / (60 * SECOND), total % (60 * SECOND));
    let (hours, minutes) = (minutes / 60, minutes % 60);
    let rest = decimal(rest, SECOND);
    match (hours, minutes) {
        (0, 0) => format!("{rest}s"),
        (0, _) => format!("{minutes}m{rest}s"),
        _ => format!("{hours}h{minutes}m{rest}s"),
    }
}

/// A fraction without zeros at its end.
fn decimal(total: u64, size: u64) -> String {
    let (whole, part) = (total / size, total % size);
    if part == 0 {
        return whole.to_string();
    }
    let width = size.to_string().len() - 1;
    let digits = format!("{part:0width$}");
    format!("{whole}.{}", digits.trim_end_matches('0'))
}
