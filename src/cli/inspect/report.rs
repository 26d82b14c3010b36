//! What `inspect` prints: the members in the order in which a person looks for them.

use serde::Serialize;

use super::spans::{SpanReport, spans};
use crate::build::facts::Facts;
use crate::dockerfile::record::{Record, record};
use crate::dockerfile::{Dockerfile, InstructionId, Problem, Stage};
use crate::host::{Opened, Origin};
use crate::source::{LineNumber, Source, Span};

/// Raised when a program that reads the output would have to change.
const SCHEMA_VERSION: u32 = 1;

/// Everything about a file.
#[derive(Serialize)]
pub(super) struct Report<'a> {
    schema_version: u32,
    source: SourceReport<'a>,
    parse: Record,
    problems: Vec<ProblemReport>,
    stages: Vec<StageReport<'a>>,
    /// What a build of the file does.
    facts: Facts,
    spans: Vec<SpanReport>,
    tokens: Vec<TokenReport>,
}

#[derive(Serialize)]
struct SourceReport<'a> {
    name: &'a str,
    origin: &'static str,
    bytes: u64,
    lines: usize,
    sha256: &'a str,
    /// Places where bytes were not UTF-8; spans count the replacement characters.
    replaced: Vec<ReplacedReport>,
}

#[derive(Serialize)]
struct ReplacedReport {
    offset: u32,
    bytes: u8,
}

/// A problem, as every command prints it.
#[derive(Serialize)]
struct ProblemReport {
    kind: String,
    level: String,
    span: Span,
    line: LineNumber,
    column: usize,
    instruction: Option<u32>,
    message: String,
    reason: String,
    hint: Option<String>,
    buildkit: Option<String>,
}

#[derive(Serialize)]
struct StageReport<'a> {
    number: u32,
    name: Option<&'a str>,
    start_line: LineNumber,
    end_line: LineNumber,
    /// Places in `spans` (and in `parse.instructions`), the FROM first.
    instructions: Vec<u32>,
}

#[derive(Serialize)]
struct TokenReport {
    kind: String,
    span: Span,
}

pub(super) fn report<'a>(opened: &'a Opened, file: &'a Dockerfile, facts: Facts) -> Report<'a> {
    Report {
        schema_version: SCHEMA_VERSION,
        source: source(opened),
        parse: record(file),
        problems: file.problems.iter().map(|it| ProblemReport::new(&file.source, it)).collect(),
        stages: file.stages.iter().filter_map(|it| stage(file, it)).collect(),
        facts,
        spans: spans(file),
        tokens: file
            .tokens
            .iter()
            .map(|token| TokenReport { kind: name_of(token.kind), span: token.span })
            .collect(),
    }
}

fn source(opened: &Opened) -> SourceReport<'_> {
    let replaced = opened.source.replaced().iter();
    SourceReport {
        name: &opened.source.name,
        origin: match opened.origin {
            Origin::File(_) => "file",
            Origin::StandardInput => "standard_input",
            Origin::Sample => "sample",
        },
        bytes: opened.bytes,
        lines: opened.source.line_count(),
        sha256: opened.hash.as_str(),
        replaced: replaced
            .map(|place| ReplacedReport { offset: place.offset, bytes: place.bytes })
            .collect(),
    }
}

impl ProblemReport {
    /// A problem of this source.
    fn new(source: &Source, problem: &Problem) -> Self {
        let line = source.line_at(problem.span.start);
        let start = source.line_span(line).start;
        let before = source.slice(Span::new(start, problem.span.start.max(start)));
        Self {
            kind: name_of(problem.kind),
            level: name_of(problem.level),
            span: problem.span,
            line,
            column: before.chars().count() + 1,
            instruction: problem.instruction.map(|InstructionId(place)| place),
            message: problem.message.to_string(),
            reason: problem.reason.to_string(),
            hint: problem.hint.as_ref().map(ToString::to_string),
            buildkit: problem.buildkit.as_ref().map(|error| error.text.to_string()),
        }
    }
}

fn stage<'a>(file: &Dockerfile, stage: &'a Stage) -> Option<StageReport<'a>> {
    let range = stage.instructions.start as usize..stage.instructions.end as usize;
    let members = file.instructions.get(range)?;
    Some(StageReport {
        number: stage.id.0,
        name: stage.name.as_deref(),
        start_line: members.first()?.lines.first,
        end_line: members.last()?.lines.last,
        instructions: stage.instructions.clone().collect(),
    })
}

/// The name of a variant in snake_case: `ImageTag` as `image_tag`. Derived
/// from the code, so that a new variant has its name at once; a test holds
/// the names, because programs read them.
pub(super) fn name_of(variant: impl std::fmt::Debug) -> String {
    let mut name = String::new();
    for character in format!("{variant:?}").chars() {
        if character.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(character.to_ascii_lowercase());
    }
    name
}
