//! What a container of each target gets.

use super::super::runtime::{Answer, answers};
use super::Target;
use crate::analysis::Analysis;
use crate::doc::{Block, Text};
use crate::explain::compose::text;

pub(super) fn blocks(analysis: &Analysis, targets: &[Target]) -> Vec<Block> {
    if targets.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::heading(2, "What a container gets")];
    for target in targets {
        if let Some(name) = target.name.as_ref().filter(|_| targets.len() > 1) {
            blocks.push(Block::heading(3, text("Target {name}", &[("name", name)])));
        }
        blocks.extend(of_target(analysis, target));
    }
    blocks
}

fn of_target(analysis: &Analysis, target: &Target) -> Vec<Block> {
    let answers = answers(&target.runtime);
    let row = |answer: &Answer| {
        let rests = Text::from(answer.rests_on(&analysis.file.source));
        [Text::from(answer.question), answer.text.clone(), rests]
    };
    let head = ["Question", "Answer", "Rests on"].map(Text::from);
    let remarks: Vec<Text> = answers.iter().filter_map(|answer| answer.remark.clone()).collect();
    let mut blocks = vec![Block::table(head, answers.iter().map(row))];
    if !remarks.is_empty() {
        blocks.push(Block::bullets(remarks));
    }
    blocks
}
