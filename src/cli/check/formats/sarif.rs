//! SARIF 2.1.0, the format of code scanning.

use std::io;

use serde_json::{Value, json};

use super::{address, named, whole_message};
use crate::checks::{self, Edit, Finding, Level, page};
use crate::cli::check::examined::Examined;
use crate::cli::check::text::place;
use crate::cli::json;
use crate::mask::mask_text;
use crate::source::{Source, Span};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(in crate::cli::check) fn print(files: &[Examined]) -> io::Result<()> {
    let rules: Vec<Value> = checks::all().iter().map(|rule| of_rule(rule)).collect();
    let results: Vec<Value> = files
        .iter()
        .flat_map(|file| named(file).map(|(finding, name)| result(file, finding, &name)))
        .collect();
    let report = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "layerwise",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    json::write(io::stdout().lock(), &report)
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Hint => "note",
    }
}

fn of_rule(rule: &checks::Rule) -> Value {
    let text = |name| page::section(rule.page, name).unwrap_or_default();
    json!({
        "id": rule.slug,
        "shortDescription": {"text": rule.title()},
        "fullDescription": {"text": text("Why it matters")},
        "help": {
            "text": text("Fix"),
            "markdown": rule.page.replace(['«', '»'], ""),
        },
        "defaultConfiguration": {"level": level(rule.level)},
        "properties": {"tags": [rule.category.name()]},
    })
}

fn result(file: &Examined, finding: &Finding, name: &str) -> Value {
    let uri = address(&file.source.name);
    let location = |span: Span| {
        json!({"physicalLocation": {
            "artifactLocation": {"uri": uri},
            "region": region(&file.source, span),
        }})
    };
    let index = checks::all().iter().position(|rule| *rule == finding.rule);
    let mut result = json!({
        "ruleId": finding.rule.slug,
        "ruleIndex": index,
        "level": level(finding.level),
        "message": {"text": whole_message(finding)},
        "locations": [location(finding.span)],
        "partialFingerprints": {"layerwise/v1": name},
    });
    if !finding.proof.is_empty() {
        let proof: Vec<Value> = finding.proof.iter().map(|span| location(*span)).collect();
        result["relatedLocations"] = json!(proof);
    }
    if let Some(fix) = &finding.fix {
        let replacement = |edit: &Edit| {
            json!({
                "deletedRegion": region(&file.source, edit.span),
                "insertedContent": {"text": edit.text},
            })
        };
        let replacements: Vec<Value> = fix.edits.iter().map(replacement).collect();
        result["fixes"] = json!([{
            "description": {"text": mask_text(&fix.title)},
            "artifactChanges": [{
                "artifactLocation": {"uri": uri},
                "replacements": replacements,
            }],
        }]);
    }
    result
}

fn region(source: &Source, span: Span) -> Value {
    let (start_line, start_column) = place(source, span.start);
    let (end_line, end_column) = place(source, span.end);
    json!({
        "startLine": start_line,
        "startColumn": start_column,
        "endLine": end_line,
        "endColumn": end_column,
    })
}
