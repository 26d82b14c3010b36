//! `layerwise check`: what it prints, how it ends, and what it changes.

use serde_json::Value;

use super::run::{bench, with_dockerfile};

const FILE: &str = "\
FROM python:3.14-slim as base
# layerwise ignore=apt-recommends reason=small anyway
RUN apt-get update && apt-get install -y curl
ENV DB_PASSWORD=tr0ub4dor-9
CMD [\"python\", \"app.py\"]
";

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn rules(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap().iter();
    findings.map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn text_shows_each_finding_on_its_line_and_no_secret() {
    let bench = with_dockerfile(FILE);
    let ran = bench.run("check");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    insta::assert_snapshot!(ran.stdout);
    assert!(!ran.stdout.contains("tr0ub4dor"));
}

#[test]
fn levels_choices_and_settings_decide_how_it_ends() {
    let bench = with_dockerfile(FILE);
    assert_eq!(bench.run("check --fail-on never").code, Some(0));
    assert_eq!(bench.run("check --select maintainer").code, Some(0));
    assert_eq!(bench.run("check --select DL3009").code, Some(1));
    assert_eq!(bench.run("check --select casing-from-as").code, Some(0));
    assert_eq!(bench.run("check --select FromAsCasing --fail-on hint").code, Some(1));
    let ran = bench.run("check --select apt-list");
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("did you mean apt-lists?"), "{}", ran.stderr);
    bench.write(
        "layerwise.toml",
        "[checks]\nselect = [\"size\"]\n[checks.levels]\napt-lists = \"hint\"\n",
    );
    assert_eq!(bench.run("check").code, Some(0));
    bench.write("layerwise.toml", "[checks]\nselekt = []\n");
    let ran = bench.run("check");
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("selekt"), "{}", ran.stderr);
}

#[test]
fn comments_silence_checks_and_unused_ones_are_told() {
    let bench = with_dockerfile(
        "FROM debian:13\n\
         # hadolint ignore=DL3009\n\
         # layerwise ignore=chmod-777 reason=none\n\
         RUN apt-get update && chmod 755 /srv\n\
         # layerwise ignore=no-such-check\n\
         # check=skip=WorkdirRelativePath\n\
         WORKDIR app\n",
    );
    let report = json(&bench.run("check --format json").stdout);
    assert_eq!(rules(&report), ["pragma-unused", "pragma-unused"]);
    assert_eq!(report["findings"][0]["line"], 3);
    assert_eq!(report["findings"][1]["level"], "warning");
}

#[test]
fn syntax_errors_and_missing_files_have_codes_of_their_own() {
    let bench = with_dockerfile("FROM alpine:3.22\nCOPPY a b\n");
    let ran = bench.run("check --format json");
    assert_eq!(ran.code, Some(4));
    assert_eq!(rules(&json(&ran.stdout)), ["syntax-error"]);
    assert_eq!(self::bench().run("check").code, Some(3));
    assert_eq!(bench.run("check absent").code, Some(3));
}

