//! Words for heredocs.

use super::super::problem::ProblemKind;
use super::super::syntax::Heredoc;
use super::words::{Refused, Words, shown};
use crate::source::Source;

pub(super) fn words(refused: &Refused<'_>, heredocs: &[Heredoc]) -> Words {
    if refused.refusal.kind == ProblemKind::BadHeredocName {
        return Words::new("The name of this heredoc cannot be read.")
            .because("A quote in it is opened and not closed.")
            .hint("Write a plain word behind <<, such as <<EOF.");
    }
    let Some(heredoc) = heredocs.last() else { return Words::default() };
    let name = shown(heredoc.name.as_bytes());
    if !name.chars().all(|character| character.is_alphanumeric() || "_-.".contains(character)) {
        return Words::new(format!("For BuildKit << begins a heredoc here, named “{name}”."))
            .because(
                "It takes << with a word behind it as a heredoc wherever the word before it has \
                 ended, also inside $((…)).",
            )
            .hint("Leave no blank around <<, as in $((1<<2)), or put quotes around the text.");
    }
    let words = Words::new(format!("The heredoc {name} has no end.")).because(format!(
        "BuildKit reads on to the end of the file in search of a line that is exactly {name}{}.",
        if heredoc.chomp { ", tabs before it allowed" } else { "" }
    ));
    match near_end(heredoc, refused.place.source) {
        Some((number, text)) => words.hint(format!(
            "Line {number} is nearly it, but it is “{text}”: make it {name}, without anything \
             before or behind."
        )),
        None => {
            words.hint(format!("Add a line with {name} alone below the last line of its text."))
        }
    }
}

/// The last line that was taken, when it differs from the name only in case and blanks.
fn near_end(heredoc: &Heredoc, source: &Source) -> Option<(u32, String)> {
    let last = heredoc.body.end.checked_sub(1).filter(|last| *last >= heredoc.body.start)?;
    let number = source.line_at(last);
    let text = source.slice(source.line_span(number));
    let is_near = text.trim().eq_ignore_ascii_case(&heredoc.name);
    is_near.then(|| (number.get(), shown(text.as_bytes())))
}
