//! `inspect`: the JSON that programs read.

use super::with_dockerfile;

const FILE: &str = "\
# syntax=docker/dockerfile:1
ARG TAG=3
# the base
FROM --platform=$BUILDPLATFORM ghcr.io/team/app:${TAG} AS Base
RUN --mount=type=cache,target=/x,readonly <<EOF
echo $HOME
EOF
COPY --from=base a b
ENV A=1 B=\"x y\"
HEALTHCHECK --interval=5s CMD [\"curl\", \"x\"]
ONBUILD RUN true
EXPOSE 80 443/tcp
RNU x
";

#[test]
fn everything_about_a_file() {
    let ran = with_dockerfile(FILE).run("inspect").expect(4);
    assert_eq!(ran.stderr, "");
    let mut json = ran.json();
    assert_eq!(json["schema_version"], 1);
    let tokens = json["tokens"].take();
    for problem in json["problems"].as_array_mut().unwrap() {
        // The words may be bettered; kind and place are what programs read.
        for words in ["message", "reason", "hint"] {
            problem[words].take();
        }
    }
    let spans: Vec<_> = tokens
        .as_array()
        .unwrap()
        .iter()
        .map(|token| {
            let at = |end: &str| token["span"][end].as_u64().unwrap() as usize;
            (token["kind"].as_str().unwrap().to_owned(), at("start")..at("end"))
        })
        .collect();
    let covered: String = spans.iter().map(|(_, span)| &FILE[span.clone()]).collect();
    assert_eq!(covered, FILE, "the tokens cover the file exactly");
    let listed: Vec<_> =
        spans.iter().map(|(kind, span)| format!("{kind} {:?}", &FILE[span.clone()])).collect();
    insta::assert_snapshot!("tokens", listed.join("\n"));
    insta::assert_snapshot!("report", serde_json::to_string_pretty(&json).unwrap());
}

#[test]
fn the_parse_member_is_buildkits_answer() {
    // Some cases of each kind; the whole recording is compared in tests/truth.
    for case in include_str!("../truth/parse.jsonl").lines().step_by(97) {
        let case: serde_json::Value = serde_json::from_str(case).unwrap();
        let bench = with_dockerfile(case["source"].as_str().unwrap());
        let ran = bench.run("inspect");
        let json = ran.json();
        let parse = json["parse"].as_object().unwrap();
        assert_eq!(parse["accepted"], case["accepted"]);
        let mut keys: Vec<_> = parse.keys().collect();
        keys.retain(|key| *key != "empty_continuation");
        assert_eq!(keys, ["accepted", "directives", "error", "instructions"]);
        let expected = if case["accepted"] == true { 0 } else { 4 };
        assert_eq!(ran.code, Some(expected), "{case}");
    }
}
