//! `layerwise runtime`.

use serde_json::Value;

use super::with_dockerfile;

const FILE: &str = "\
FROM python:3.14-slim AS base
ENV API_TOKEN=s3cr3t PORT=8000
FROM base AS web
USER 1000
EXPOSE $PORT
HEALTHCHECK --start-period=20s CMD curl -f localhost
ENTRYPOINT [\"python\"]
CMD [\"app.py\"]
";

#[test]
fn text_and_markdown_answer_each_question_with_its_lines() {
    let bench = with_dockerfile(FILE);
    insta::assert_snapshot!("text_answers", bench.run("runtime").expect(0).stdout);
    insta::assert_snapshot!(
        "markdown_answers",
        bench.run("runtime --format markdown").expect(0).stdout
    );
}

#[test]
fn json_holds_values_lines_and_what_is_assumed() {
    let bench = with_dockerfile(FILE);
    let report: Value =
        serde_json::from_str(&bench.run("runtime --format json").expect(0).stdout).unwrap();
    let runtime = &report["runtime"];
    assert_eq!(runtime["stage_name"], "web");
    assert_eq!(runtime["user"]["value"]["number"], 1000);
    assert_eq!(runtime["user"]["lines"], serde_json::json!([4]));
    assert_eq!(runtime["argv"]["value"], serde_json::json!(["python", "app.py"]));
    assert_eq!(runtime["argv"]["assumed_from"], Value::Null);
    assert!(runtime["directory"]["assumed_from"].as_str().unwrap().contains("as of 2026"));
    assert_eq!(runtime["labels"]["known"], false);
}

#[test]
fn what_the_reader_says_of_a_base_takes_the_place_of_the_table() {
    let bench = with_dockerfile("FROM python:3.14-slim\n");
    bench.write("bases.json", r#"{"python:3.14-slim": {"User": "x", "Cmd": ["y"]}}"#);
    let ran = bench.run("runtime --bases bases.json --format json");
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report["runtime"]["user"]["value"]["name"], "x");
    assert_eq!(report["runtime"]["user"]["assumed_from"], Value::Null);
    assert_eq!(report["runtime"]["argv"]["value"], serde_json::json!(["y"]));
}
