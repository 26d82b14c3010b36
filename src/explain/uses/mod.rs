//! What a variable is for in this file: the lines that use its value, and for what.
//!
//! A name that no program reads says little; where its value goes says what it is for.

mod place;
mod references;

use std::sync::Arc;

use super::compose::{concat, text};
use super::inherit::Declaration;
use super::scene::Scene;
use super::{pairs, variable};
use crate::arrange::Arrange as _;
use crate::doc::{Block, BlockKind, Text};
use crate::dockerfile::{Arguments, Keyword, Pair};
use crate::source::{LineNumber, Span};

/// So many uses are told of one variable, the others counted by their lines.
const MOST_USES: usize = 4;

/// A reference to what an ENV or ARG declares, as numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct UseAt {
    /// The place of the ENV or ARG in the file.
    declared: u32,
    /// The name as the use writes it.
    name: Span,
    /// The place of the instruction that uses it.
    used: u32,
    /// Which of that instruction's references it is; `None` where an ARG of the same name
    /// takes the default.
    reference: Option<u32>,
}

/// Whether an instruction of the file uses what this pair of an ENV or ARG declares.
pub(super) fn is_used(scene: &Scene<'_>, pair: &Pair) -> bool {
    !of(scene, pair).is_empty()
}

/// What the value of a pair of an ENV or ARG is used for in this file: a sentence for each of
/// the first lines, proved by its places.
pub(super) fn told(scene: &Scene<'_>, pair: &Pair) -> Vec<Block> {
    let uses = of(scene, pair);
    let mut lines: Vec<(LineNumber, Vec<Text>, Vec<Span>)> = Vec::new();
    for at in uses.iter().take(MOST_USES) {
        let line = scene.line(at.name);
        if lines.last().is_none_or(|(last, ..)| *last != line) {
            lines.push((line, Vec::new(), Vec::new()));
        }
        let Some((_, phrases, proof)) = lines.last_mut() else { continue };
        let phrase = at.reference.and_then(|reference| phrase(scene, at.used, reference));
        let phrase = phrase.unwrap_or_else(|| text("as the default of an ARG of its stage", &[]));
        if !phrases.contains(&phrase) {
            phrases.push(phrase);
        }
        proof.push(at.name);
    }
    let mut behind: Vec<LineNumber> =
        uses.iter().skip(MOST_USES).map(|at| scene.line(at.name)).collect();
    behind.retain(|line| lines.last().is_some_and(|(last, ..)| last != line));
    behind.dedup();
    let mut blocks: Vec<Block> = lines
        .into_iter()
        .map(|(line, phrases, proof)| Block::paragraph(words(line, phrases)).proved_by(proof))
        .collect();
    if !behind.is_empty() {
        let verb = if behind.len() == 1 { "line uses" } else { "lines use" };
        blocks.push(Block::paragraph(format!("{} more {verb} it.", behind.len())));
    }
    blocks
}

/// What the first line that uses it does with it; an empty text where none does.
pub(super) fn first(scene: &Scene<'_>, pair: &Pair) -> Text {
    match told(scene, pair).into_iter().next().map(|block| block.kind) {
        Some(BlockKind::Paragraph(words)) => words,
        _ => Text::new(),
    }
}

/// What one line does with it, as a sentence.
fn words(line: LineNumber, phrases: Vec<Text>) -> Text {
    let last = phrases.len().saturating_sub(1);
    let mut parts = vec![Text::from(format!("Line {line} uses it "))];
    for (place, phrase) in phrases.into_iter().enumerate() {
        let between = match place {
            0 => "",
            place if place == last => " and ",
            _ => ", ",
        };
        parts.extend([Text::from(between), phrase]);
    }
    parts.push(Text::from("."));
    concat(parts)
}

/// The uses of a pair, in the file's order.
fn of<'a>(scene: &Scene<'a>, pair: &Pair) -> &'a [UseAt] {
    let name = pairs::key(scene, pair);
    let all = scene.survey.index.variable_uses.get_or_init(|| all(scene));
    let key = |at: &UseAt| (at.declared, scene.raw(at.name));
    let first = all.partition_point(|at| key(at) < (scene.index, name));
    let end = all.partition_point(|at| key(at) <= (scene.index, name));
    &all[first..end]
}

/// Every use in the file, by what declares it, by name, and then in the file's order.
fn all(scene: &Scene<'_>) -> Vec<UseAt> {
    let mut found = Vec::new();
    for (place, instruction) in scene.file.instructions.iter().enumerate() {
        let user = Scene::new(scene.survey, place as u32, instruction);
        for (reference, at) in references::of(&user).into_iter().enumerate() {
            let declared = match at.by_inner_shell {
                true => variable::declaration_for_shell(&user, at.name),
                false => variable::declaration(&user, at.name, at.span),
            };
            if let Some(Declaration { index, .. }) = declared {
                let reference = Some(reference as u32);
                found.push(UseAt { declared: index, name: at.name, used: user.index, reference });
            }
        }
        takes_defaults(&user, &mut found);
    }
    found.arrange_by_key(|at| (at.declared, scene.raw(at.name), at.used, at.name.start));
    found
}

/// An ARG without a default in a stage takes that of the global one.
fn takes_defaults(user: &Scene<'_>, found: &mut Vec<UseAt>) {
    let is_argument = user.instruction.keyword == Some(Keyword::Arg) && user.stage().is_some();
    let Arguments::Pairs(pairs) = &user.instruction.arguments else { return };
    for pair in pairs.iter().filter(|pair| is_argument && pair.value.is_none()) {
        let name = pair.key.span;
        if let Some(global) = user.survey.declared_globally(user.raw(name), user.index) {
            let declared = global.index;
            found.push(UseAt { declared, name, used: user.index, reference: None });
        }
    }
}

/// What an instruction does with one of its references. Each instruction is looked at once.
fn phrase(scene: &Scene<'_>, used: u32, reference: u32) -> Option<Text> {
    let survey = scene.survey;
    let mut known = survey.index.phrases.borrow_mut();
    let phrases = known.entry(used).or_insert_with(|| {
        let user = survey.instruction(used).map(|it| Scene::new(survey, used, it));
        user.map_or_else(|| Arc::from([]), |user| place::phrases(&user).into())
    });
    phrases.get(reference as usize).cloned()
}
