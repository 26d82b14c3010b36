//! Which instruction made which layer, as far as that is certain.

use super::history::Layer;
use crate::checks::Subject;
use crate::dockerfile::{Arguments, Form, Instruction, Keyword};
use crate::source::Span;

/// A measured image beside the file that it may have been built from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Its name, as it was given.
    pub name: String,
    /// What answered: `docker` or `podman`.
    pub tool: String,
    /// Bytes of all layers, unpacked.
    pub total: u64,
    /// The instructions of the file with the bytes of their layers, in the file's order.
    pub parts: Vec<Part>,
    /// Bytes that no instruction was matched with.
    pub rest: u64,
    /// Whether every instruction was matched, so that the rest is the base image.
    pub is_whole: bool,
}

/// An instruction with its layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The instruction.
    pub span: Span,
    /// The bytes that it added.
    pub size: u64,
}

impl Measured {
    /// Matches a history with the target of a file.
    pub fn of(name: &str, tool: &str, layers: &[Layer], subject: &Subject<'_>) -> Self {
        let total = layers.iter().map(|layer| layer.size).fold(0, u64::saturating_add);
        let noted: Vec<(usize, &Instruction)> =
            subject.shipped().filter(|(_, it)| is_noted(it)).collect();
        let mut ordered: Vec<(usize, &Instruction)> = Vec::with_capacity(noted.len());
        let chain = subject.target_stage().map(|stage| subject.chain(stage.id)).unwrap_or_default();
        for stage in chain.iter().rev() {
            ordered.extend(noted.iter().filter(|(_, it)| it.stage == Some(*stage)));
        }
        let mut parts: Vec<Part> = ordered
            .iter()
            .rev()
            .zip(layers)
            .take_while(|((_, instruction), layer)| fits(subject, instruction, layer))
            .map(|((_, instruction), layer)| Part { span: instruction.span, size: layer.size })
            .collect();
        let is_whole = parts.len() == ordered.len() && !ordered.is_empty();
        parts.reverse();
        let matched = parts.iter().map(|part| part.size).fold(0, u64::saturating_add);
        let rest = total.saturating_sub(matched);
        Self { name: name.to_owned(), tool: tool.to_owned(), total, parts, rest, is_whole }
    }

    /// The instructions with the largest layers, the largest first.
    pub fn largest(&self, number: usize) -> Vec<&Part> {
        let mut parts: Vec<&Part> = self.parts.iter().filter(|part| part.size > 0).collect();
        parts.sort_by_key(|part| std::cmp::Reverse(part.size));
        parts.truncate(number);
        parts
    }
}

/// Whether a builder notes an instruction down in the history.
fn is_noted(instruction: &Instruction) -> bool {
    !matches!(instruction.keyword, None | Some(Keyword::From))
}

/// What a builder noted down: the keyword in small letters, and the rest.
///
/// BuildKit writes `RUN /bin/sh -c make # buildkit`; the classic builder and
/// podman write `/bin/sh -c make` for RUN and `/bin/sh -c #(nop) CMD …` for all else.
fn noted(created_by: &str) -> (String, String) {
    let text = created_by.trim().trim_end_matches("# buildkit").trim_end();
    let of_keyword = |text: &str| {
        let (keyword, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        (keyword.to_ascii_lowercase(), blank(rest))
    };
    match text.split_once("#(nop)") {
        Some((_, rest)) => of_keyword(rest.trim_start()),
        None if text.starts_with('/') || text.starts_with('|') => ("run".to_owned(), blank(text)),
        None => of_keyword(text),
    }
}

/// The text with single blanks between its words.
fn blank(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a layer was certainly made by an instruction that reads like this one.
fn fits(subject: &Subject<'_>, instruction: &Instruction, layer: &Layer) -> bool {
    let (keyword, rest) = noted(&layer.created_by);
    let own = instruction.keyword.map(|keyword| keyword.name().to_ascii_lowercase());
    if own.as_deref() != Some(keyword.as_str()) {
        return false;
    }
    match &instruction.arguments {
        Arguments::Command(command) if keyword == "run" => {
            let text = match command.form {
                Form::Json => {
                    let words = command.words.iter().map(|word| word.value(&subject.file.source));
                    blank(&words.collect::<Vec<_>>().join(" "))
                }
                // The text of a heredoc is noted down in several ways.
                Form::Heredoc => return true,
                _ => blank(&instruction.logical.slice(&subject.file.source, command.text)),
            };
            rest.ends_with(&text)
        }
        // Builders before BuildKit note a digest in place of the sources.
        Arguments::Transfer(transfer) => match transfer.destination.as_ref() {
            Some(word) => {
                let destination = word.value(&subject.file.source);
                let last = destination.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
                destination.contains('$') || rest.contains(last)
            }
            None => true,
        },
        _ => true,
    }
}
