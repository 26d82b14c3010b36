//! The graph of the stages: what it says, how it is drawn.

use std::sync::Arc;

use layerwise::analysis::Analysis;
use layerwise::build::Options;
use layerwise::dockerfile;
use layerwise::source::Source;
use layerwise::stages::{Graph, dot, mermaid, svg};
use serde_json::{Value, json};

const NODE: &str = "\
FROM node:22-alpine AS deps
COPY package.json ./
RUN npm ci
FROM node:22-alpine AS build
COPY --from=deps /app/node_modules ./node_modules
COPY . .
RUN npm run build
FROM build AS test
RUN npm test
FROM nginx:1.27 AS web
COPY --from=build /app/dist /usr/share/nginx/html
COPY --from=deps /app/licences.txt /
RUN --mount=from=deps,target=/deps ls /deps
COPY --from=busybox:1.36 /bin/wget /bin/
";

fn graph_for(text: &str, target: Option<&str>) -> Graph {
    let source = Source::new("Dockerfile", text.as_bytes().to_vec());
    let file = Arc::new(dockerfile::parse(Arc::new(source)));
    let options = Options { target: target.map(str::to_owned), ..Options::default() };
    Graph::of(&Analysis::of(file, options).build)
}

fn drawn(graph: &Graph) -> String {
    graph.draw().iter().map(|row| row.text() + "\n").collect()
}

#[test]
fn the_drawing_follows_the_file() {
    insta::assert_snapshot!(drawn(&graph_for(NODE, None)));
}

#[test]
fn the_drawing_for_another_target() {
    insta::assert_snapshot!(drawn(&graph_for(NODE, Some("test"))));
}

#[test]
fn it_is_written_for_other_programs() {
    let graph = graph_for(NODE, None);
    insta::assert_snapshot!("mermaid", mermaid(&graph));
    insta::assert_snapshot!("dot", dot(&graph));
    let picture = svg(&graph, "stages of <Dockerfile>");
    assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>\n"));
    assert!(picture.contains("<title>stages of &lt;Dockerfile&gt;</title>"));
}

#[test]
fn words_say_what_waits_for_what() {
    let graph = graph_for(NODE, None);
    assert_eq!(graph.summary(), "4 stages; 3 of them are built for the target web.");
    assert_eq!(graph.stages[2].unneeded_words().unwrap(), "only built with --target test");
    insta::assert_snapshot!(graph.parallel_words().join("\n"));
}

#[test]
fn a_stage_that_nobody_can_ask_for_is_said() {
    let graph = graph_for("FROM a\nFROM b\n", None);
    let words = graph.stages[0].unneeded_words().unwrap();
    assert!(words.starts_with("never built"), "{words}");
}

/// The graph agrees with BuildKit on what each stage starts from and what is built.
#[test]
fn recorded_builds_have_these_stages() {
    let mut compared = 0;
    for case in crate::truth::facts::cases() {
        let Some(expected) = case["expect"]["stages"].as_array() else { continue };
        let text = case["source"].as_str().unwrap();
        let source = Source::new("Dockerfile", text.as_bytes().to_vec());
        let file = dockerfile::parse(Arc::new(source));
        let build = crate::truth::evaluate(&case, &file);
        let graph = Graph::of(&build);
        let found: Vec<Value> = graph
            .stages
            .iter()
            .map(|it| json!([it.number, it.line, it.base_stage, it.needed, it.target]))
            .collect();
        let expected: Vec<Value> = expected
            .iter()
            .map(|it| {
                let base = it.get("base_stage").cloned().unwrap_or(Value::Null);
                let target = it.get("target").is_some();
                json!([it["index"], it["line"], base, it["reachable"], target])
            })
            .collect();
        assert_eq!(found, expected, "{}", case["id"]);
        drawn(&graph);
        compared += 1;
    }
    assert!(compared > 800, "{compared}");
}

#[test]
fn many_stages_are_drawn_in_line_with_their_number() {
    let mut text = String::from("FROM a AS s0\n");
    for number in 1..2_000 {
        text.push_str(&format!("FROM s{} AS s{number}\nCOPY --from=s0 /x /\n", number - 1));
    }
    let graph = graph_for(&text, None);
    assert_eq!(graph.draw().iter().filter(|row| row.edge.is_some()).count(), 2 * 1_999);
}

#[test]
fn a_mount_without_a_source_comes_from_nowhere() {
    let file = "FROM a AS b\nRUN --mount=type=cache,target=/c --mount=target=/s x\n\
                RUN --mount=from=busybox,target=/t y\n";
    let file = dockerfile::parse(Arc::new(Source::new("Dockerfile", file.as_bytes().to_vec())));
    let graph = Graph::of(&layerwise::build::evaluate(&file, &Options::default()));
    let lines: Vec<u32> = graph.edges.iter().map(|edge| edge.line).collect();
    assert_eq!(lines, [3]);
}
