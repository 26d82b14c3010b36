//! The raw arguments of an instruction, as BuildKit's instruction parser gets them.

use super::super::go;
use super::super::node::{Node, Shape};
use super::super::part::Part;
use super::super::syntax::Escape;

/// The arguments in order.
pub(super) fn of(node: &Node, line: &[u8], escape: Escape) -> Vec<String> {
    let mut arguments: Vec<String> = Vec::new();
    if let Some(sub_command) = node.sub_command {
        arguments.push(text(line, sub_command));
    }
    match node.shape {
        Shape::Empty => {}
        Shape::Words | Shape::Json => {
            let words = (0..node.words.len()).map(|index| node.word(line, index).into_owned());
            arguments.extend(words);
        }
        Shape::Text => arguments.push(text(line, node.text)),
        Shape::Pairs | Shape::LegacyPair => {
            let separator = if node.shape == Shape::Pairs { "=" } else { "" };
            for pair in node.words.chunks(2) {
                arguments.extend(pair.iter().map(|part| text(line, *part)));
                arguments.push(separator.to_owned());
            }
        }
        Shape::Instruction => held_back(line, node.text, escape, &mut arguments),
        Shape::Ignored => arguments.push(String::new()),
    }
    arguments
}

/// ONBUILD: the keyword of what it holds back, and its arguments; a chain
/// adds one keyword after the other.
fn held_back(line: &[u8], part: Part, escape: Escape, arguments: &mut Vec<String>) {
    let mut node = Node::default();
    node.read(line, part, escape);
    arguments.push(text(line, node.split.keyword));
    while node.shape == Shape::Instruction {
        let part = node.text;
        node.read(line, part, escape);
        arguments.push(text(line, node.split.keyword));
    }
    arguments.extend(of(&node, line, escape));
}

fn text(line: &[u8], part: Part) -> String {
    go::lossy(part.of(line)).into_owned()
}
