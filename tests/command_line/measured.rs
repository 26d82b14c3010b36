//! `layerwise check --checklist --image`: what a container tool says about an
//! image. The tools are scripts here, as no test needs a real one.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt as _;

use super::{Bench, Ran, finish, with_dockerfile};

const FILE: &str = "\
FROM python:3.13-slim AS base
WORKDIR /app
FROM base
COPY requirements.txt .
RUN pip install --no-cache-dir \\
    -r requirements.txt
COPY . .
USER 1000
CMD [\"gunicorn\", \"app:app\"]
";

/// What docker prints about an image of that file, built by BuildKit.
const BUILDKIT: &str = r##"{"Comment":"buildkit.dockerfile.v0","CreatedBy":"CMD [\"gunicorn\" \"app:app\"]","ID":"sha256:1","Size":"0"}
{"Comment":"buildkit.dockerfile.v0","CreatedBy":"USER 1000","ID":"x","Size":"0"}
{"Comment":"buildkit.dockerfile.v0","CreatedBy":"COPY . . # buildkit","ID":"x","Size":"2500"}
{"Comment":"buildkit.dockerfile.v0","CreatedBy":"RUN /bin/sh -c pip install --no-cache-dir     -r requirements.txt # buildkit","ID":"x","Size":"20400000"}
{"Comment":"buildkit.dockerfile.v0","CreatedBy":"COPY requirements.txt . # buildkit","ID":"x","Size":"40"}
{"Comment":"buildkit.dockerfile.v0","CreatedBy":"WORKDIR /app","ID":"x","Size":"0"}
{"Comment":"","CreatedBy":"CMD [\"python3\"]","ID":"x","Size":"0"}
{"Comment":"","CreatedBy":"RUN /bin/sh -c set -eux; x # buildkit","ID":"x","Size":"41000000"}
{"Comment":"","CreatedBy":"# debian.sh --arch 'amd64' out/ 'trixie'","ID":"x","Size":"78600000"}
"##;

/// A tool on the PATH that notes down how it was called.
fn tool(bench: &Bench, name: &str, script: &str) {
    let text = format!("#!/bin/sh\necho {name} \"$@\" >> called\n{script}\n");
    let path = format!("bin/{name}");
    bench.write(&path, text);
    std::fs::set_permissions(bench.path(&path), std::fs::Permissions::from_mode(0o755)).unwrap();
}

fn run(bench: &Bench, arguments: &str) -> Ran {
    let mut command = bench.command(arguments.split_whitespace());
    command.env("PATH", format!("{}:/usr/bin:/bin", bench.path("bin").display()));
    finish(command, b"")
}

fn with_docker(history: &str) -> Bench {
    let bench = with_dockerfile(FILE);
    bench.write("history", history);
    tool(&bench, "docker", "cat history");
    bench
}

#[test]
fn layers_stand_beside_their_instructions() {
    let bench = with_docker(BUILDKIT);
    let ran = run(&bench, "check --checklist production Dockerfile --image app:1.0").expect(1);
    insta::assert_snapshot!("measured_text", ran.stdout.split("### Sizes").nth(1).unwrap());
    assert!(
        ran.stdout.contains("app:1.0 has 140.0 MB unpacked, which counts as better."),
        "{}",
        ran.stdout
    );
    let called = std::fs::read_to_string(bench.path("called")).unwrap();
    let expected = "docker history --no-trunc --human=false --format {{json .}} -- app:1.0\n";
    assert_eq!(called, expected);
    let ran = run(&bench, "check --checklist Dockerfile --image app:1.0 --format json").expect(1);
    let image = &ran.json()["image"];
    assert_eq!(image["bytes"], 140_002_540);
    assert_eq!(image["rest_bytes"], 119_600_000, "the base image");
    assert_eq!(image["rest_is_base"], true);
    let lines: Vec<u64> = image["instructions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["line"].as_u64().unwrap())
        .collect();
    assert_eq!(lines, [2, 4, 5, 7, 8, 9]);
    let schema = bench.run("schema check-checklist").expect(0).json();
    assert!(jsonschema::validator_for(&schema).unwrap().is_valid(&ran.json()));
}

#[test]
fn where_file_and_image_differ_the_matching_ends() {
    let other = BUILDKIT.replace("-r requirements.txt", "-r other.txt");
    let bench = with_docker(&other);
    let ran = run(&bench, "check --checklist Dockerfile --image app --format json").expect(1);
    let image = &ran.json()["image"];
    assert_eq!(image["rest_is_base"], false);
    assert_eq!(image["rest_bytes"], 140_000_040);
    assert_eq!(image["instructions"].as_array().unwrap().len(), 3);
}

#[test]
fn podman_answers_where_docker_is_not_there_or_does_not_know() {
    let podman = r##"[{"id":"a","Created":"2026-01-01T00:00:00Z","CreatedBy":"/bin/sh -c #(nop) CMD [\"gunicorn\", \"app:app\"]","size":0},
{"id":"a","CreatedBy":"/bin/sh -c #(nop) USER 1000","size":0},
{"id":"a","CreatedBy":"/bin/sh -c #(nop) COPY dir:0123 in .","size":100},
{"id":"a","CreatedBy":"/bin/sh -c pip install --no-cache-dir     -r requirements.txt","size":250000000},
{"id":"a","CreatedBy":"/bin/sh -c #(nop) COPY file:4567 in .","size":5},
{"id":"a","CreatedBy":"/bin/sh -c #(nop) WORKDIR /app","size":0}]"##;
    let bench = with_dockerfile(FILE);
    bench.write("history", podman);
    tool(&bench, "podman", "cat history");
    let arguments = "check --checklist production Dockerfile --image app --format json";
    let ran = run(&bench, arguments).expect(1);
    assert_eq!(ran.json()["image"]["tool"], "podman");
    assert_eq!(ran.json()["image"]["instructions"].as_array().unwrap().len(), 6);
    let items = ran.json()["lists"][0]["items"].clone();
    let size = items.as_array().unwrap().iter().find(|it| it["item"] == "size").unwrap().clone();
    assert_eq!(size["verdict"], "not_done");
    assert_eq!(size["proof"][0]["line"], 4);
    tool(&bench, "docker", "echo No such image: app >&2; exit 1");
    assert_eq!(run(&bench, arguments).expect(1).json()["image"]["tool"], "podman");
}

#[test]
fn what_cannot_be_measured_is_said() {
    let bench = with_dockerfile(FILE);
    let arguments = "check --checklist Dockerfile --image app";
    let ran = run(&bench, arguments).expect(3);
    assert!(ran.stderr.contains("neither docker nor podman"), "{}", ran.stderr);
    tool(&bench, "docker", "echo 'Cannot connect\u{1b}]0;x\u{7} to the daemon' >&2; exit 1");
    let ran = run(&bench, arguments).expect(3);
    assert!(ran.stderr.contains("Cannot connect"), "{}", ran.stderr);
    assert!(!ran.stderr.contains('\u{1b}'), "{}", ran.stderr);
    tool(&bench, "docker", "echo '{\"Size\":\"x\"}'");
    let ran = run(&bench, arguments).expect(3);
    assert!(ran.stderr.contains("is not understood"), "{}", ran.stderr);
    run(&bench, "check --checklist Dockerfile --image -v").expect(2);
    run(&bench, "check --image app").expect(2);
    bench.write("api/Dockerfile", FILE);
    run(&bench, "check --checklist --image app").expect(2);
}

#[test]
fn an_image_with_hostile_names_garbles_nothing() {
    let hostile = BUILDKIT.replace("# debian.sh", "\\u001b]0;owned\\u0007\\u202e");
    let bench = with_docker(&hostile);
    for format in ["text", "markdown", "json"] {
        let arguments =
            format!("check --checklist production Dockerfile --image app --format {format}");
        let ran = run(&bench, &arguments).expect(1);
        assert!(!ran.stdout.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{}", ran.stdout);
    }
}

#[test]
fn without_an_image_nothing_is_called() {
    let bench = with_docker(BUILDKIT);
    run(&bench, "check --checklist production Dockerfile").expect(1);
    assert!(!bench.path("called").exists());
}
