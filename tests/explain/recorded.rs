//! The sources that BuildKit was recorded with: every one is explained, and no token is left out.

use super::properties::check_tokens;

#[test]
fn every_recorded_source_is_explained() {
    let mut count = 0;
    for line in include_str!("../truth/parse.jsonl").lines() {
        let case: serde_json::Value = serde_json::from_str(line).expect("a recorded case is JSON");
        check_tokens(case["source"].as_str().expect("a source"));
        count += 1;
    }
    assert!(count > 1_000);
}
