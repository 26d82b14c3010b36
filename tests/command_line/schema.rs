//! Everything that is printed as JSON holds to the schema that is printed.

use jsonschema::Validator;
use serde_json::{Value, json};

use super::{Bench, bench, with_dockerfile};
use crate::truth;

fn validator(bench: &Bench, name: &str) -> Validator {
    let schema = bench.run(&format!("schema {name}")).expect(0).json();
    jsonschema::validator_for(&schema).unwrap()
}

#[track_caller]
fn assert_valid(validator: &Validator, value: &Value, what: &str) {
    let errors: Vec<String> = validator
        .iter_errors(value)
        .map(|error| format!("{}: {:.200}", error.instance_path(), error.to_string()))
        .collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}\n{value:.2000}");
}

#[test]
fn what_is_printed_about_files_holds_to_the_schema() {
    let bench = with_dockerfile("FROM scratch\n");
    bench.write("bases.json", r#"{"*": {"Env": ["A=1"], "Cmd": ["x"]}}"#);
    let cases =
        truth::facts::cases().step_by(20).map(|it| it["source"].as_str().unwrap().to_owned());
    let files: Vec<String> = cases.collect();
    let commands = ["inspect", "explain", "stages", "runtime", "context", "check", "decide"];
    for name in commands.into_iter().chain(["check --preset buildkit"]) {
        let validator = validator(&bench, &name.replace(" --preset ", "-"));
        let takes_bases = matches!(name, "inspect" | "stages" | "runtime");
        for (number, text) in files.iter().enumerate() {
            bench.write("Dockerfile", text);
            let bases = if takes_bases && number % 2 == 1 { " --bases bases.json" } else { "" };
            let ran = bench.run(&format!("{name} --format json{bases}"));
            assert_valid(&validator, &ran.json(), &format!("{name} of {text}"));
        }
    }
}

#[test]
fn what_is_printed_about_changes_and_lessons_holds_to_the_schema() {
    let file = "FROM a\nRUN x\nCOPY y z\nWORKDIR /q\nCOPY --link . .\nRUN make\n";
    let bench = with_dockerfile(file);
    bench.write("y", "1");
    bench.write(".dockerignore", "*.md\n!\n[\n");
    for (schema, command) in [
        ("cache", "cache --edit y --format json"),
        ("cache", "cache --edit y --no-cache --format json"),
        ("cache", "cache --target none --format json"),
        ("advice", "cache --advise --format json"),
        ("check-list", "check --list --format json"),
        ("check-checklist", "check --checklist all --format json"),
        ("context", "context --format json"),
        ("lessons-list", "lessons list --format json"),
        ("lessons-paths", "lessons paths --format json"),
        ("lessons-check", "lessons check --format json lessons"),
        ("lessons-stats", "lessons stats answers.jsonl --format json"),
        ("progress", "progress show --format json"),
        ("coverage", "explain --coverage . --format json"),
        ("knowledge-list", "knowledge list --format json"),
        ("knowledge-show", "knowledge show git --format json"),
        ("knowledge-check", "knowledge check --format json"),
        ("quiz", "quiz --format json"),
        ("quiz", "review --known start --format json"),
    ] {
        bench.write(".layerwise/knowledge/names.toml", "[variables]\nA = 1\nB = \"is b\"\n");
        bench.write(".layerwise/lessons/ours/lesson.md", "# Ours\n");
        let answer = r#"{"v":1,"ts":1,"lesson":"a","question":"b","hash":"","seed":1,"given":{"text":"x"},"correct":false}"#;
        bench.write("answers.jsonl", answer);
        bench.write("lessons/lesson.md", "---\nid: x\nbad: 1\n---\n# X\n");
        let ran = bench.run(command);
        assert_valid(&validator(&bench, schema), &ran.json(), command);
    }
}

#[test]
fn recorded_scenarios_hold_to_the_schema() {
    let validator = validator(&bench(), "scenario");
    for scenario in truth::cache::scenarios() {
        assert_valid(&validator, &scenario, "a recorded scenario");
    }
    assert!(!validator.is_valid(&json!({"ops": [{"op": "explode"}]})));
}

#[test]
fn the_whole_schema_is_one_and_an_unknown_name_is_refused() {
    let bench = bench();
    let whole = bench.run("schema").expect(0).json();
    assert!(jsonschema::meta::is_valid(&whole));
    for name in whole["$defs"].as_object().unwrap().keys() {
        assert!(bench.run(&format!("schema {name}")).expect(0).json()["$defs"][name].is_object());
    }
    let ran = bench.run("schema nothing").expect(2);
    assert!(ran.stderr.contains("the schemas are advice, base, bases, cache"), "{}", ran.stderr);
}
