//! `in-final-image`: whether the layer of a line, a package that it installs, or
//! a file that it brings in is part of the image that is built.
//!
//! What a `RUN` writes is not known in general. So a package or a file is asked
//! about only where every command that could change the answer is one that is
//! known to leave it alone (`calm`).

mod beliefs;
mod calm;
mod layer;
mod package;
mod path;

use super::belief::{self, Belief};
use super::candidate::{Answer, Candidate, Lead, Mistake, join};
use super::scene::Scene;
use super::{Generated, NotAsked, Request};
use crate::context::Snapshot;
use crate::doc::Text;
use crate::dockerfile::{Instruction, Keyword, StageId};
use crate::source::Span;

const HINT: &str =
    "Follow the `FROM` lines from the target back: the image is made of those stages.";

/// Of a longer file only layers are asked about: for the rest every later line is read.
const LONG_FILE: usize = 500;

const ALL_STAGES: &str = "yes: every stage ends up in the image";
const OF_THE_IMAGE: &str = "yes: the image is made of this stage, too";
const TAKEN_FROM: &str = "yes: a later line takes files from this stage";
const NOT_BUILT: &str = "no: this stage is not built at all";
const NOT_A_BASE: &str = "no: the image is not made of this stage";
const NOT_THE_LAST_LAYER: &str = "no: the image is the last layer alone";
const NOT_THE_LAST: &str = "no: only the lines of the last stage count";

pub(super) fn questions(
    request: &Request<'_>,
    scene: &Scene<'_>,
    snapshot: Option<&Snapshot>,
) -> Result<Vec<Generated>, NotAsked> {
    let why_not =
        NotAsked::because("it has one stage, and deletes nothing that an earlier line wrote");
    let chain = scene.chain(scene.target);
    // In a longer chain the stages at its bottom are not told from others.
    let is_whole = chain.first().is_some_and(|first| scene.build.base_stage(*first).is_none());
    if !is_whole {
        return Err(NotAsked::because("its chain of stages is too long to follow here"));
    }
    let writes =
        |at: &&Instruction| matches!(at.keyword, Some(Keyword::Run | Keyword::Copy | Keyword::Add));
    let lines = scene.file.instructions.iter().filter(writes).collect();
    let image = Image { scene, chain: &chain };
    let mut candidates = Vec::new();
    let is_long = scene.file.instructions.len() > LONG_FILE;
    for at in request.some(lines) {
        candidates.extend(layer::candidate(&image, at));
        if is_long {
            continue;
        }
        candidates.extend(package::candidate(&image, at));
        candidates.extend(snapshot.and_then(|it| path::candidate(&image, at, it)));
    }
    request.best(scene, candidates, why_not)
}

/// The image of the target.
#[derive(Clone, Copy)]
struct Image<'a, 's> {
    scene: &'s Scene<'a>,
    /// The stages that it is made of, the first one at the bottom.
    chain: &'s [StageId],
}

impl<'a> Image<'a, '_> {
    /// The instructions of the image behind this one.
    fn later(&self, at: &Instruction) -> Vec<&'a Instruction> {
        let all = self.scene.whole(self.scene.target).into_iter();
        all.filter(|it| it.span.start > at.span.start).collect()
    }

    /// The lines that say what the image is made of.
    fn proof(&self, at: &Instruction) -> Vec<Span> {
        let froms = self.chain.iter().filter_map(|stage| self.scene.from(*stage));
        froms.map(|from| from.span).chain([at.span]).collect()
    }

    /// What a question is called in which the image is named.
    fn named(&self, before: &str, after: &str) -> Text {
        let text = Text::from(before);
        let text = match self.scene.build.stage_count() {
            1 => text.plain("this file"),
            _ => join(text, self.scene.named(self.scene.target)),
        };
        text.plain(after)
    }

    /// The candidate with all that is the same for every one.
    fn candidate(&self, at: &Instruction, asked: Asked) -> Candidate {
        let Asked { key, prompt, right, why, mistakes, proof } = asked;
        Candidate {
            key: format!("{key}{}", self.scene.file.source.slice(at.span)),
            about: Some(at.span),
            prompt,
            right: Answer { key: right.words(), text: right },
            mistakes,
            neighbours: Vec::new(),
            proof: self.proof(at).into_iter().chain(proof).collect(),
            lead: Lead::Decide,
            note: None,
            hint: HINT,
            why,
        }
    }
}

/// What tells one candidate from another.
struct Asked {
    /// What kind of question it is, so that a line may have one of each.
    key: &'static str,
    prompt: Text,
    right: Text,
    why: Text,
    mistakes: Vec<Mistake>,
    /// Lines that decide it beside the `FROM` lines and its own.
    proof: Vec<Span>,
}

/// A wrong answer in words.
fn mistake(words: impl Into<Text>, belief: &'static Belief) -> Mistake {
    let text: Text = words.into();
    Mistake::new(Answer { key: text.words(), text }, belief)
}

/// What is wrongly said of a line of a stage that the image is not made of.
fn of_foreign(scene: &Scene<'_>, stage: StageId) -> Vec<Mistake> {
    let all = mistake(ALL_STAGES, &belief::STAGES_END_UP_IN_THE_IMAGE);
    if scene.build.is_needed(stage) {
        return vec![all, mistake(TAKEN_FROM, &belief::COPYING_TAKES_THE_LAYER)];
    }
    let is_above = stage < scene.target;
    let of_order =
        if is_above { &belief::STAGES_ABOVE_ARE_BUILT } else { &belief::ALL_STAGES_ARE_BUILT };
    vec![all, mistake(OF_THE_IMAGE, of_order)]
}

/// Why the lines of a stage are in the image, or are not.
fn why(scene: &Scene<'_>, stage: StageId, is_part: bool) -> Text {
    let one = join(Text::from("The image of "), scene.named(scene.target));
    match is_part {
        true if stage == scene.target => one.plain(" holds every layer of its own lines."),
        true => {
            join(one.plain(" is built on "), scene.named(stage)).plain(", so it holds its layers.")
        }
        false if !scene.build.is_needed(stage) => {
            join(Text::from("Nothing that the target needs leads to "), scene.named(stage))
                .plain(", so BuildKit does not build it.")
        }
        false => join(one.plain(" is not built on "), scene.named(stage))
            .plain(". Of it the image has only what a ")
            .code("COPY --from")
            .plain(" takes, in a layer of that line."),
    }
}
