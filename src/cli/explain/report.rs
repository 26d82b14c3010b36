//! The explanation of a file as JSON.

use serde::Serialize;

use crate::cli::inspect::{ProblemReport, SCHEMA_VERSION};
use crate::dockerfile::{Dockerfile, InstructionId};
use crate::explain::mask::{masked, secret_spans};
use crate::explain::{explain, plain_text};
use crate::source::{LineNumber, Span};

/// What `explain --format json` prints.
#[derive(Serialize)]
pub(super) struct Report {
    schema_version: u32,
    name: String,
    explanations: Vec<ExplanationReport>,
    problems: Vec<ProblemReport>,
}

#[derive(Serialize)]
struct ExplanationReport {
    start_line: LineNumber,
    end_line: LineNumber,
    span: Span,
    keyword: String,
    text: String,
    summary: String,
    tokens: Vec<TokenReport>,
    lessons: Vec<String>,
}

#[derive(Serialize)]
struct TokenReport {
    span: Span,
    label: String,
    token: String,
    text: String,
}

pub(super) fn report(file: &Dockerfile, chosen: &[InstructionId]) -> Report {
    let secrets = secret_spans(file);
    let is_chosen = |id: Option<InstructionId>| id.is_none_or(|id| chosen.contains(&id));
    Report {
        schema_version: SCHEMA_VERSION,
        name: file.source.name.clone(),
        explanations: chosen.iter().filter_map(|id| one(file, *id, &secrets)).collect(),
        problems: file
            .problems
            .iter()
            .filter(|problem| is_chosen(problem.instruction))
            .map(|problem| ProblemReport::new(&file.source, problem))
            .collect(),
    }
}

fn one(file: &Dockerfile, id: InstructionId, secrets: &[Span]) -> Option<ExplanationReport> {
    let instruction = file.instructions.get(id.0 as usize)?;
    let explanation = explain(file, id);
    let shown = |span| masked(file, span, secrets).into_owned();
    let tokens = explanation.tokens.into_iter().map(|token| TokenReport {
        span: token.span,
        label: token.label,
        token: shown(token.span),
        text: plain_text(&token.text),
    });
    Some(ExplanationReport {
        start_line: instruction.lines.first,
        end_line: instruction.lines.last,
        span: instruction.span,
        keyword: file.source.slice(instruction.keyword_span).to_uppercase(),
        text: shown(instruction.span),
        summary: plain_text(&explanation.summary),
        tokens: tokens.collect(),
        lessons: super::existing(explanation.lessons),
    })
}
