//! Markdown put together at random from the pieces that matter.

use layerwise::doc::{Block, BlockKind, Document, Text};
use proptest::prelude::*;

const FRAGMENTS: [&str; 62] = [
    "a",
    "b c",
    "Dockerfile",
    " ",
    " ",
    "  ",
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    "\t",
    "*",
    "**",
    "***",
    "_",
    "`",
    "``",
    "```",
    "```dockerfile\nFROM a\n```\n",
    "~~",
    "~",
    "[",
    "]",
    "(u)",
    "[w](http://x.y)",
    "<http://x.y>",
    "![i](p)",
    "<!-- c -->",
    "<!-- c\nd: |\n  e\n-->",
    "<b>",
    "</b>",
    "<br>",
    "<x>",
    "- ",
    "- [ ] ",
    "- [x] ",
    "* ",
    "1. ",
    "7) ",
    "> ",
    "> [!NOTE]\n> ",
    "# ",
    "### ",
    "|",
    "\n|a|b|\n|-|:-:|\n|c|d|\n",
    "---",
    "===",
    "\\",
    "&amp;",
    "&lt;",
    "<details>",
    "<summary>s</summary>",
    "</details>",
    "    ",
    "é",
    "🐳",
    "üê≥",
    "!",
    "[^1]",
    "\n[^1]: ",
    ":",
    "<",
];

pub(crate) fn markdown() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&FRAGMENTS[..]), 0..24)
        .prop_map(|fragments| fragments.concat())
}

/// The same document without places.
pub(crate) fn without_places(mut document: Document) -> Document {
    document.blocks.iter_mut().for_each(strip);
    document
}

fn strip(block: &mut Block) {
    let strip_text = |text: &mut Text| {
        text.comments.iter_mut().for_each(|comment| comment.origin = None);
    };
    block.origin = None;
    match &mut block.kind {
        BlockKind::Paragraph(text) | BlockKind::Heading { text, .. } => strip_text(text),
        BlockKind::Quote { blocks, .. } | BlockKind::Footnote { blocks, .. } => {
            blocks.iter_mut().for_each(strip);
        }
        BlockKind::Details { summary, blocks, .. } => {
            strip_text(summary);
            blocks.iter_mut().for_each(strip);
        }
        BlockKind::List(list) => {
            for item in &mut list.items {
                item.origin = None;
                item.blocks.iter_mut().for_each(strip);
            }
        }
        BlockKind::Table(table) => {
            table.head.iter_mut().chain(table.rows.iter_mut().flatten()).for_each(strip_text);
        }
        _ => {}
    }
}
