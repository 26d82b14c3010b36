//! The graph in the language of Graphviz.

use super::words::familiar;
use super::{EdgeKind, Graph, Node};
use crate::source::safe_line;

/// Writes a directed graph: boxes for stages, arrows from the giver to the taker.
pub fn dot(graph: &Graph) -> String {
    let mut out = String::from("digraph stages {\n  rankdir=TB;\n  node [shape=box];\n");
    for stage in &graph.stages {
        let name = quoted(&format!("s{}", stage.number));
        out.push_str(&format!("  {name} [label={}{}];\n", quoted(&label(stage)), look(stage)));
    }
    for edge in &graph.edges {
        let from = match (edge.from, &edge.image) {
            (Some(from), _) => format!("s{from}"),
            (None, Some(image)) => familiar(image),
            (None, None) => continue,
        };
        let style = match edge.kind {
            EdgeKind::Start => ", style=bold",
            EdgeKind::Copy => "",
            EdgeKind::Mount => ", style=dotted",
        };
        let words = format!("{} (line {})", edge.label(), edge.line);
        let to = quoted(&format!("s{}", edge.to));
        out.push_str(&format!("  {} -> {to} [label={}{style}];\n", quoted(&from), quoted(&words)));
    }
    out.push_str("}\n");
    out
}

fn label(stage: &Node) -> String {
    match &stage.image {
        Some(image) => format!("{}\n{}", stage.title(), familiar(image)),
        None => stage.title(),
    }
}

fn look(stage: &Node) -> &'static str {
    match (stage.target, stage.left_out) {
        (true, _) => ", penwidth=3",
        (false, false) => "",
        (false, true) => ", style=dashed",
    }
}

/// A string of Graphviz: a newline of ours is one of its line breaks.
fn quoted(text: &str) -> String {
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| safe_line(line).replace('\\', "\\\\").replace('"', "\\\""))
        .collect();
    format!("\"{}\"", lines.join("\\n"))
}
