//! Words for what looks like JSON and is not.

use std::borrow::Cow;

use super::super::node::{Node, Shape};
use super::super::part::Part;
use super::super::syntax::Keyword;
use super::words::{Refused, Words, shown};

/// Why a text is not JSON although it was meant so.
pub(super) struct Broken {
    /// One sentence.
    pub(super) reason: Cow<'static, str>,
    pub(super) hint: Cow<'static, str>,
    /// What to mark.
    pub(super) part: Part,
}

/// An element that is not a string.
pub(super) fn not_strings(refused: &Refused<'_>) -> Words {
    let element = refused.part();
    Words::new(format!("“{element}” is not a string."))
        .because(
            "It is JSON, so BuildKit takes the exec form, and in it every element is a string: \
             numbers, true, null, lists and objects are refused.",
        )
        .hint(format!("Put double quotes around it: \"{}\".", element.replace('"', "\\\"")))
}

/// SHELL, which takes nothing but JSON.
pub(super) fn shell(refused: &Refused<'_>) -> Words {
    let words = Words::new("SHELL takes its words in JSON form only.");
    match why_broken(refused.node, refused.place.line) {
        Some(why) => words.because(why.reason).hint(why.hint),
        None => words
            .because(
                "The shell and its flags must be separate words, without doubt where one ends.",
            )
            .hint("Write it like SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]."),
    }
}

/// Why the rest of an instruction is not JSON; `None` when nobody meant JSON,
/// as in `RUN [ -f x ] && rm x`.
pub(super) fn why_broken(node: &Node, line: &[u8]) -> Option<Broken> {
    let at = node.broken_json?;
    if node.shape == Shape::Json || !is_meant(node.text.of(line)) {
        return None;
    }
    let rest = Part { start: at, end: node.text.end };
    let bytes = rest.of(line);
    let before = Part { end: at, ..node.text };
    let part = Part { start: at.min(node.text.end.saturating_sub(1)), end: node.text.end };
    let (reason, hint): (Cow<'static, str>, Cow<'static, str>) = match bytes {
        [] => ("The closing ] or a quote is missing.".into(), "Close what is open.".into()),
        [b'\'', ..] => ("JSON knows only double quotes.".into(), "Write \" instead of '.".into()),
        [b'#', ..] => (
            "Behind the ] stands what looks like a comment, but a comment is a line of its own."
                .into(),
            "Move the comment to the line above.".into(),
        ),
        [b']', ..] if before.of(line).trim_ascii_end().ends_with(b",") => {
            ("JSON allows no comma before the ].".into(), "Remove the last comma.".into())
        }
        [b'"', ..] => {
            ("Between two strings a comma is missing.".into(), "Put a comma between them.".into())
        }
        [b'\\', ..] => (
            "In JSON a \\ begins an escape.".into(),
            "Write \\\\ for each \\, or use / in paths.".into(),
        ),
        [b',', ..] => (
            "A string is missing before this comma.".into(),
            "Remove the comma, or write the string.".into(),
        ),
        _ if before.of(line).trim_ascii_end().ends_with(b"]") => (
            format!("Behind the ] follows “{}”.", shown(bytes)).into(),
            "End the line at the ]; for what only a shell can do, use the shell form.".into(),
        ),
        _ if "“”‘’„".chars().any(|quote| shown(bytes).starts_with(quote)) => (
            "JSON knows only plain double quotes, not typographic ones.".into(),
            "Type the quotes anew: \".".into(),
        ),
        _ => (
            format!("JSON does not allow “{}” here.", shown(bytes)).into(),
            "Put every word in double quotes, with commas between.".into(),
        ),
    };
    Some(Broken { reason, hint, part })
}

/// Whether a text that begins with `[` was meant as a list of strings: behind
/// its first string comes a comma, another string or the end. `[ "$a" = b ]`
/// and `[ "$a" ] && b` are commands.
fn is_meant(text: &[u8]) -> bool {
    let Some(inner) = text.trim_ascii_start().strip_prefix(b"[") else { return false };
    let blank_follows = inner.first().is_some_and(u8::is_ascii_whitespace);
    let inner = inner.trim_ascii_start();
    let Some(quote) = inner.first().filter(|byte| matches!(byte, b'"' | b'\'')) else {
        return inner.starts_with("“".as_bytes()) || inner.first() == Some(&b',');
    };
    let Some(length) = inner[1..].iter().position(|byte| byte == quote) else {
        return !blank_follows;
    };
    let behind = inner[length + 2..].trim_ascii_start();
    match behind.first() {
        None | Some(b',' | b'"' | b'\'') => true,
        Some(b']') => !blank_follows || behind[1..].trim_ascii().is_empty(),
        _ => false,
    }
}

/// The exec form that is not JSON, where BuildKit takes it as shell text without a word.
pub(super) fn broken(node: &Node, line: &[u8]) -> Option<(Part, Words)> {
    let why = why_broken(node, line)?;
    let words = match node.keyword? {
        Keyword::Run | Keyword::Cmd | Keyword::Entrypoint | Keyword::Healthcheck => Words::new(
            "This looks like the exec form, but it is not JSON, so a shell gets it.",
        )
        .because(format!(
            "{} BuildKit does not refuse that: the shell is given the brackets and quotes as \
                     they stand, and fails or does something else when it runs.",
            why.reason
        )),
        Keyword::Volume | Keyword::Copy | Keyword::Add => {
            Words::new("This looks like the JSON form, but it is not JSON.").because(format!(
                "{} BuildKit does not refuse that: it takes the words between blanks, brackets and \
                 quotes included, as paths.",
                why.reason
            ))
        }
        _ => return None,
    };
    Some((why.part, words.hint(why.hint)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_a_list_from_a_test() {
        for text in ["['a', 'b']", "[\"a\",]", "[ \"a\" \"b\" ]", "[\"a\"] # x", "[\"a\"", "[“a”]"]
        {
            assert!(is_meant(text.as_bytes()), "{text}");
        }
        for text in ["[ -f x ] && y", "[ \"$a\" = b ]", "[ \"$a\" ] && b", "[[ 1 ]]", "[]]"] {
            assert!(!is_meant(text.as_bytes()), "{text}");
        }
    }
}