#[test]
fn folders_are_searched_and_standard_input_is_read() {
    let bench = bench();
    bench.write("a/Dockerfile", "FROM alpine\n");
    bench.write("a/b/api.Dockerfile", "FROM alpine\n");
    bench.write("a/Dockerfile.dockerignore", "x\n");
    bench.write("node_modules/x/Dockerfile", "FROM alpine\n");
    let report = json(&bench.run("check --format json").stdout);
    let files: Vec<&str> = report["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["file"].as_str().unwrap())
        .collect();
    assert_eq!(files, ["a/Dockerfile", "a/b/api.Dockerfile"]);
    let ran = bench.pipe("check - --format json", b"FROM alpine\n");
    assert_eq!(rules(&json(&ran.stdout)), ["base-no-tag"]);
}

#[test]
fn fixes_are_shown_then_applied_and_then_there_is_nothing_left() {
    let text = "FROM debian:13\r\nRUN apt-get update && \\\r\n    apt-get install curl\r\n";
    let bench = with_dockerfile(text);
    let shown = bench.run("check --diff");
    assert_eq!(shown.code, Some(1));
    assert!(shown.stdout.contains("+    apt-get install -y curl && \\"), "{}", shown.stdout);
    let read = || std::fs::read_to_string(bench.path("Dockerfile")).unwrap();
    assert_eq!(read(), text, "--diff changes nothing");
    bench.run("check --fix");
    let fixed = read();
    assert_eq!(
        fixed,
        "FROM debian:13\r\nRUN apt-get update && \\\r\n    apt-get install -y curl && \\\r\n    \
         rm -rf /var/lib/apt/lists/*\r\n"
    );
    bench.run("check --fix");
    assert_eq!(read(), fixed, "a second time changes nothing");
    assert_eq!(bench.run("check --unsafe").code, Some(2));
}

/// Without a word about the context or the base images: an ignore file beside the file speaks for
/// its folder, and the account of an official image for its platform.
#[test]
fn the_preset_sees_the_ignore_file_beside_the_file() {
    let bench = with_dockerfile("FROM arm64v8/python:3.12\nCOPY secrets.txt /x\n");
    bench.write(".dockerignore", "secrets.txt\n");
    let report = json(&bench.run("check --preset buildkit --format json").expect(1).stdout);
    let said = |at: usize, member: &str| report["findings"][at][member].clone();
    assert_eq!(said(0, "rule"), "InvalidBaseImagePlatform");
    assert_eq!(said(0, "depends_on"), "which platform the builder has");
    assert_eq!(said(1, "rule"), "CopyIgnoredFile");
    assert_eq!(said(1, "line"), 2);
}

#[test]
fn the_preset_prints_what_buildkit_says() {
    let bench = with_dockerfile("FROM alpine:3.22\nWORKDIR app\nCMD true\n");
    let ran = bench.run("check --preset buildkit --format json");
    let report = json(&ran.stdout);
    assert_eq!(rules(&report), ["WorkdirRelativePath", "JSONArgsRecommended"]);
    assert_eq!(report["findings"][0]["slug"], "workdir-relative");
    assert_eq!(report["error"], Value::Null);
    assert_eq!(ran.code, Some(1));
}

#[test]
fn other_programs_can_read_it() {
    let bench = with_dockerfile(FILE);
    let run = |format: &str| bench.run(&format!("check --format {format}")).stdout;
    let sarif = json(&run("sarif"));
    assert_eq!(sarif["version"], "2.1.0");
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    for result in sarif["runs"][0]["results"].as_array().unwrap() {
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    let gitlab = json(&run("gitlab"));
    let prints: std::collections::BTreeSet<&str> =
        gitlab.as_array().unwrap().iter().map(|it| it["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(prints.len(), gitlab.as_array().unwrap().len(), "each finding has its own");
    for line in run("github").lines() {
        assert!(line.starts_with("::"), "{line}");
    }
    assert!(run("checkstyle").contains("<checkstyle version=\"4.3\">"));
    assert!(run("junit").contains("<testsuites name=\"layerwise\""));
    for format in ["text", "json", "sarif", "github", "gitlab", "checkstyle", "junit"] {
        assert!(!run(format).contains("tr0ub4dor"), "{format}");
    }
}

#[test]
fn a_check_is_explained_by_any_of_its_names() {
    let bench = bench();
    for name in ["apt-lists", "DL3009", "dl3009"] {
        let ran = bench.run(&format!("explain {name}"));
        assert!(ran.stdout.contains("# apt's lists stay in the image"), "{}", ran.stdout);
        assert_eq!(ran.code, Some(0));
    }
    let list = bench.run("check --list").stdout;
    assert!(list.contains("apt-lists"), "{list}");
}

#[test]
fn the_ids_of_other_tools_are_explained_or_the_reason_is() {
    let bench = with_dockerfile(FILE);
    for (name, title) in [
        ("user-missing", "The container runs as root"),
        ("CKV_DOCKER_3", "The container runs as root"),
        ("AVD-DS-0002", "The container runs as root"),
        ("ds002", "The container runs as root"),
        ("dl3009", "apt's lists stay in the image"),
        ("DL3008", "A package of the system has no version"),
        ("JSONArgsRecommended", "A shell stands between Docker and the program"),
    ] {
        let ran = bench.run(&format!("explain {name}")).expect(0);
        assert!(ran.stdout.contains(title), "{name}: {}", ran.stdout);
    }
    let ran = bench.run("explain DL3026").expect(3);
    assert!(ran.stderr.contains("is no check here") && ran.stderr.contains("learn supply-chain"));
    let ran = bench.run("explain apt-list").expect(3);
    assert!(ran.stderr.contains("did you mean the check apt-lists?"), "{}", ran.stderr);
    let ran = bench.run("explain absent/Dockerfile").expect(3);
    assert!(ran.stderr.contains("there is no such file"), "{}", ran.stderr);
    assert_eq!(bench.run("check --select AVD-DS-0002 --fail-on hint").code, Some(1));
}

#[test]
fn buildkits_own_checks_end_as_ours_do() {
    let bench = with_dockerfile("FROM alpine:3.22\nCMD echo a\n");
    bench.run("check --preset buildkit").expect(1);
    bench.write("Dockerfile", "FROM alpine:3.22\nCMD [\"a\"]\n");
    bench.run("check --preset buildkit").expect(0);
    bench.write("Dockerfile", "FROM alpine:3.22\nCOPPY\n");
    bench.run("check --preset buildkit").expect(4);
    bench.run("check --preset buildkit --format sarif").expect(2);
    bench.run("check --preset other").expect(2);
}
