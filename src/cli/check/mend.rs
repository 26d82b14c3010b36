//! `--fix` and `--diff`: what the fixes make of the files.

use std::io;
use std::sync::Arc;

use super::examined::Examined;
use super::{CheckArguments, text};
use crate::analysis::Analysis;
use crate::build::Options;
use crate::checks::{self, Safety, fix};
use crate::cli::exit::{Exit, Failure};
use crate::cli::finish;
use crate::cli::surroundings::Surroundings;
use crate::diff::{Names, unified};
use crate::dockerfile;
use crate::host::{Origin, replace_file};
use crate::mask::{masked_in, secret_spans};
use crate::source::{Source, Span, safe_line};

/// A fix can make room for another one; so often it is tried.
const MOST_ROUNDS: usize = 5;

/// What the fixes made of a file.
struct Mended {
    text: String,
    applied: usize,
}

pub(super) fn run(
    arguments: &CheckArguments,
    files: Vec<Examined>,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let up_to = if arguments.all_fixes { Safety::Unsafe } else { Safety::Safe };
    let options = arguments.build.options(surroundings)?;
    let (mut applied, mut changed) = (0, 0);
    let mut left = Vec::new();
    for file in files {
        let mended = mend(&file, &options, up_to);
        let before = file.source.text();
        if mended.text == before {
            left.push(file);
            continue;
        }
        applied += mended.applied;
        changed += 1;
        if arguments.diff {
            let shown = unified(
                Names::of(&safe_line(&file.source.name)),
                &hidden(before),
                &hidden(&mended.text),
            );
            if let Err(error) = surroundings.print_safe(&shown) {
                return finish(Err(error), Exit::Clean);
            }
            continue;
        }
        match &file.origin {
            Origin::File(path) => replace_file(path, &mended.text).map_err(|error| {
                Failure::nothing_to_read(
                    format!("cannot write {}: {error}", path.display()),
                    "ls -l shows who may write there",
                )
            })?,
            // What came in by a pipe goes out by one.
            _ => {
                let printed: io::Result<()> = surroundings.print(&mended.text);
                return finish(printed, Exit::Clean);
            }
        }
        left.push(again(&file, &mended.text, &options));
    }
    let places = if changed == 1 { "file" } else { "files" };
    let fixes = if applied == 1 { "fix" } else { "fixes" };
    if arguments.diff {
        if changed == 0 {
            surroundings.say("No fix changes anything.");
        }
        return Ok(if changed == 0 { Exit::Clean } else { Exit::Findings });
    }
    surroundings.say(&format!("{applied} {fixes} applied in {changed} {places}."));
    finish(text::print(&left, surroundings), super::exit(&left))
}

/// Applies fixes until none is left, never to a text that BuildKit likes less.
fn mend(file: &Examined, options: &Options, up_to: Safety) -> Mended {
    let mut text = file.source.text().to_owned();
    let mut findings = file.findings.clone();
    let mut applied = 0;
    for _ in 0..MOST_ROUNDS {
        let fixed = fix::apply(&text, &findings, up_to);
        if fixed.applied == 0 || fixed.text == text || fix::is_worse(&text, &fixed.text) {
            break;
        }
        applied += fixed.applied;
        text = fixed.text;
        findings = again(file, &text, options).findings;
    }
    Mended { text, applied }
}

/// A text without the secrets in it.
fn hidden(text: &str) -> String {
    let source = Arc::new(Source::new("Dockerfile", text.as_bytes().to_vec()));
    let file = dockerfile::parse(source.clone());
    let whole = Span::new(0, source.text().len() as u32);
    masked_in(&source, whole, &secret_spans(&file)).into_owned()
}

/// The same file with another text.
fn again(file: &Examined, text: &str, options: &Options) -> Examined {
    let source = Arc::new(Source::new(file.source.name.clone(), text.as_bytes().to_vec()));
    let parsed = Arc::new(dockerfile::parse(source.clone()));
    let analysis = Analysis::knowing(parsed.clone(), options.clone(), file.knowledge.clone());
    Examined {
        source,
        findings: checks::check(&analysis, &file.around, &file.settings),
        has_syntax_errors: checks::has_syntax_errors(&analysis),
        fail_on: file.fail_on,
        secrets: secret_spans(&parsed),
        origin: file.origin.clone(),
        around: file.around.clone(),
        settings: file.settings.clone(),
        knowledge: analysis.knowledge,
    }
}
