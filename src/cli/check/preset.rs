//! `layerwise check --preset buildkit`: just BuildKit's checks, by BuildKit's rules.

use std::fmt::Write as _;
use std::io;

use serde_json::{Value, json};

use super::examined::{Input, inputs};
use super::report::SCHEMA_VERSION;
use super::{CheckArguments, Format};
use crate::arrange::Arrange as _;
use crate::build::Failure as BuildFailure;
use crate::build::lint::Warning;
use crate::checks::buildkit::{self, Verdict};
use crate::checks::{self};
use crate::cli::exit::{Exit, Failure};
use crate::cli::surroundings::Surroundings;
use crate::cli::{finish, json};
use crate::dockerfile::ProblemLevel;
use crate::mask::mask_text;
use crate::source::safe_line;

/// What a warning rests on that the file does not tell.
fn rests_on(warning: &Warning) -> &'static str {
    match warning.rule {
        "InvalidBaseImagePlatform" => "which platform the builder has",
        _ => "whether the base image sets the variable",
    }
}

/// A file with BuildKit's verdict.
struct Judged {
    name: String,
    verdict: Verdict,
    has_syntax_errors: bool,
}

pub(super) fn run(
    arguments: &CheckArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    if !matches!(arguments.format, Format::Text | Format::Json) || arguments.fix || arguments.diff {
        return Err(Failure::usage(
            "BuildKit's own checks are printed as text or JSON, without fixes",
            "without --preset our checks find the same, with fixes and in all formats",
        ));
    }
    let options = arguments.build.options(surroundings)?;
    let judge = |input: Input| {
        let file = input.file;
        let verdict = buildkit::check(&file, &input.around, &options);
        let name = file.source.name.clone();
        let has_syntax_errors =
            file.problems.iter().any(|problem| problem.level == ProblemLevel::Error);
        Judged { name, verdict, has_syntax_errors }
    };
    let files: Vec<Judged> =
        inputs(arguments, None, surroundings)?.into_iter().map(judge).collect();
    let printed = match arguments.format {
        Format::Json => json::write(io::stdout().lock(), &report(&files)),
        _ => surroundings.print(&text(&files)),
    };
    let found =
        files.iter().any(|it| !it.verdict.warnings.is_empty() || it.verdict.error.is_some());
    let exit = match () {
        () if files.iter().any(|it| it.has_syntax_errors) => Exit::SyntaxErrors,
        () if found => Exit::Findings,
        () => Exit::Clean,
    };
    finish(printed, exit)
}

/// The warnings in BuildKit's order, with those that depend on the base image among them.
fn warnings(verdict: &Verdict) -> Vec<(&Warning, bool)> {
    let sure = verdict.warnings.iter().map(|warning| (warning, false));
    let mut all: Vec<_> =
        sure.chain(verdict.possible.iter().map(|warning| (warning, true))).collect();
    all.arrange_by_key(|(warning, _)| (warning.line, warning.rule));
    all
}

fn report(files: &[Judged]) -> Value {
    let finding = |file: &Judged, warning: &Warning, depends: bool| {
        let rule = checks::called(warning.rule).first().copied();
        let mut member = json!({
            "file": file.name,
            "rule": warning.rule,
            "line": warning.line,
            "detail": warning.detail,
            "slug": rule.map(|rule| rule.slug),
            "title": rule.map(|rule| rule.title()),
        });
        if let Some(hint) = &warning.hint {
            member["hint"] = json!(hint);
        }
        if depends {
            member["depends_on"] = json!(rests_on(warning));
        }
        member
    };
    let findings: Vec<Value> = files
        .iter()
        .flat_map(|file| {
            warnings(&file.verdict).into_iter().map(|(it, depends)| finding(file, it, depends))
        })
        .collect();
    let error = |failure: &BuildFailure| {
        let mut error = json!({"text": failure.text, "line": failure.line});
        if let Some(hint) = &failure.hint {
            error["hint"] = json!(hint);
        }
        error
    };
    let errors: Vec<Value> = files
        .iter()
        .filter_map(|file| {
            let mut error = error(file.verdict.error.as_ref()?);
            error["file"] = json!(file.name);
            Some(error)
        })
        .collect();
    let mut report = json!({
        "schema_version": SCHEMA_VERSION,
        "findings": findings,
        "errors": errors,
    });
    if let [file] = files {
        report["error"] = file.verdict.error.as_ref().map_or(Value::Null, error);
    }
    report
}

fn text(files: &[Judged]) -> String {
    let mut text = String::new();
    for file in files {
        let name = safe_line(&file.name);
        for (warning, depends) in warnings(&file.verdict) {
            let detail = mask_text(&warning.detail);
            let _ =
                writeln!(text, "{name}:{}: {}: {}", warning.line, warning.rule, safe_line(&detail));
            if let Some(hint) = &warning.hint {
                let _ = writeln!(text, "  did you mean {}?", safe_line(hint));
            }
            if depends {
                let _ = writeln!(text, "  depends on: {}", rests_on(warning));
            }
        }
        if let Some(error) = &file.verdict.error {
            let line = error.line.map(|line| format!(":{line}")).unwrap_or_default();
            let _ = writeln!(text, "{name}{line}: error: {}", safe_line(&error.text));
        }
    }
    if text.is_empty() {
        text.push_str("BuildKit's checks say nothing.\n");
    }
    text
}
