//! Walking through blocks. Markdown nests at most `doc::markdown::MAX_DEPTH`
//! deep, so recursion is safe here.

use super::builder::Builder;
use super::directive;
use super::trace::TracedLink;
use crate::doc::{Block, BlockKind, Code, Run, Text};
use crate::select::Template;

/// Calls for every text of the blocks, from top to bottom.
pub(super) fn each_text(blocks: &[Block], call: &mut dyn FnMut(&Text)) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => call(text),
            BlockKind::Table(table) => {
                table.head.iter().for_each(&mut *call);
                table.rows.iter().flatten().for_each(&mut *call);
            }
            BlockKind::Details { summary, .. } => call(summary),
            _ => {}
        }
        each_child(block, &mut |children| each_text(children, call));
    }
}

/// Calls for every block of code.
pub(super) fn each_code(blocks: &[Block], call: &mut dyn FnMut(&Code)) {
    for block in blocks {
        if let BlockKind::Code(code) = &block.kind {
            call(code);
        }
        each_child(block, &mut |children| each_code(children, call));
    }
}

fn each_child(block: &Block, call: &mut dyn FnMut(&[Block])) {
    match &block.kind {
        BlockKind::List(list) => list.items.iter().for_each(|item| call(&item.blocks)),
        BlockKind::Quote { blocks, .. }
        | BlockKind::Details { blocks, .. }
        | BlockKind::Footnote { blocks, .. } => call(blocks),
        _ => {}
    }
}

/// A piece of a run: words, or the text between `{{` and `}}`.
pub(super) enum Part<'t> {
    Words(&'t str),
    /// Without blanks around it, and as written with the braces.
    Value(&'t str, &'t str),
}

/// Splits a run at its values.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("{{") {
        let Some((value, after)) = behind.split_once("}}") else { break };
        let written = &rest[before.len()..rest.len() - after.len()];
        found.push(Part::Words(before));
        found.push(Part::Value(value.trim(), written));
        rest = after;
    }
    found.push(Part::Words(rest));
    found
}

/// Whether braces that hold no value are a slip: in code they are code.
fn must_be_value(run: &Run) -> bool {
    !run.style.code
}

impl Builder<'_> {
    /// Notes the links of a block, and reports values and comments that do not work.
    pub(super) fn note_links_and_values(&mut self, block: &Block) {
        let mut texts: Vec<Text> = Vec::new();
        each_text(std::slice::from_ref(block), &mut |text| {
            let interesting = !text.comments.is_empty()
                || text.runs.iter().any(|run| run.link.is_some() || run.text.contains("{{"));
            if interesting {
                texts.push(text.clone());
            }
        });
        let place = self.place(block);
        let in_list = matches!(block.kind, BlockKind::List(_));
        for text in texts {
            for run in &text.runs {
                if let Some(link) = &run.link {
                    self.trace.links.push(TracedLink {
                        target: link.clone(),
                        place: place.clone(),
                        length: origin(block).len() as usize,
                    });
                }
                for part in parts(&run.text) {
                    let Part::Value(value, _) = part else { continue };
                    if self.problems.is_full() || !must_be_value(run) {
                        continue;
                    }
                    if let Err(error) = Template::parse(value) {
                        let written = self.page.source.slice(origin(block)).find(value);
                        self.problems.select(&place.plus(written.unwrap_or(0)), error);
                    }
                }
            }
            for comment in &text.comments {
                let Ok(Some(directive)) = directive::read(&comment.text) else { continue };
                if directive.name == "check" && in_list || directive.name == "speaker_note" {
                    continue;
                }
                let start = comment.origin.map_or(0, |origin| origin.span.start as usize);
                let message =
                    format!("{} stands inside a line, where it does nothing", directive.name);
                let hint = "give the comment a line of its own, with blank lines around it";
                let place = self.place_at(start);
                self.problems.error_with_hint(&place, message, hint);
            }
        }
    }
}

fn origin(block: &Block) -> crate::source::Span {
    block.origin.map(|origin| origin.span).unwrap_or_default()
}
