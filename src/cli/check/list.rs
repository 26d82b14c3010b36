//! `layerwise check --list`: the checks.

use std::fmt::Write as _;
use std::io;

use serde_json::json;

use crate::checks::page::{Verdict, examples};
use crate::checks::{self, Usually};
use crate::cli::json;
use crate::cli::surroundings::Surroundings;

pub(super) fn print(as_json: bool, surroundings: &Surroundings) -> io::Result<()> {
    if as_json {
        let rules: Vec<_> = checks::all()
            .iter()
            .map(|rule| {
                json!({
                    "rule": rule.slug,
                    "title": rule.title(),
                    "level": rule.level,
                    "category": rule.category,
                    "is_on": rule.standing == Usually::On,
                    "aliases": rule.aliases().collect::<Vec<_>>(),
                })
            })
            .collect();
        return json::write(io::stdout().lock(), &json!({"schema_version": 1, "rules": rules}));
    }
    let widest = checks::all().iter().map(|rule| rule.slug.len()).max().unwrap_or_default();
    let mut text = String::new();
    let (mut bad, mut good, mut fixed) = (0, 0, 0);
    for rule in checks::all() {
        let off = if rule.standing == Usually::Off { " (only when selected)" } else { "" };
        let _ =
            writeln!(text, "{:widest$}  {:7}  {}{off}", rule.slug, rule.level.name(), rule.title());
        for example in examples(rule.page) {
            match example.verdict {
                Verdict::Bad => bad += 1,
                Verdict::Good => good += 1,
                Verdict::Fixed => fixed += 1,
            }
        }
    }
    let _ = writeln!(
        text,
        "\n{} checks; {bad} bad and {good} good examples and {fixed} fixed files on their pages.",
        checks::all().len()
    );
    surroundings.print(&text)
}
