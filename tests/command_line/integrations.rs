//! The hook for pre-commit and the action for GitHub: what they call is there.

use std::process::Command;

use regex_lite::Regex;
use serde_json::Value;

use super::{bench, finish, with_dockerfile};

fn yaml(text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap()
}

fn hook() -> Value {
    let hooks = yaml(include_str!("../../.pre-commit-hooks.yaml"));
    hooks.as_array().unwrap().iter().find(|hook| hook["id"] == "layerwise").unwrap().clone()
}

#[test]
fn the_hook_calls_what_is_there() {
    let hook = hook();
    let entry = hook["entry"].as_str().unwrap();
    let arguments = entry.strip_prefix("layerwise ").expect("it calls layerwise");
    let bench = with_dockerfile("FROM alpine\n");
    bench.write("api/Dockerfile.dev", "FROM alpine\n");
    // pre-commit puts the names of the files behind the entry.
    let ran = bench.run(&format!("{arguments} Dockerfile api/Dockerfile.dev")).expect(1);
    assert!(ran.stdout.contains("in 2 files"), "{}", ran.stdout);
    assert_eq!(hook["language"], "rust");
    assert_eq!(hook["require_serial"], true);
}

#[test]
fn the_hook_takes_the_files_that_a_folder_is_searched_for() {
    let hook = hook();
    let pattern = |key: &str| Regex::new(hook[key].as_str().unwrap()).unwrap();
    let (files, exclude) = (pattern("files"), pattern("exclude"));
    let names = [
        "Dockerfile",
        "Containerfile",
        "dockerfile",
        "a/Dockerfile",
        "a/Dockerfile.dev",
        "a/api.Dockerfile",
        "web.dockerfile",
        "x.Containerfile",
        "Containerfile.arm64",
        "Dockerfile.dockerignore",
        ".dockerignore",
        "Dockerfile.md",
        "Dockerfile.j2",
        "Dockerfile.template",
        "a/dockerfiles.txt",
        "MyDockerfile",
        "Dockerfile-dev",
        "docs/x.md",
    ];
    let bench = bench();
    for name in names {
        bench.write(name, "FROM scratch\n");
    }
    let report = bench.run("check --format json --fail-on never").expect(0).json();
    let found =
        |name: &str| report["files"].as_array().unwrap().iter().any(|file| file["file"] == name);
    for name in names {
        let taken = files.is_match(name) && !exclude.is_match(name);
        // On a disk that does not tell capitals, one name stands for both.
        if name == "dockerfile" {
            assert!(taken);
            continue;
        }
        assert_eq!(taken, found(name), "{name}");
    }
}

/// The steps of the action, run by bash as GitHub does, with a program that is built already.
#[test]
#[cfg(unix)]
fn the_action_checks_and_annotates() {
    let action = yaml(include_str!("../../action.yml"));
    let steps = action["runs"]["steps"].as_array().unwrap();
    assert!(steps.iter().all(|step| step["shell"] == "bash"));
    let install = steps[0]["run"].as_str().unwrap();
    assert!(install.starts_with("cargo install --locked --path \"$GITHUB_ACTION_PATH\""));
    let check = &steps[1];
    for (name, input) in [("PATHS", "paths"), ("ARGUMENTS", "arguments")] {
        assert_eq!(check["env"][name], format!("${{{{ inputs.{input} }}}}"));
        assert!(action["inputs"][input]["default"].is_string());
    }
    let bench = with_dockerfile("FROM alpine\n");
    bench.write("api/Dockerfile", "FROM alpine\n");
    let program = bench.path("temp/layerwise/bin/layerwise");
    std::fs::create_dir_all(program.parent().unwrap()).unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_layerwise"), &program).unwrap();
    let run = |paths: &str, arguments: &str| {
        let mut command = Command::new("bash");
        command
            .args([
                "--noprofile",
                "--norc",
                "-eo",
                "pipefail",
                "-c",
                check["run"].as_str().unwrap(),
            ])
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", bench.path("."))
            .env("RUNNER_TEMP", bench.path("temp"))
            .env("PATHS", paths)
            .env("ARGUMENTS", arguments)
            .current_dir(bench.path("."));
        finish(command, b"")
    };
    let ran = run(".", "").expect(1);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert!(lines.iter().all(|line| line.starts_with("::")), "{}", ran.stdout);
    assert!(ran.stdout.contains("::warning file=api/Dockerfile,line=1"), "{}", ran.stdout);
    run("api Dockerfile", "--fail-on error").expect(0);
    run("absent", "").expect(3);
}
