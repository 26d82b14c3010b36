//! BuildKit's build checks, against `docker build --check` of 474 files.

use std::sync::Arc;

use layerwise::build::{self, Ignoring, Options, Scope};
use layerwise::context::IgnoreFile;
use layerwise::dockerfile;
use layerwise::source::Source;
use serde_json::{Value, json};

use super::facts;

fn ignoring(case: &Value) -> Option<Ignoring> {
    let file = IgnoreFile::read(case["ignore"].as_str()?).unwrap();
    layerwise::checks::buildkit::ignoring(&file)
}

fn warnings(case: &Value, scope: Scope) -> Value {
    let text = case["source"].as_str().unwrap();
    let file = dockerfile::parse(Arc::new(Source::new("Dockerfile", text.as_bytes().to_vec())));
    let options = Options { scope, ignoring: ignoring(case), ..facts::options(case) };
    let build = build::evaluate(&file, &options);
    let failure = build.failure.map(|failure| {
        let mut error = json!({"text": failure.text, "line": failure.line});
        if let Some(hint) = failure.hint {
            error["hint"] = json!(hint);
        }
        error
    });
    json!({"expect": build.warnings, "error": failure})
}

#[test]
fn every_recorded_check_says_what_buildkit_says() {
    let (mut cases, mut wrong) = (0, Vec::new());
    for line in include_str!("checks.jsonl").lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        cases += 1;
        let is_targeted = case["target"].as_str().is_some_and(|target| !target.is_empty());
        let scope = if is_targeted { Scope::Target } else { Scope::EveryStage };
        let mut found = vec![("expect", warnings(&case, scope))];
        if case.get("build").is_some() {
            found.push(("build", warnings(&case, Scope::Target)));
        }
        for (member, found) in found {
            let expected = &case[member];
            let error_differs = member == "expect" && found["error"] != case["error"];
            if found["expect"] != *expected || error_differs {
                wrong.push(format!(
                    "{} {member}\n{}\nfound {found}\nexpected {expected} {}",
                    case["id"],
                    case["source"].as_str().unwrap(),
                    case["error"]
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {cases} wrong:\n{}", wrong.len(), wrong.join("\n\n"));
}
