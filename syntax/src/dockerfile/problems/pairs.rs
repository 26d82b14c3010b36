//! Words for ENV and LABEL.

use super::super::keyword_at;
use super::super::problem::ProblemKind;
use super::words::{Refused, Words};

pub(super) fn words(refused: &Refused<'_>) -> Words {
    let keyword = refused.keyword();
    let word = refused.part();
    if refused.refusal.kind == ProblemKind::PairWithoutValue {
        return Words::new(format!("{keyword} {word} sets no value."))
            .because("It needs a name and a value.")
            .hint(format!("Write {keyword} {word}=value, or {word}=\"\" for an empty one."));
    }
    let why = "As the first word has a =, every word must be NAME=value.";
    if word.starts_with('#') {
        return Words::new(format!("The comment behind {keyword} is read as part of it."))
            .because(format!("A comment is a line of its own. {why}"))
            .hint("Move the comment to the line above.");
    }
    if keyword_at::in_capitals(format!("{word} ").as_bytes()).is_some() {
        return Words::new(format!("{word} has become part of this {keyword}."))
            .because("The line above it ends in \\, which joins the next line to it.")
            .hint(format!("Remove the last \\ before {word}."));
    }
    let before =
        refused.node.words.chunks(2).take_while(|pair| {
            pair.first().is_some_and(|key| key.start < refused.refusal.part.start)
        });
    let hint = match before.last() {
        Some([key, value]) if !is_quoted(value.of(refused.place.line)) => format!(
            "If it belongs to the value, put quotes around it: {}=\"{} {word}\".",
            refused.text(*key),
            refused.text(*value)
        ),
        _ => format!("Write {word}=value, or remove it."),
    };
    Words::new(format!("“{word}” stands without a =.")).because(why).hint(hint)
}

fn is_quoted(value: &[u8]) -> bool {
    value.first().is_some_and(|byte| matches!(byte, b'"' | b'\''))
}
