//! `explain`: the file in words.

use super::with_dockerfile;

const FILE: &str = "\
# syntax=docker/dockerfile:1
FROM python:3.12-slim AS base

# Everything at once
COPY . .
RUN pip install -r requirements.txt
FORM x
";

/// The headings of a document: what is explained, in order. The words are tests/explain's.
fn headings(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.starts_with('#')).collect()
}

const HEADINGS: [&str; 14] = [
    "# Dockerfile, line by line",
    "## What it builds",
    "## What the checks find",
    "## Before the first stage",
    "### Line 1: directive",
    "## Stage `base`",
    "### Line 2: FROM",
    "### Line 5: COPY",
    "### Line 6: RUN",
    "### Line 7: FORM",
    "## What a container gets",
    "## What runs again",
    "## Build and run it",
    "## Words used here",
];

#[test]
fn as_text() {
    let ran = with_dockerfile(FILE).run("explain").expect(4);
    assert_eq!(headings(&ran.stdout), HEADINGS);
    assert_eq!(ran.stderr, "");
    let (_, last) = ran.stdout.rsplit_once("\n\n").unwrap();
    assert!(last.starts_with("To learn more: `layerwise learn anatomy`, `layerwise learn from`,"));
    let last = last.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(last.contains("`layerwise learn run`, `layerwise learn cache-rules`"), "{last}");
    assert!(ran.stdout.lines().all(|line| line.chars().count() <= 80));
}

#[test]
fn as_markdown() {
    let ran = with_dockerfile(FILE).run("explain --format markdown").expect(4);
    let mut lines = ran.stdout.lines();
    let mut outside = String::new();
    // Comments in code are no headings.
    while let Some(line) = lines.next() {
        match line.starts_with("```") {
            true => drop(lines.find(|line| line.starts_with("```")).unwrap()),
            false => outside += &format!("{line}\n"),
        }
    }
    assert_eq!(headings(&outside), HEADINGS);
    assert!(ran.stdout.contains("```dockerfile\nCOPY . .\n```\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("> [!CAUTION]\n"), "{}", ran.stdout);
}

#[test]
fn as_json() {
    let json = with_dockerfile(FILE).run("explain --format json").expect(4).json();
    let explained = json["explanations"].as_array().unwrap();
    let lines: Vec<_> = explained.iter().map(|it| it["lines"]["first"].as_u64().unwrap()).collect();
    assert_eq!(lines, [1, 2, 5, 6, 7]);
    assert_eq!(
        (&explained[0]["kind"], &explained[1]["name"]),
        (&"directive".into(), &"FROM".into())
    );
    assert_eq!(explained[1]["lessons"], serde_json::json!(["from", "stages", "supply-chain"]));
    let run = explained.iter().find(|it| it["name"] == "RUN").unwrap();
    assert_eq!(
        run["lessons"],
        serde_json::json!(["run", "cache-rules", "layers-add-up"]),
        "only lessons that exist"
    );
}

#[test]
fn one_line() {
    let bench = with_dockerfile("FROM a\n\nRUN x \\\n  && y\n# end\n");
    let ran = bench.run("explain --line 4").expect(0);
    assert!(ran.stdout.starts_with("### Lines 3 to 4: RUN\n"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("FROM"), "{}", ran.stdout);
    let again = "directory or shell changes, or when\na:latest becomes another image.";
    assert!(ran.stdout.contains(again), "{}", ran.stdout);
    let json = bench.run("explain --line 1 --format json").expect(0).json();
    assert_eq!(json["explanations"].as_array().unwrap().len(), 1);
    assert_eq!(json["explanations"][0]["runs_again_when"], serde_json::Value::Null);
    let json = bench.run("explain --line 4 --format json").expect(0).json();
    insta::assert_snapshot!(json["explanations"][0]["runs_again_when"].to_string());
    assert!(bench.run("explain --line 2").expect(0).stdout.contains("empty line"));
    assert!(bench.run("explain --line 5").expect(0).stdout.contains("comment"));
}

#[test]
fn a_large_file_is_explained_in_time() {
    let text = "FROM a\n".to_owned() + &"RUN echo $A && apt-get install -y x\n".repeat(1000);
    let ran = with_dockerfile(text).run("explain").expect(0);
    assert!(ran.stdout.lines().count() > 2000);
}

#[test]
fn a_committed_document_is_written_and_compared() {
    let here = with_dockerfile("FROM alpine\nRUN apk add curl\n");
    for name in ["doc.md", "doc.html", "doc.txt"] {
        here.run(&format!("explain --check {name}")).expect(3);
        here.run(&format!("explain --write {name}")).expect(0);
        let ran = here.run(&format!("explain --check {name}")).expect(0);
        assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", ""));
        std::fs::write(here.path("Dockerfile"), "FROM alpine\nRUN apk add wget\n").unwrap();
        let ran = here.run(&format!("explain --check {name}")).expect(1);
        assert!(ran.stdout.contains("@@ -"), "{}", ran.stdout);
        assert!(
            ran.stderr.contains(&format!("layerwise explain --write {name}")),
            "{}",
            ran.stderr
        );
        std::fs::write(here.path("Dockerfile"), "FROM alpine\nRUN apk add curl\n").unwrap();
    }
}

#[test]
fn one_stage_can_be_asked_for() {
    let here = with_dockerfile("FROM a AS one\nRUN b\nFROM a AS two\nRUN c\n");
    let ran = here.run("explain --stage two --depth full").expect(0);
    assert!(
        ran.stdout.contains("Line 4: RUN") && !ran.stdout.contains("Line 2: RUN"),
        "{}",
        ran.stdout
    );
    let ran = here.run("explain --stage three").expect(2);
    assert!(ran.stderr.contains("there are: one, two"), "{}", ran.stderr);
}

#[test]
fn what_the_tables_know_is_counted() {
    let here = with_dockerfile("FROM alpine\nRUN apk add curl ours\n");
    let ran = here.run("explain --coverage").expect(0);
    assert!(
        ran.stdout.contains("packages of distributions") && ran.stdout.contains("50.0 %"),
        "{}",
        ran.stdout
    );
    let ran = here.run("explain --format json --coverage . ").expect(0);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report["files"], 1);
    assert_eq!(report["counts"][4]["unknown"][0]["name"], "os ours");
}
