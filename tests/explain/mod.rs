//! What explanations say, and the tables they take their facts from.

mod added;
mod corners;
mod coverage;
mod documents;
mod flags;
mod instructions;
mod knowledge;
mod making;
mod mounts;
mod pitfalls;
mod properties;
mod recorded;
mod secrets;
mod truthful;
mod variables;
mod whole;

use std::fmt::Write as _;
use std::sync::Arc;

use layerwise::analysis::Analysis;
use layerwise::build::Options;
use layerwise::dockerfile::{Dockerfile, parse};
use layerwise::explain::{Explanation, explain, instruction_at, plain_text};
use layerwise::source::{LineNumber, Source};

/// Reads a Dockerfile.
fn read(text: &str) -> Dockerfile {
    parse(Arc::new(Source::new("Dockerfile", text.as_bytes().to_vec())))
}

/// A Dockerfile with what a build of it does.
fn analysed(text: &str) -> Analysis {
    Analysis::of(Arc::new(read(text)), Options::default())
}

/// The explanation of what stands on a line.
fn explanation(dockerfile: &str, line: u32) -> Explanation {
    let file = read(dockerfile);
    let line = LineNumber::new(line).expect("lines count from 1");
    let id =
        instruction_at(&file, line).unwrap_or_else(|| panic!("line {line} holds no instruction"));
    explain(&file, id)
}

/// Everything that an explanation says, one part a line: the summary, then each token behind its label.
fn said(dockerfile: &str, line: u32) -> String {
    let explanation = explanation(dockerfile, line);
    let mut out = plain_text(&explanation.summary);
    for token in &explanation.tokens {
        let written = dockerfile.get(token.span.range()).unwrap_or("?");
        let text = plain_text(&token.text).replace('\n', " ");
        let _ = write!(out, "\n[{written}] {}: {text}", token.label);
    }
    out
}

/// Checks that the explanation of a line says something.
#[track_caller]
fn check(dockerfile: &str, line: u32, expected: &str) {
    let said = said(dockerfile, line);
    assert!(said.contains(expected), "not said: {expected}\n--- but:\n{said}");
}

/// Checks that the explanation of a line does not say something.
#[track_caller]
fn check_not(dockerfile: &str, line: u32, unexpected: &str) {
    let said = said(dockerfile, line);
    assert!(!said.contains(unexpected), "said: {unexpected}\n--- in:\n{said}");
}
