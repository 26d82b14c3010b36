//! What runs again, against 718 builds that were done twice.

use layerwise::cache::{Scenario, Status, StepForecast};
use serde_json::{Value, json};

/// How a step of the answer is written in the recordings; a step that is open has no status.
fn recorded(step: &StepForecast) -> Value {
    let mut value = json!({
        "line": step.line,
        "step": step.name,
        "depends_on_run_output": step.status == Status::DependsOnOutput,
    });
    let status = match step.status {
        Status::Cached => "cached",
        Status::Runs => "ran",
        Status::DependsOnOutput | Status::NeedsBase => "open",
    };
    value["status"] = json!(status);
    let marks = [
        ("downstream_only", step.is_downstream_only),
        ("link", step.kind == "LINK"),
        ("shared", step.is_shared),
        ("inputless", step.is_inputless && step.kind == "WORKDIR"),
    ];
    for (name, _) in marks.into_iter().filter(|(_, holds)| *holds) {
        value[name] = json!(true);
    }
    value
}

/// The recorded step without its status where that depends on what RUN wrote.
fn expected(step: &Value) -> Value {
    let mut step = step.clone();
    if step["depends_on_run_output"] == json!(true) {
        step["status"] = json!("open");
    }
    step
}

/// The scenarios of the recordings, without the answers.
pub fn scenarios() -> Vec<Value> {
    let only = |line: &str| {
        let case: Value = serde_json::from_str(line).unwrap();
        json!({"before": case["before"], "ops": case["ops"], "after": case["after"]})
    };
    include_str!("cache.jsonl").lines().map(only).collect()
}

#[test]
fn steps_run_again_as_recorded() {
    let (mut cases, mut decided, mut open, mut wrong) = (0, 0, 0, Vec::new());
    for line in include_str!("cache.jsonl").lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let scenario = Scenario::from_json(line).unwrap();
        cases += 1;
        let forecast = scenario.run(scenario.state().unwrap().unwrap());
        let found: Vec<Value> = forecast.steps.iter().map(recorded).collect();
        let expected: Vec<Value> =
            case["expect"].as_array().unwrap().iter().map(expected).collect();
        open += expected.iter().filter(|step| step["status"] == json!("open")).count();
        decided += expected.iter().filter(|step| step["status"] != json!("open")).count();
        if found != expected {
            let show = |steps: &[Value]| -> String {
                steps.iter().map(|step| format!("    {step}\n")).collect()
            };
            wrong.push(format!(
                "{} {} {:?}\n{}\n  ops {}\n  after {}\n  found\n{}  expected\n{}",
                case["id"],
                case["change"],
                forecast.failure,
                case["before"]["dockerfile"].as_str().unwrap(),
                case["ops"],
                case["after"],
                show(&found),
                show(&expected)
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {cases} wrong:\n{}", wrong.len(), wrong.join("\n\n"));
    println!("{cases} cases, {decided} steps decided, {open} depend on what RUN wrote");
}
