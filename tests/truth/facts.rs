//! What builds do, against BuildKit's own conversion of 1,043 files.

use std::sync::Arc;

use layerwise::build::platform::Platform;
use layerwise::build::{self, Bases, Build, Options};
use layerwise::dockerfile::{self, Dockerfile};
use layerwise::source::Source;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The images that the recordings were made with: every one exists for every
/// platform, those of an architecture's own account for that one only.
fn bases(case: &Value) -> Bases {
    let mut bases = Bases::default();
    let everywhere = json!([
        {
            "Os": "windows",
            "Env": ["PATH=C:\\Windows\\system32;C:\\Windows"],
            "Cmd": ["c:\\windows\\system32\\cmd.exe"],
        },
        {"Env": ["PATH=/usr/local/bin:/usr/bin:/bin"], "Cmd": ["python3"]},
    ]);
    bases.insert("*", everywhere).unwrap();
    bases.insert("missing/*", Value::Null).unwrap();
    for (account, architecture, variant) in [
        ("amd64", "amd64", ""),
        ("arm64v8", "arm64", ""),
        ("i386", "386", ""),
        ("arm32v5", "arm", "v5"),
        ("arm32v6", "arm", "v6"),
        ("arm32v7", "arm", "v7"),
        ("ppc64le", "ppc64le", ""),
        ("riscv64", "riscv64", ""),
        ("s390x", "s390x", ""),
    ] {
        let image = json!({
            "Os": "linux", "Architecture": architecture, "Variant": variant,
            "Env": ["PATH=/usr/local/bin:/usr/bin:/bin"], "Cmd": ["python3"],
        });
        bases.insert(&format!("{account}/*"), image).unwrap();
    }
    // The recordings' registry answers a reference with a digest made from its text.
    let words = case["source"].as_str().unwrap().split_whitespace();
    for name in words.filter(|word| word.contains("@sha256:")) {
        let full = format!("docker.io/library/{name}");
        let digest: String =
            Sha256::digest(&full).iter().map(|byte| format!("{byte:02x}")).collect();
        let image = json!({
            "Env": ["PATH=/usr/local/bin:/usr/bin:/bin"], "Cmd": ["python3"],
            "RepoDigests": [format!("debian@sha256:{digest}")],
        });
        bases.insert(name, image).unwrap();
    }
    for (name, config) in case["bases"].as_object().into_iter().flatten() {
        bases.insert(name, config.clone()).unwrap();
    }
    bases
}

fn facts_of(case: &Value) -> Value {
    let text = case["source"].as_str().unwrap();
    let file = dockerfile::parse(Arc::new(Source::new("Dockerfile", text.as_bytes().to_vec())));
    json!(build::facts(&evaluate(case, &file)))
}

/// The recorded builds.
pub fn cases() -> impl Iterator<Item = Value> {
    include_str!("facts.jsonl").lines().map(|line| serde_json::from_str(line).unwrap())
}

/// What a case asks a build for.
pub fn options(case: &Value) -> Options {
    let arguments = case["args"].as_object().into_iter().flatten();
    Options {
        target: case["target"].as_str().map(str::to_owned),
        platform: case["platform"].as_str().map(|text| Platform::parse(text).unwrap()),
        arguments: arguments
            .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
            .collect(),
        bases: bases(case),
        ..Options::default()
    }
}

/// The build of a recorded case.
pub fn evaluate(case: &Value, file: &Dockerfile) -> Build {
    build::evaluate(file, &options(case))
}

fn difference(found: &Value, expected: &Value) -> String {
    let members = expected.as_object().unwrap().iter();
    let differing = members.filter(|(name, value)| found.get(name) != Some(value));
    let mut texts: Vec<String> = differing
        .map(|(name, value)| format!("  {name}\n   found    {}\n   expected {value}", found[name]))
        .collect();
    for name in found.as_object().unwrap().keys() {
        if expected.get(name).is_none() {
            texts.push(format!("  {name} is too much: {}", found[name]));
        }
    }
    texts.join("\n")
}

#[test]
fn builds_do_what_is_recorded() {
    let (mut cases, mut wrong) = (0, Vec::new());
    for case in self::cases() {
        cases += 1;
        let found = facts_of(&case);
        let expected = &case["expect"];
        if found != *expected {
            wrong.push(format!(
                "{} {}\n{}\n{}",
                case["id"],
                case["tags"],
                case["source"].as_str().unwrap(),
                difference(&found, expected)
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {cases} wrong:\n{}", wrong.len(), wrong.join("\n\n"));
    println!("{cases} cases");
}

/// What `docker build --check` says, without suggestions.
fn checks_of(case: &Value) -> Value {
    let text = case["source"].as_str().unwrap();
    let file = dockerfile::parse(Arc::new(Source::new("Dockerfile", text.as_bytes().to_vec())));
    let options = Options { scope: build::Scope::EveryStage, ..options(case) };
    let mut warnings = build::evaluate(&file, &options).warnings;
    warnings.iter_mut().for_each(|warning| warning.hint = None);
    json!(warnings)
}

/// Files made by chance from a grammar, and those on which we were wrong once. Recorded from the
/// same BuildKit, without suggestions; the members that are there are compared.
#[test]
fn builds_of_random_files_do_what_is_recorded() {
    let mut wrong = Vec::new();
    for line in include_str!("random.jsonl").lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let mut found = facts_of(&case);
        for warning in found["warnings"].as_array_mut().into_iter().flatten() {
            warning.as_object_mut().unwrap().remove("hint");
        }
        if let Some(error) = found["error"].as_object_mut() {
            error.remove("hint");
        }
        let expected = case["expect"].as_object().unwrap();
        found["checks"] = checks_of(&case);
        let said = expected.get("checks").unwrap_or(&expected["warnings"]);
        for (member, expected) in expected.iter().chain([(&"checks".to_owned(), said)]) {
            if found.get(member).unwrap_or(&Value::Null) != expected {
                let source = case["source"].as_str().unwrap();
                let found = &found[member];
                wrong.push(format!("{}\n{source}\n{found}\n{expected}", case["id"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n\n"));
}

/// Files of any kind are evaluated to an end, with known bases and without.
#[test]
fn every_recorded_file_can_be_evaluated() {
    for line in include_str!("parse.jsonl").lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        facts_of(&case);
        let text = case["source"].as_str().unwrap();
        let file = dockerfile::parse(Arc::new(Source::new("x", text.as_bytes().to_vec())));
        build::facts(&build::evaluate(&file, &Options::default()));
    }
}
