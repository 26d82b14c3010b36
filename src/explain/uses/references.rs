//! Where an instruction refers to variables: what the parser finds, PowerShell's `$env:NAME`,
//! and scripts in heredocs and strings of JSON, which BuildKit does not look into.

use crate::arrange::Arrange as _;
use crate::dockerfile::{Arguments, Command, Form, Keyword};
use crate::explain::scene::Scene;
use crate::explain::{command, variable, words};
use crate::shell::{self, Dialect, MarkKind};
use crate::source::Span;

/// A reference to a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reference {
    /// `$NAME`, `${NAME:-word}` or `$env:NAME`.
    pub(super) span: Span,
    /// `NAME`.
    pub(super) name: Span,
    /// Whether a shell replaces it that the instruction starts: `["sh", "-c", "…"]`.
    pub(super) by_inner_shell: bool,
}

/// The references of an instruction, in order. Takes time in line with its length.
pub(super) fn of(scene: &Scene<'_>) -> Vec<Reference> {
    let parsed = scene.instruction.variables.iter().filter_map(|used| {
        let name = variable::name_span(scene, used)?;
        Some(Reference { span: used.span, name, by_inner_shell: false })
    });
    let mut found: Vec<Reference> = parsed.collect();
    let (texts, by_inner_shell) = scripts(scene);
    if !texts.is_empty() {
        found.retain(|reference| !by_inner_shell || !is_in(&texts, reference.span));
        in_scripts(scene, &texts, by_inner_shell, &mut found);
        found.arrange_by_key(|reference| (reference.span.start, reference.span.end));
        found.dedup_by_key(|reference| reference.name);
    }
    found
}

/// The texts of the instruction that a shell like `sh` reads although they are no shell form:
/// heredocs, and strings of the JSON form. `true` for the latter.
fn scripts(scene: &Scene<'_>) -> (Vec<Span>, bool) {
    let instruction = scene.instruction;
    let command = match &instruction.arguments {
        Arguments::Command(command) if instruction.keyword != Some(Keyword::Shell) => command,
        Arguments::Healthcheck(health) => match &health.command {
            Some(command) => command,
            None => return (Vec::new(), false),
        },
        _ => return (Vec::new(), false),
    };
    match command.form {
        Form::Heredoc if command::dialect(scene) == Dialect::Posix => {
            (instruction.heredocs.iter().map(|heredoc| heredoc.body).collect(), false)
        }
        Form::Json if shell::dialect_of_argv(program(scene, command)) == Dialect::Posix => {
            (command.words.iter().map(|word| word.span).collect(), true)
        }
        _ => (Vec::new(), false),
    }
}

fn program<'s>(scene: &'s Scene<'_>, command: &'s Command) -> impl Iterator<Item = &'s str> {
    command.words.iter().map(|word| scene.word(word))
}

fn is_in(texts: &[Span], span: Span) -> bool {
    let behind = texts.partition_point(|text| text.start <= span.start);
    behind.checked_sub(1).and_then(|at| texts.get(at)).is_some_and(|text| text.covers(span))
}

/// What the words of scripts refer to. A word with single quotes is left out: what stands
/// in them is not replaced. A text itself is no word of a script.
fn in_scripts(scene: &Scene<'_>, texts: &[Span], by_inner_shell: bool, found: &mut Vec<Reference>) {
    let script = words::script(scene);
    let of_commands = script.commands.iter().flat_map(|command| {
        command.wrappers.iter().chain([&command.words]).flatten().map(|word| word.span)
    });
    let is_text = |kind| !matches!(kind, MarkKind::Comment | MarkKind::Operator | MarkKind::Body);
    let marks = script.marks.iter().filter(|mark| is_text(mark.kind)).map(|mark| mark.span);
    let inner = |span: &Span| is_in(texts, *span) && texts.binary_search(span).is_err();
    for span in of_commands.chain(marks).filter(inner) {
        let text = scene.raw(span);
        if !text.contains('\'') {
            let all = in_text(text, span.start);
            found.extend(all.map(|(span, name)| Reference { span, name, by_inner_shell }));
        }
    }
}

/// The references of a text that starts at a place of the file, each with the whole and the name.
fn in_text(text: &str, start: u32) -> impl Iterator<Item = (Span, Span)> {
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
        (begins && !is_escaped).then_some((span, name))
    })
}
