//! What holds for the checks on every file.

use std::sync::Arc;

use layerwise::analysis::Analysis;
use layerwise::build::Options;
use layerwise::checks::{self, Around, Finding, Level, Safety, Settings, fix};
use layerwise::dockerfile::{self, ProblemLevel};
use layerwise::source::Source;
use serde_json::Value;

fn analysis(text: &str) -> Analysis {
    let source = Source::new("Dockerfile", text.as_bytes().to_vec());
    Analysis::of(Arc::new(dockerfile::parse(Arc::new(source))), Options::default())
}

fn findings(text: &str) -> Vec<Finding> {
    checks::check(&analysis(text), &Around::default(), &Settings::default())
}

fn errors(text: &str) -> usize {
    let file = analysis(text).file;
    file.problems.iter().filter(|problem| problem.level == ProblemLevel::Error).count()
}

/// Every recorded file: spans fit, words are said, what depends is a hint, and
/// fixes come to an end without making anything worse.
#[test]
fn findings_are_sound_on_every_recorded_file() {
    let (mut files, mut found, mut fixed) = (0, 0, 0);
    let recorded = include_str!("../truth/parse.jsonl").lines();
    for line in recorded.chain(include_str!("../truth/checks.jsonl").lines()) {
        let case: Value = serde_json::from_str(line).unwrap();
        let mut text = case["source"].as_str().unwrap().to_owned();
        files += 1;
        for _ in 0..3 {
            let findings = findings(&text);
            for finding in &findings {
                let at = format!("{} of {}", finding.rule.slug, case["id"]);
                assert!(text.get(finding.span.range()).is_some(), "{at}: {:?}", finding.span);
                let is_sentence = finding.message.ends_with(['.', '?', ')']);
                assert!(is_sentence, "{at}: {}", finding.message);
                let depends = finding.depends_on.is_some();
                assert!(!depends || finding.level == Level::Hint, "{at}");
            }
            found += findings.len();
            let next = fix::apply(&text, &findings, Safety::Unsafe);
            assert!(errors(&next.text) <= errors(&text), "{}:\n{text}\n{}", case["id"], next.text);
            fixed += next.applied;
            if next.applied == 0 {
                break;
            }
            text = next.text;
        }
    }
    assert!(files > 2_000 && found > 2_000 && fixed > 500, "{files} {found} {fixed}");
}

/// Makes one line of a file from its number.
type Shape = fn(usize) -> String;

const SHAPES: &[(&str, Shape)] = &[
    ("installs", |line| format!("RUN apt-get install -y a{line}\n")),
    ("purges", |line| format!("RUN apt-get install -y a{line}\nRUN apt-get purge -y a{line}\n")),
    ("updates", |_| "RUN apt-get update\n".to_owned()),
    ("copies and their owners", |line| {
        format!(
            "COPY a{line}/ /srv/a{line}/\nRUN chown -R app /srv/b{line} && rm -rf /srv/c{line}\n"
        )
    }),
    ("stages on stages", |line| format!("FROM s{line} AS s{}\nRUN pip install a\n", line + 1)),
    ("secrets", |line| format!("COPY .env /a{line}/.env\nRUN rm /b{line}/.env\n")),
    ("arguments", |line| format!("ARG COMMIT\nRUN echo $A{line}\n")),
    ("commands", |line| format!("CMD run {line}\n")),
    ("accounts", |line| format!("RUN useradd u{line}\nUSER u{line}\n")),
    ("one long command", |_| "RUN a && b && c | d; e \\\n  && f\n".to_owned()),
];

/// Time is not measured. A shape that takes the square of its length does not end here.
#[test]
fn the_work_is_linear_in_every_shape() {
    for (name, shape) in SHAPES {
        let text: String = (0..2_000).map(shape).collect();
        let found = findings(&format!("FROM debian:13 AS s0\n{text}"));
        assert!(found.len() < 200_000, "{name}");
    }
}
