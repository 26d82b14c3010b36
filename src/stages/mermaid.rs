//! The graph as Mermaid, which GitHub draws in Markdown.

use super::words::familiar;
use super::{EdgeKind, Graph, Node};
use crate::source::safe_line;

/// Writes a flowchart: boxes for stages, arrows from the giver to the taker;
/// the target is thick, what it does not need is dashed.
pub fn mermaid(graph: &Graph) -> String {
    let mut out = String::from("flowchart TD\n");
    for stage in &graph.stages {
        out.push_str(&format!("    s{}[\"{}\"]\n", stage.number, label(stage)));
    }
    let mut images: Vec<&str> = Vec::new();
    for edge in &graph.edges {
        let from = match (edge.from, &edge.image) {
            (Some(from), _) => format!("s{from}"),
            (None, Some(image)) => image_node(image, &mut images, &mut out),
            (None, None) => continue,
        };
        let arrow = match edge.kind {
            EdgeKind::Start => "==>",
            EdgeKind::Copy => "-->",
            EdgeKind::Mount => "-.->",
        };
        let words = format!("{} (line {})", edge.label(), edge.line);
        out.push_str(&format!("    {from} {arrow}|\"{}\"| s{}\n", escape(&words), edge.to));
    }
    for (class, look, applies) in [
        ("target", "stroke-width:3px", (|stage| stage.target) as fn(&Node) -> bool),
        ("unneeded", "stroke-dasharray:4 4,opacity:0.6", |stage| stage.left_out),
    ] {
        let members: Vec<String> = graph
            .stages
            .iter()
            .filter(|it| applies(it))
            .map(|it| format!("s{}", it.number))
            .collect();
        if !members.is_empty() {
            out.push_str(&format!("    classDef {class} {look}\n"));
            out.push_str(&format!("    class {} {class}\n", members.join(",")));
        }
    }
    out
}

/// The box of an image that something is copied from, made when it is first met.
fn image_node<'a>(image: &'a str, images: &mut Vec<&'a str>, out: &mut String) -> String {
    let known = images.iter().position(|known| *known == image);
    let place = known.unwrap_or_else(|| {
        out.push_str(&format!("    i{}([\"{}\"])\n", images.len(), escape(&familiar(image))));
        images.push(image);
        images.len() - 1
    });
    format!("i{place}")
}

fn label(stage: &Node) -> String {
    let title = escape(&stage.title());
    match &stage.image {
        Some(image) => format!("<b>{title}</b><br/>{}", escape(&familiar(image))),
        None => format!("<b>{title}</b>"),
    }
}

/// A text as Mermaid takes it in quotes: its own signs as entities.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for character in safe_line(text).chars() {
        match character {
            '"' => out.push_str("#quot;"),
            '#' => out.push_str("#35;"),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '`' => out.push_str("#96;"),
            other => out.push(other),
        }
    }
    out
}
