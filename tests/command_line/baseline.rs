//! `layerwise check --baseline`: only what is new is reported.

use super::{Bench, with_dockerfile};

const FILE: &str = "\
FROM debian:13
RUN apt-get update && apt-get install -y curl
RUN apt-get update && apt-get install -y curl
ENV DB_PASSWORD=tr0ub4dor-9
";

fn rules(bench: &Bench, arguments: &str) -> Vec<(String, u64)> {
    let report = bench.run(&format!("check --format json {arguments}")).json();
    let findings = report["findings"].as_array().unwrap().iter();
    let of = |it: &serde_json::Value| {
        (it["rule"].as_str().unwrap().to_owned(), it["line"].as_u64().unwrap())
    };
    findings.map(of).collect()
}

fn with_baseline() -> Bench {
    let bench = with_dockerfile(FILE);
    assert!(rules(&bench, "").len() >= 4, "{:?}", rules(&bench, ""));
    let ran = bench.run("check --baseline known.json --write-baseline").expect(0);
    assert!(ran.stdout.is_empty() && ran.stderr.contains("written to known.json"), "{ran:?}");
    bench
}

#[test]
fn what_is_known_is_not_reported_and_does_not_fail() {
    let bench = with_baseline();
    assert_eq!(rules(&bench, "--baseline known.json"), []);
    let ran = bench.run("check --baseline known.json").expect(0);
    assert!(ran.stderr.contains("of the baseline not reported"), "{}", ran.stderr);
    let text = std::fs::read_to_string(bench.path("known.json")).unwrap();
    assert!(!text.contains("tr0ub4dor"), "{text}");
    bench.run("check").expect(1);
}

#[test]
fn moved_and_indented_lines_stay_known_and_new_ones_are_told() {
    let bench = with_baseline();
    let moved = FILE.replace("FROM debian:13\n", "# a comment\n\nFROM debian:13\nLABEL a=b\n");
    bench.write("Dockerfile", moved.replace("RUN apt-get update &&", "RUN  apt-get  update &&"));
    assert_eq!(rules(&bench, "--baseline known.json"), []);
    // A third one like the two that are known is new.
    let again = "RUN apt-get update && apt-get install -y curl\n";
    bench.write("Dockerfile", format!("{moved}{again}"));
    let new = rules(&bench, "--baseline known.json");
    assert!(!new.is_empty() && new.iter().all(|(_, line)| *line == 8), "{new:?}");
    // Another text of the line is another finding.
    bench.write("Dockerfile", FILE.replacen("-y curl", "-y wget", 1));
    let new = rules(&bench, "--baseline known.json");
    assert!(!new.is_empty(), "{new:?}");
}

#[test]
fn what_is_mended_is_said_to_be_gone() {
    let bench = with_baseline();
    bench.write("Dockerfile", "FROM debian:13\nENV DB_PASSWORD=another-0ne\n");
    let ran = bench.run("check --baseline known.json").expect(0);
    assert!(ran.stderr.contains("no longer there"), "{}", ran.stderr);
}

#[test]
fn paths_count_from_the_baseline_and_not_from_where_the_program_is_called() {
    let bench = with_dockerfile(FILE);
    bench.write("api/Dockerfile", FILE);
    bench.run("check --baseline known.json --write-baseline").expect(0);
    let mut command = bench.command(["check", "--baseline", "../known.json", "Dockerfile"]);
    command.current_dir(bench.path("api"));
    super::finish(command, b"").expect(0);
    bench.run("check --baseline known.json ./api/../api/Dockerfile").expect(0);
    // The same file under another name is another file.
    bench.write("web/Dockerfile", FILE);
    bench.run("check --baseline known.json").expect(1);
}

#[test]
fn what_is_no_baseline_is_refused() {
    let bench = with_dockerfile(FILE);
    bench.run("check --baseline absent.json").expect(3);
    bench.run("check --write-baseline").expect(2);
    for text in [
        "",
        "{}",
        "[]",
        "{\"schema_version\":9,\"findings\":[]}",
        "{\"schema_version\":1,\"findings\":[{}]}",
    ] {
        bench.write("known.json", text);
        let ran = bench.run("check --baseline known.json").expect(2);
        assert!(ran.stderr.contains("known.json"), "{}", ran.stderr);
    }
    bench.run("check --baseline known.json --fix").expect(2);
    bench.run("check --baseline absent/known.json --write-baseline").expect(3);
}
