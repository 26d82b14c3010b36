//! `layerwise stages`.

use serde_json::Value;

use super::with_dockerfile;

const STAGED: &str = "\
FROM golang:1.23 AS build
WORKDIR /src
COPY . .
RUN go build -o /out/app .
FROM build AS test
RUN go test ./...
FROM scratch
COPY --from=build /out/app /app
ENTRYPOINT [\"/app\"]
";

#[test]
fn text_shows_the_graph() {
    let ran = with_dockerfile(STAGED).run("stages").expect(0);
    insta::assert_snapshot!(ran.stdout);
}

#[test]
fn a_target_lights_another_path() {
    let ran = with_dockerfile(STAGED).run("stages --target test").expect(0);
    assert!(ran.stdout.contains("never built: nothing needs it"), "{}", ran.stdout);
}

#[test]
fn json_names_stages_and_edges() {
    let report: Value = with_dockerfile(STAGED).run("stages --format json").expect(0).json();
    assert_eq!(report["schema_version"], 1);
    assert_eq!(report["stages"][1]["built_for"][0], "test");
    assert_eq!(report["edges"][1]["paths"][0], "/out/app");
    assert_eq!(report["error"], Value::Null);
}

#[test]
fn every_format_is_safe_for_a_terminal() {
    let hostile = "FROM a\x1b]0;x\x07 AS b\nFROM b\nCOPY --from=0 /\u{202e}x /y\n";
    for format in ["text", "mermaid", "dot", "svg", "json"] {
        let ran = with_dockerfile(hostile).run(&format!("stages --format {format}"));
        let bad = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!ran.stdout.contains(bad), "{format}: {:?}", ran.stdout);
    }
}

#[test]
fn a_refused_file_shows_the_rest_and_says_so() {
    let ran = with_dockerfile("FROM a AS one\nCOPPY x y\nFROM one\n").run("stages").expect(4);
    assert!(ran.stdout.contains("A build stops here"), "{}", ran.stdout);
    assert!(ran.stdout.contains("starts from one"), "{}", ran.stdout);
}
