//! Every recorded case against [`record`], member for member.

use std::sync::Arc;

use layerwise::dockerfile::record::record;
use layerwise::dockerfile::{Dockerfile, parse};
use layerwise::source::Source;
use serde_json::Value;

/// The members that describe a case; the others are BuildKit's answer.
const DESCRIPTION: [&str; 4] = ["id", "kind", "tags", "source"];

#[test]
fn every_recorded_case_is_answered_as_buildkit_does() {
    let recorded = include_str!("parse.jsonl");
    let mut failed = Vec::new();
    let mut cases = 0;
    for line in recorded.lines() {
        let mut case: Value = serde_json::from_str(line).unwrap();
        let id = case["id"].as_str().unwrap().to_owned();
        let text = case["source"].as_str().unwrap().to_owned();
        let expected = case.as_object_mut().unwrap();
        expected.retain(|member, _| !DESCRIPTION.contains(&member.as_str()));
        let file = parse(Arc::new(Source::new("Dockerfile", text.clone().into_bytes())));
        let mut answer = serde_json::to_value(record(&file)).unwrap();
        cases += 1;
        if hints_vary(&file) {
            remove_hints(&mut answer);
            remove_hints(&mut case);
        }
        let mut differences = Vec::new();
        compare("", &case, &answer, &mut differences);
        if !differences.is_empty() {
            let shown: Vec<_> = differences.iter().take(3).map(String::as_str).collect();
            let start: String = text.chars().take(200).collect();
            failed.push(format!("{id}: {}\n    {start:?}", shown.join("\n    ")));
        }
    }
    assert!(failed.is_empty(), "{} of {cases} cases differ:\n{}", failed.len(), failed.join("\n"));
}

/// Whether BuildKit picks a suggestion by chance in this file: it goes through
/// the names in the random order of a Go map and takes the first of equally near ones.
fn hints_vary(file: &Dockerfile) -> bool {
    let errors = file.problems.iter().filter_map(|problem| problem.buildkit.as_ref());
    errors.into_iter().any(|error| error.nearest.len() > 1)
}

fn remove_hints(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.remove("hint");
            members.values_mut().for_each(remove_hints);
        }
        Value::Array(items) => items.iter_mut().for_each(remove_hints),
        _ => {}
    }
}

/// Notes where two values differ, by the path of member names.
fn compare(path: &str, expected: &Value, actual: &Value, differences: &mut Vec<String>) {
    match (expected, actual) {
        (Value::Object(left), Value::Object(right)) => {
            for (name, value) in left {
                match right.get(name) {
                    Some(other) => compare(&format!("{path}.{name}"), value, other, differences),
                    None => differences.push(format!("{path}.{name} is missing: {value}")),
                }
            }
            for (name, value) in right {
                if !left.contains_key(name) {
                    differences.push(format!("{path}.{name} is too much: {value}"));
                }
            }
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            for (index, (value, other)) in left.iter().zip(right).enumerate() {
                compare(&format!("{path}[{index}]"), value, other, differences);
            }
        }
        _ if expected == actual => {}
        _ => differences.push(format!("{path}: recorded {expected}, answered {actual}")),
    }
}

/// Asked of the same BuildKit on 2026-11-29; such lines are too long to be kept in a recording.
#[test]
fn a_line_too_long_is_reported_where_buildkit_does() {
    let long = "x".repeat(70_000);
    for (start, line) in [("FROM a\n", 1), ("FROM a\nRUN b\n", 2), ("FROM a\nRUN b \\\n", 3)] {
        let text = format!("{start}{long}\n");
        let file = parse(Arc::new(Source::new("Dockerfile", text.into_bytes())));
        let error = record(&file).error.unwrap();
        assert_eq!(error.text, "dockerfile line greater than max allowed size of 65535");
        assert_eq!(error.line, Some(line), "{start:?}");
    }
}
