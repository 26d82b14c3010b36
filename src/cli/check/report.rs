//! Findings for programs, as JSON.

use std::io;

use serde::Serialize;
use serde_json::{Value, json};

use super::examined::Examined;
use super::text::{message, place};
use crate::checks::{Finding, Safety};
use crate::cli::json;
use crate::mask::mask_text;
use crate::source::{Source, Span};

/// Raised when a program that reads the output would have to change.
pub(super) const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Report {
    schema_version: u32,
    findings: Vec<Value>,
    files: Vec<Value>,
}

pub(super) fn print(files: &[Examined]) -> io::Result<()> {
    let findings = files
        .iter()
        .flat_map(|file| file.findings.iter().map(|finding| member(file, finding)))
        .collect();
    let of_file = |file: &Examined| {
        json!({
            "file": file.source.name,
            "findings": file.findings.len(),
            "has_syntax_errors": file.has_syntax_errors,
        })
    };
    let files = files.iter().map(of_file).collect();
    json::write(io::stdout().lock(), &Report { schema_version: SCHEMA_VERSION, findings, files })
}

fn member(file: &Examined, finding: &Finding) -> Value {
    let source = &file.source;
    let (line, column) = place(source, finding.span.start);
    let (end_line, end_column) = place(source, finding.span.end);
    json!({
        "file": source.name,
        "rule": finding.rule.slug,
        "title": finding.rule.title(),
        "level": finding.level,
        "category": finding.rule.category,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "span": finding.span,
        "message": message(finding),
        "detail": finding.buildkit.as_deref().map(mask_text),
        "depends_on": finding.depends_on,
        "proof": finding.proof.iter().map(|span| proof(source, *span)).collect::<Vec<_>>(),
        "fix": finding.fix.as_ref().map(|fix| json!({
            "title": mask_text(&fix.title),
            "safe": fix.safety == Safety::Safe,
            "edits": fix.edits.iter().map(|edit| json!({
                "span": edit.span,
                "text": edit.text,
            })).collect::<Vec<_>>(),
        })),
        "aliases": finding.rule.aliases().collect::<Vec<_>>(),
    })
}

pub(super) fn proof(source: &Source, span: Span) -> Value {
    json!({"line": source.line_at(span.start), "span": span})
}
