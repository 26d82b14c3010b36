//! `adds-layer`: which instructions add a layer to the image.

use std::collections::BTreeMap;

use super::candidate::{Part, line_of};
use super::scene::Scene;
use super::{Generated, NotAsked, Request, belief, multiple};
use crate::arrange::Arrange as _;
use crate::doc::Text;
use crate::dockerfile::{Instruction, Keyword};

/// At most so many lines that do, and so many that do not.
const MOST_OF_EACH: usize = 3;

const HINT: &str = "A layer holds changed files. Ask of each line which file it changes.";

pub(super) fn questions(
    request: &Request<'_>,
    scene: &Scene<'_>,
) -> Result<Vec<Generated>, NotAsked> {
    let (mut adding, mut others) = (Vec::new(), Vec::new());
    for instruction in scene.whole(scene.target) {
        match adds_layer(scene, instruction) {
            Some(true) => adding.push(instruction),
            Some(false) => others.push(instruction),
            None => {}
        }
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for at in adding.iter().chain(&others) {
        *counts.entry(line_of(scene.file, at.span)).or_default() += 1;
    }
    let one = |list: Vec<&'_ Instruction>| -> Vec<u32> {
        let mut kinds = Vec::new();
        // First one of each kind, so that the question shows as many kinds as it can.
        let places = request.some(list).into_iter().map(|at| {
            let count = kinds.iter().filter(|kind| **kind == at.keyword).count();
            kinds.push(at.keyword);
            (count, at)
        });
        let mut places: Vec<(usize, &Instruction)> = places.collect();
        places.arrange_by_key(|(count, _)| *count);
        // Of two lines that read the same nobody could tell which is meant.
        let is_single = |at: &&Instruction| counts.get(&line_of(scene.file, at.span)) == Some(&1);
        let single = places.into_iter().map(|(_, at)| at).filter(is_single);
        single.take(MOST_OF_EACH).map(|at| at.span.start).collect()
    };
    let (adding, others) = (one(adding), one(others));
    if adding.is_empty() || others.is_empty() {
        return Err(NotAsked::because(
            "it does not have both: lines that add a layer, and lines that add none",
        ));
    }
    let chosen = scene
        .whole(scene.target)
        .into_iter()
        .filter(|at| adding.contains(&at.span.start) || others.contains(&at.span.start));
    let (mut parts, mut proof) = (Vec::new(), Vec::new());
    for at in chosen {
        let adds = adding.contains(&at.span.start);
        if adds {
            proof.push(at.span);
        }
        parts.push(Part {
            text: Text::new().code(line_of(scene.file, at.span)),
            place: Some(at.span),
            belief: (!adds).then_some(&belief::EVERY_LINE_IS_A_LAYER),
            why: Text::from(match at.keyword {
                Some(Keyword::Run) => "What the command changes in the files becomes a layer.",
                Some(Keyword::Workdir) => "It makes the directory, so that is a layer.",
                _ => "The files that it brings in become a layer.",
            }),
        });
    }
    let prompt = Text::from("Which of these lines add a layer to the image?");
    Ok(vec![multiple(scene, prompt, &parts, proof, HINT)])
}

/// Whether an instruction adds a layer; `None` where that cannot be told, and for FROM.
fn adds_layer(scene: &Scene<'_>, instruction: &Instruction) -> Option<bool> {
    match instruction.keyword? {
        Keyword::From | Keyword::Onbuild => None,
        _ => match scene.step(instruction) {
            Some(step) if step.unknown.contains(&"path") => None,
            step => Some(step.is_some()),
        },
    }
}
