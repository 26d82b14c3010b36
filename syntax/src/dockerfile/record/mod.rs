//! BuildKit's answer to a file, with the fields of the recordings in `tests/truth/parse.jsonl`.
//!
//! The tree goes on where BuildKit stops. A [`Record`] is what BuildKit
//! itself says: whether it takes the file, its first error, and the
//! instructions as its two parsers leave them.

mod arguments;
mod instruction;
mod typed;

use std::borrow::Cow;
use std::sync::Arc;

use serde::Serialize;

use super::directives::{self, Found};
use super::node::Node;
use super::problem::{BuildkitError, Phase, Problem, ProblemKind};
use super::syntax::{DirectiveKind, Dockerfile, Escape, Instruction};
use crate::source::Source;
pub(super) use instruction::KnownMeaning;
pub use instruction::{Meaning, RecordedHeredoc, RecordedInstruction};
pub use typed::{Inline, RecordedPair, ShellMember, Typed};

/// Of so many instructions the meaning is kept with them, one or two KB each.
const MOST_KEPT: usize = 8_000;

/// What BuildKit says about a file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Record<I = RecordedInstruction> {
    /// Whether both parsers take the file and it has a stage. It says nothing about building.
    pub accepted: bool,
    /// The first error.
    pub error: Option<RecordedError>,
    /// The directives that take effect.
    pub directives: RecordedDirectives,
    /// The lines at which BuildKit reports blank lines inside a continuation.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub empty_continuation: Vec<u32>,
    /// The instructions; `None` when the line parser refused the file.
    pub instructions: Option<Vec<I>>,
}

/// BuildKit's first error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordedError {
    /// The text without the "did you mean".
    pub text: String,
    /// What BuildKit suggests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The line that BuildKit reports.
    pub line: Option<u32>,
    /// `parse`, `instructions` or `stages`.
    pub phase: &'static str,
    /// Present for directives: their line is one too low.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub line_is_zero_based: bool,
}

/// The directives that take effect.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RecordedDirectives {
    /// `syntax`: the frontend, with its whole command line when there is more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub syntax: Option<RecordedSyntax>,
    /// `check`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check: Option<RecordedCheck>,
    /// The escape character when it is not the backslash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub escape: Option<&'static str>,
}

/// A `syntax` directive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordedSyntax {
    /// The value up to the first blank.
    pub value: String,
    /// The whole value, when it has a blank.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cmdline: Option<String>,
    /// Its line; 0 for a JSON object.
    pub line: u32,
}

/// A `check` directive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordedCheck {
    /// The whole value.
    pub value: String,
    /// Its line.
    pub line: u32,
}

/// How an instruction of a file is read.
type Read<'r, 'f, I> = &'r dyn Fn(&mut Node, &Dockerfile, &'f Instruction, Refusal<'_>) -> I;

/// How an instruction of any file is read; nothing is lent from it.
type ReadAny<'r, I> = &'r dyn Fn(&mut Node, &Dockerfile, &Instruction, Refusal<'_>) -> I;

/// BuildKit's error about an instruction, and whether its suggestions vary.
type Refusal<'f> = (Option<&'f BuildkitError>, bool);

/// BuildKit's answer to this file.
pub fn record(file: &Dockerfile) -> Record {
    let read: ReadAny<'_, _> = &|node, file, instruction, (refusal, hints_vary)| {
        instruction::record(node, file, instruction, refusal, hints_vary)
    };
    record_with(file, read, read)
}

/// BuildKit's answer to this file, without the places of the instructions. What an
/// instruction means is read once and lent, as long as not too many are kept.
pub fn record_meaning(file: &Dockerfile) -> Record<Cow<'_, Arc<Meaning>>> {
    let is_kept = file.instructions.len() <= MOST_KEPT;
    let read: ReadAny<'_, _> = &|node, file, instruction, (refusal, hints_vary)| {
        Cow::Owned(Arc::new(instruction::meaning(node, file, instruction, refusal, hints_vary)))
    };
    if !is_kept {
        return record_with(file, read, read);
    }
    let known: Read<'_, '_, _> = &|node, file, instruction, (refusal, hints_vary)| {
        KnownMeaning::of(instruction, refusal, || {
            instruction::meaning(node, file, instruction, refusal, hints_vary)
        })
    };
    record_with(file, known, read)
}

fn record_with<'f, I>(
    file: &'f Dockerfile,
    read: Read<'_, 'f, I>,
    read_any: ReadAny<'_, I>,
) -> Record<I> {
    let too_long = file.problems.iter().find(|it| it.kind == ProblemKind::LineTooLong);
    match too_long {
        Some(problem) => record_up_to(file, problem, read_any),
        None => record_all(file, read),
    }
}

