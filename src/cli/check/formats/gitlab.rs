//! GitLab's code quality report, which is Code Climate's with fewer members asked for.

use std::io;

use serde_json::{Value, json};

use super::{named, whole_message};
use crate::checks::{Category, Finding, Level};
use crate::cli::check::examined::Examined;
use crate::cli::json;

pub(in crate::cli::check) fn print(files: &[Examined]) -> io::Result<()> {
    let of = |file: &Examined, finding: &Finding, fingerprint: String| {
        let severity = match finding.level {
            Level::Error => "critical",
            Level::Warning => "major",
            Level::Hint => "info",
        };
        let begin = file.source.line_at(finding.span.start);
        let end = file.source.line_at(finding.span.end.max(finding.span.start + 1) - 1);
        json!({
            "type": "issue",
            "categories": [category(finding.rule.category)],
            "description": whole_message(finding),
            "check_name": finding.rule.slug,
            "fingerprint": fingerprint,
            "severity": severity,
            "location": {"path": file.source.name, "lines": {"begin": begin, "end": end}},
        })
    };
    let all: Vec<Value> = files
        .iter()
        .flat_map(|file| named(file).map(move |(finding, name)| of(file, finding, name)))
        .collect();
    json::write(io::stdout().lock(), &all)
}

/// The nearest of Code Climate's categories.
fn category(category: Category) -> &'static str {
    match category {
        Category::Correctness | Category::Runtime | Category::Reproducibility => "Bug Risk",
        Category::Cache | Category::Size => "Performance",
        Category::Security => "Security",
        Category::Maintainability => "Clarity",
    }
}
