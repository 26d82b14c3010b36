//! Where an instruction refers to variables: what the parser finds, PowerShell's `$env:NAME`,
//! and the scripts in heredocs, which BuildKit does not look into.

use crate::arrange::Arrange as _;
use crate::dockerfile::{Arguments, Form, Keyword};
use crate::explain::scene::Scene;
use crate::explain::{command, variable, words};
use crate::shell::{Dialect, MarkKind};
use crate::source::Span;

/// A reference to a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reference {
    /// `$NAME`, `${NAME:-word}` or `$env:NAME`.
    pub(super) span: Span,
    /// `NAME`.
    pub(super) name: Span,
}

/// The references of an instruction, in order. Takes time in line with its length.
pub(super) fn of(scene: &Scene<'_>) -> Vec<Reference> {
    let parsed = scene.instruction.variables.iter().filter_map(|used| {
        Some(Reference { span: used.span, name: variable::name_span(scene, used)? })
    });
    let mut found: Vec<Reference> = parsed.collect();
    if is_script(scene) {
        in_heredocs(scene, &mut found);
        found.arrange_by_key(|reference| (reference.span.start, reference.span.end));
        found.dedup_by_key(|reference| reference.name);
    }
    found
}

/// Whether heredocs of the instruction are scripts of a shell like `sh`.
fn is_script(scene: &Scene<'_>) -> bool {
    let instruction = scene.instruction;
    let is_heredoc = matches!(&instruction.arguments, Arguments::Command(command) if command.form == Form::Heredoc);
    instruction.keyword == Some(Keyword::Run)
        && is_heredoc
        && command::dialect(scene) == Dialect::Posix
}

/// What the words of the scripts refer to. A word with single quotes is left out: what stands
/// in them is not replaced.
fn in_heredocs(scene: &Scene<'_>, found: &mut Vec<Reference>) {
    let script = words::script(scene);
    let of_commands = script.commands.iter().flat_map(|command| {
        command.wrappers.iter().chain([&command.words]).flatten().map(|word| word.span)
    });
    let is_text = |kind| !matches!(kind, MarkKind::Comment | MarkKind::Operator | MarkKind::Body);
    let marks = script.marks.iter().filter(|mark| is_text(mark.kind)).map(|mark| mark.span);
    let bodies = || scene.instruction.heredocs.iter().map(|heredoc| heredoc.body);
    for span in of_commands.chain(marks).filter(|span| bodies().any(|body| body.covers(*span))) {
        let text = scene.raw(span);
        if !text.contains('\'') {
            found.extend(in_text(text, span.start));
        }
    }
}

/// The references of a text that starts at a place of the file.
fn in_text(text: &str, start: u32) -> impl Iterator<Item = Reference> {
    let dollars = memchr::memchr_iter(b'$', text.as_bytes());
    dollars.filter_map(move |at| {
        let is_escaped = text[..at].ends_with('\\');
        let behind = &text[at + 1..];
        let name = behind.strip_prefix('{').unwrap_or(behind);
        let length =
            name.bytes().take_while(|it| it.is_ascii_alphanumeric() || *it == b'_').count();
        let begins = name.bytes().next().is_some_and(|it| it.is_ascii_alphabetic() || it == b'_');
        let from = start + (text.len() - name.len()) as u32;
        let name = Span::new(from, from + length as u32);
        let span = Span::new(start + at as u32, name.end);
        (begins && !is_escaped).then_some(Reference { span, name })
    })
}
