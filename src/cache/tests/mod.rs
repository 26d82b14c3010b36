//! The experiments that the rules were read from, one row each: what is built,
//! what changes, and which steps run then (`C` cached, `R` runs, `?` depends
//! on what RUN wrote), in the order of the steps.

mod builds;
mod copies;
mod runs;

use serde_json::{Value, json};

use super::forecast::{Forecast, Status};
use super::scenario::{After, Before, Change, Scenario};

const FILES: [(&str, &str); 6] = [
    ("a.txt", "A\n"),
    ("b.txt", "B\n"),
    ("dir/x.txt", "X\n"),
    ("dir/y.txt", "Y\n"),
    ("dir/sub/z.txt", "Z\n"),
    ("other.md", "O\n"),
];

/// A row: the Dockerfile, the changes (in JSON, without the outer brackets), the answers.
type Row<'a> = (&'a str, &'a str, &'a str);

fn forecast(before: Value, ops: &str) -> Forecast {
    let before: Before = serde_json::from_value(before).unwrap();
    let ops: Vec<Change> = serde_json::from_str(&format!("[{ops}]")).unwrap();
    let state = before.state().unwrap().unwrap();
    let scenario = Scenario { before: Some(before), ops, after: After::default() };
    scenario.run(state)
}

fn answers(before: Value, ops: &str) -> String {
    let forecast = forecast(before, ops);
    assert_eq!(forecast.failure, None);
    let letter = |status| match status {
        Status::Cached => 'C',
        Status::Runs => 'R',
        Status::DependsOnOutput => '?',
        Status::NeedsBase => 'B',
    };
    forecast.steps.iter().map(|step| letter(step.status)).collect()
}

/// Checks rows; the Dockerfile lies outside the context.
fn check(rows: &[Row<'_>]) {
    let files: Value =
        FILES.into_iter().map(|(path, text)| (path.to_owned(), json!(text))).collect();
    for (dockerfile, ops, expected) in rows {
        let before = json!({
            "dockerfile": dockerfile, "files": files, "dockerfile_in_context": false,
        });
        assert_eq!(answers(before, ops), *expected, "{dockerfile}\n{ops}");
    }
}

/// The change of a part of the Dockerfile.
fn edit(old: &str, new: &str) -> String {
    json!({"op": "edit_dockerfile", "old": old, "new": new}).to_string()
}

/// Checks edits of one Dockerfile: old text, new text, answers.
fn check_edits(dockerfile: &str, rows: &[Row<'_>]) {
    for (old, new, expected) in rows {
        assert!(dockerfile.contains(old), "{old} is not in the file");
        check(&[(dockerfile, &edit(old, new), expected)]);
    }
}

const APPEND_A: &str = r#"{"op":"append","path":"a.txt","text":"x"}"#;
const APPEND_B: &str = r#"{"op":"append","path":"b.txt","text":"x"}"#;
const APPEND_X: &str = r#"{"op":"append","path":"dir/x.txt","text":"x"}"#;
