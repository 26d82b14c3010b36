//! What can be set: build arguments before the build, variables when a container starts.

use std::collections::HashSet;

use super::Target;
use crate::analysis::Analysis;
use crate::doc::{Block, Text};
use crate::dockerfile::{Arguments, Keyword};
use crate::explain::compose::text;
use crate::explain::mask;
use crate::explain::pairs::meaning;
use crate::knowledge::Knowledge;

/// So many of each are shown.
const MOST_ROWS: usize = 40;

pub(super) fn blocks(analysis: &Analysis, targets: &[Target]) -> Vec<Block> {
    let arguments = arguments(analysis);
    let variables =
        targets.first().map(|target| variables(target, &analysis.knowledge)).unwrap_or_default();
    if arguments.is_empty() && variables.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::heading(2, "What can be set")];
    if !arguments.is_empty() {
        let head = ["Build argument", "Without it", "What it is for"].map(Text::from);
        blocks.push(Block::paragraph(text("For the build, with `--build-arg NAME=value`:", &[])));
        blocks.push(Block::table(head, arguments));
    }
    if !variables.is_empty() {
        let head = ["Variable", "Value in the image", "What it is for"].map(Text::from);
        blocks.push(Block::paragraph(text(
            "For a container, with `docker run --env NAME=value`:",
            &[],
        )));
        blocks.push(Block::table(head, variables));
    }
    blocks
}

fn arguments(analysis: &Analysis) -> Vec<[Text; 3]> {
    let file = &*analysis.file;
    let secrets = mask::secret_spans(file);
    let mut seen = HashSet::new();
    let mut rows = Vec::new();
    let args = file.instructions.iter().filter(|it| it.keyword == Some(Keyword::Arg));
    for instruction in args.filter(|it| !it.refused) {
        let Arguments::Pairs(pairs) = &instruction.arguments else { continue };
        for pair in pairs.iter() {
            let name = pair.key.value(&file.source);
            if rows.len() >= MOST_ROWS || !seen.insert(name) {
                continue;
            }
            let line = format!("line {}", instruction.lines.first);
            let without = match &pair.value {
                Some(value) => {
                    let shown = mask::masked(file, value.span, &secrets);
                    text(&format!("{{value}} ({line})"), &[("value", &shown)])
                }
                None => Text::from(format!("nothing ({line})")),
            };
            let about = meaning(&analysis.knowledge, name);
            rows.push([text("{name}", &[("name", name)]), without, about]);
        }
    }
    rows
}

fn variables(target: &Target, knowledge: &Knowledge) -> Vec<[Text; 3]> {
    let rows = target.runtime.environment.iter().take(MOST_ROWS).map(|(name, value)| {
        let shown = match value.value() {
            Some(_) if mask::is_secret_name(name) => Text::new().code(mask::MASK),
            Some(value) => text("{value}", &[("value", value)]),
            None => Text::from("not known here"),
        };
        [text("{name}", &[("name", name)]), shown, meaning(knowledge, name)]
    });
    rows.collect()
}