/// BuildKit's reader stops at a line that is too long, as if the file ended
/// before it; errors of what stands above come first.
fn record_up_to<I>(file: &Dockerfile, too_long: &Problem, read: ReadAny<'_, I>) -> Record<I> {
    let above = file.source.text().get(..too_long.span.start as usize).unwrap_or_default();
    let source = Arc::new(Source::new(file.source.name.as_str(), above.as_bytes().to_vec()));
    let cut = super::parse(source);
    let mut record = record_all(&cut, read);
    record.directives = directives_of(file, record.instructions.is_some().then_some(cut.escape));
    if record.instructions.is_none() && !above.is_empty() {
        return record;
    }
    let error = if above.is_empty() {
        record.instructions = None;
        let text = "file with no instructions".into();
        Some(BuildkitError { text, nearest: Vec::new(), line: Some(0), phase: Phase::Line })
    } else {
        too_long.buildkit.as_deref().cloned()
    };
    record.accepted = false;
    record.error = error.map(|error| recorded_error(&error, too_long.kind, false));
    record
}

fn record_all<'f, I>(file: &'f Dockerfile, read: Read<'_, 'f, I>) -> Record<I> {
    let first = first_error(file);
    let stopped_at_lines = first.is_some_and(|(_, error)| error.phase == Phase::Line);
    let hints_vary = hints_vary(file);
    Record {
        accepted: first.is_none(),
        error: first.map(|(problem, error)| recorded_error(error, problem.kind, hints_vary)),
        directives: directives_of(file, (!stopped_at_lines).then_some(file.escape)),
        empty_continuation: if stopped_at_lines { Vec::new() } else { empty_continuations(file) },
        instructions: (!stopped_at_lines).then(|| {
            let refusals = refusals(file);
            let instructions = file.instructions.iter().zip(refusals);
            let mut node = Node::default();
            let recorded = |(it, refusal)| read(&mut node, file, it, (refusal, hints_vary));
            instructions.map(recorded).collect()
        }),
    }
}

/// For each instruction BuildKit's error, if it refuses it.
fn refusals(file: &Dockerfile) -> Vec<Option<&BuildkitError>> {
    let mut refusals = vec![None; file.instructions.len()];
    for problem in &file.problems {
        let (Some(id), Some(error)) = (problem.instruction, problem.buildkit.as_deref()) else {
            continue;
        };
        if !problem.kind.is_about_order() {
            refusals[id.0 as usize] = Some(error);
        }
    }
    refusals
}

/// The problem that BuildKit meets first: it reads all lines, then all
/// instructions, then looks for a stage.
fn first_error(file: &Dockerfile) -> Option<(&Problem, &BuildkitError)> {
    let errors = file.problems.iter();
    let errors = errors.filter_map(|it| Some((it, it.buildkit.as_deref()?)));
    errors.min_by_key(|(problem, error)| (error.phase, error.line, problem.span.start))
}

/// Whether BuildKit's suggestions come out differently when it is run again:
/// it takes the first of equally near names in the random order of a map.
/// The recordings keep no hint of a file whose hints vary.
fn hints_vary(file: &Dockerfile) -> bool {
    let errors = file.problems.iter().filter_map(|it| it.buildkit.as_deref());
    errors.into_iter().any(|error| error.nearest.len() > 1)
}

fn hint(error: &BuildkitError, hints_vary: bool) -> Option<String> {
    if hints_vary { None } else { error.nearest.first().cloned() }
}

fn recorded_error(error: &BuildkitError, kind: ProblemKind, hints_vary: bool) -> RecordedError {
    let has_prefix = error.phase == Phase::Instruction && !kind.is_about_order();
    let text = match error.line {
        Some(line) if has_prefix => {
            format!("dockerfile parse error on line {line}: {}", error.text)
        }
        _ => error.text.clone().into_owned(),
    };
    RecordedError {
        text,
        hint: hint(error, hints_vary),
        line: error.line,
        phase: match error.phase {
            Phase::Line => "parse",
            Phase::Instruction => "instructions",
            Phase::Stages => "stages",
        },
        line_is_zero_based: matches!(
            kind,
            ProblemKind::DuplicateDirective | ProblemKind::BadEscape
        ),
    }
}

fn directives_of(file: &Dockerfile, escape: Option<Escape>) -> RecordedDirectives {
    let bytes = file.source.text().as_bytes();
    let syntax = directives::find(bytes, DirectiveKind::Syntax).map(recorded_syntax);
    let check = directives::find(bytes, DirectiveKind::Check);
    RecordedDirectives {
        syntax,
        check: check.map(|found| RecordedCheck { value: found.value, line: found.line }),
        escape: escape.filter(|escape| *escape == Escape::Backtick).map(|_| "`"),
    }
}

fn recorded_syntax(found: Found) -> RecordedSyntax {
    let is_json = found.written.is_none();
    let Found { value: whole, line, .. } = found;
    let value = match whole.split_once(' ') {
        Some((value, _)) if !is_json => value.to_owned(),
        _ => whole.clone(),
    };
    RecordedSyntax { cmdline: (whole != value).then_some(whole), value, line }
}

fn empty_continuations(file: &Dockerfile) -> Vec<u32> {
    let problems = file.problems.iter();
    let problems = problems.filter(|it| it.kind == ProblemKind::EmptyContinuation);
    let lines = problems.filter_map(|problem| {
        let instruction = file.instructions.get(problem.instruction?.0 as usize)?;
        let line = match instruction.heredocs.first() {
            Some(heredoc) => file.source.line_at(heredoc.body.start).get() - 1,
            None => instruction.lines.last.get(),
        };
        Some(line)
    });
    lines.collect()
}
