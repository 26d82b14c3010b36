//! Whole files as documents and reports, and lines that are no instruction.

use layerwise::explain::{document, explain_line, instruction_at, plain_text, report};
use layerwise::source::LineNumber;

use super::read;

const WEB: &str = r#"# syntax=docker/dockerfile:1

ARG PYTHON=3.12

# Installs what the application needs.
FROM python:${PYTHON}-slim AS builder
WORKDIR /app
COPY requirements.txt .
RUN --mount=type=cache,target=/root/.cache/pip \
    pip install --prefix=/install -r requirements.txt

FROM python:${PYTHON}-slim AS production
ENV PYTHONUNBUFFERED=1 \
    PORT=8000
RUN useradd --uid 1000 --create-home app
WORKDIR /app
COPY --from=builder /install /usr/local
COPY --chown=app:app . .
USER 1000
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://localhost:8000/health')"]
ENTRYPOINT ["gunicorn"]
CMD ["--bind", "0.0.0.0:8000", "app:app"]
"#;

const MISTAKES: &str = r#"FROM debian as base # the base
MAINTAINER somebody
ENV DB_PASSWORD hunter2   # not safe
RUN cd /srv
COPY ../shared . # shared code
WORKDIR srv
USER app # run as app
EXPOSE 8080:80
HEALTHCHECK CMD ["curl", "-f", "http://localhost"] || exit 1
CMD ['python', 'app.py']
CMD python app.py
RUNN echo done
"#;

const TOOLS: &str = "# escape=`\nFROM --platform=$BUILDPLATFORM golang:1.25 AS build\nARG TARGETOS TARGETARCH\nRUN <<EOF\nset -e\nCGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -o /out/tool ./cmd/tool\nEOF\nFROM scratch\nCOPY --link --from=build /out/tool /tool\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/ca.pem /etc/ssl/certs/\nONBUILD COPY config.toml /etc/tool/\nSTOPSIGNAL SIGINT\nVOLUME [\"/var/lib/tool\"]\nENTRYPOINT [\"/tool\"]\n";

#[test]
fn a_web_application() {
    insta::assert_snapshot!(plain_text(&document(&read(WEB))));
}

#[test]
fn a_file_full_of_mistakes_is_explained_all_the_same() {
    let text = plain_text(&document(&read(MISTAKES)));
    for expected in [
        "BuildKit refuses this file.",
        "Line 6: WORKDIR",
        "MAINTAINER is deprecated.",
        "The change of directory ends with this RUN",
        "RUNN is no instruction that Docker knows",
    ] {
        assert!(text.contains(expected), "not said: {expected}\n{text}");
    }
}

#[test]
fn a_tool_in_scratch() {
    insta::assert_snapshot!(plain_text(&document(&read(TOOLS))));
}

#[test]
fn a_report_has_the_promised_members() {
    let json = serde_json::to_value(report(&super::analysed(WEB), None, &|_| true))
        .expect("a report is JSON");
    assert_eq!(json["schema_version"], 1);
    let first = &json["explanations"][0];
    assert_eq!(first["kind"], "directive");
    assert_eq!(first["lines"]["first"], 1);
    let from = &json["explanations"][2];
    assert_eq!((&from["name"], &from["effect"]), (&"FROM".into(), &"stage".into()));
    let span = &from["span"];
    let range = span["start"].as_u64().expect("a number") as usize
        ..span["end"].as_u64().expect("a number") as usize;
    assert_eq!(&WEB[range], "FROM python:${PYTHON}-slim AS builder");
    assert_eq!(from["notes"][0]["kind"], "author");
    assert_eq!(json["stages"][1]["name"], "production");
    assert_eq!(from["runs_again_when"], serde_json::Value::Null);
    let explained = json["explanations"].as_array().expect("a list");
    let copy = explained.iter().find(|it| it["name"] == "COPY").expect("a COPY");
    let again = copy["runs_again_when"].as_str().expect("a sentence");
    assert!(again.starts_with("It runs again when its sources or its destination"), "{again}");
}

fn line(text: &str, number: u32) -> String {
    let file = read(text);
    let number = LineNumber::new(number).expect("lines count from 1");
    assert_eq!(instruction_at(&file, number), None);
    plain_text(&explain_line(&file, number).text)
}

#[track_caller]
fn check_line(text: &str, number: u32, expected: &str) {
    let said = line(text, number);
    assert!(said.contains(expected), "not said: {expected}\n--- but:\n{said}");
}

#[test]
fn directives() {
    check_line(
        "# syntax=docker/dockerfile:1\nFROM a\n",
        1,
        "Here it is the image docker.io/docker/dockerfile:1.",
    );
    check_line("# syntax=docker/dockerfile:1\nFROM a\n", 1, "only the major version");
    check_line("# syntax=docker/dockerfile:1.7-labs\nFROM a\n", 1, "experimental");
    check_line(
        "# escape=`\nFROM a\n",
        1,
        "Here it is `, so that the backslashes of Windows paths are plain characters.",
    );
    check_line(
        "# check=skip=JSONArgsRecommended;error=true\nFROM a\n",
        1,
        "These checks do not run: JSONArgsRecommended.",
    );
    check_line(
        "# check=skip=JSONArgsRecommended;error=true\nFROM a\n",
        1,
        "A finding of a check stops the build.",
    );
}

#[test]
fn comments_and_empty_lines() {
    check_line("# hello\nFROM a\n", 1, "The author writes: hello");
    check_line(
        "# hello\nFROM a\n",
        1,
        "It belongs to the FROM on line 1.".replace('1', "2").as_str(),
    );
    check_line("FROM a\n# hadolint ignore=DL3008\nRUN x\n", 2, "hadolint reads it");
    check_line("FROM a\n\n# syntax=x\n", 3, "It looks like a directive and is none here");
    check_line("FROM a\n\nRUN x\n", 2, "An empty line.");
    check_line("FROM a\n", 9, "The file has no such line.");
}
