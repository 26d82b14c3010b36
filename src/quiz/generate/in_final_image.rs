//! `in-final-image`: whether the layer of a line is part of the image that is built.

use super::belief;
use super::candidate::{Answer, Candidate, Mistake, join};
use super::scene::Scene;
use super::variables::script;
use super::{Generated, NotAsked, Request};
use crate::doc::Text;
use crate::dockerfile::{Arguments, Instruction, Keyword, StageId};
use crate::shell;
use crate::source::Span;

const HINT: &str =
    "Follow the `FROM` lines from the target down: the image is made of those stages.";

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
    let candidates = request.some(lines).into_iter();
    let candidates = candidates.filter_map(|at| candidate(scene, at, &chain)).collect();
    request.best(scene, candidates, why_not)
}

fn candidate<'a>(scene: &Scene<'a>, at: &'a Instruction, chain: &[StageId]) -> Option<Candidate> {
    let stage = at.stage?;
    let is_needed = scene.build.is_needed(stage);
    // What a stage does that is not built is not worked out, and need not be.
    if is_needed && scene.step(at).is_none_or(|step| step.unknown.contains(&"path")) {
        return None;
    }
    let is_part = chain.contains(&stage);
    let right = match (is_part, is_needed) {
        (true, _) => OF_THE_IMAGE,
        (false, true) => NOT_A_BASE,
        (false, false) => NOT_BUILT,
    };
    let deleted = is_part.then(|| deleted_at(scene, at)).flatten();
    // That the lines of a stage are in its own image nobody doubts.
    if stage == scene.target && deleted.is_none() {
        return None;
    }
    let mut mistakes = Vec::new();
    let mut mistake = |words: Text, belief| {
        mistakes.push(Mistake::new(Answer { key: words.words(), text: words }, belief));
    };
    if let Some(line) = deleted {
        let words = Text::from(format!("no: line {line} deletes what it wrote"));
        mistake(words, &belief::DELETING_SHRINKS);
    }
    if scene.build.stage_count() > 1 {
        mistake(Text::from(ALL_STAGES), &belief::STAGES_END_UP_IN_THE_IMAGE);
        match (is_part, is_needed) {
            (true, _) if stage != scene.target => {
                mistake(Text::from(NOT_THE_LAST), &belief::BASES_ARE_LEFT_OUT);
            }
            (true, _) => {}
            (false, true) => mistake(Text::from(TAKEN_FROM), &belief::COPYING_TAKES_THE_LAYER),
            (false, false) => mistake(Text::from(OF_THE_IMAGE), &belief::STAGES_ABOVE_ARE_BUILT),
        }
    } else {
        mistake(Text::from(NOT_THE_LAST_LAYER), &belief::ONLY_THE_LAST_LAYER);
    }
    let mut proof: Vec<Span> =
        chain.iter().filter_map(|stage| scene.from(*stage)).map(|from| from.span).collect();
    proof.push(at.span);
    Some(Candidate {
        key: scene.file.source.slice(at.span).to_owned(),
        about: Some(at.span),
        prompt: prompt(scene),
        right: Answer { key: right.to_owned(), text: Text::from(right) },
        mistakes,
        neighbours: Vec::new(),
        proof,
        note: None,
        hint: HINT,
        why: why(scene, stage, is_part),
    })
}

fn prompt(scene: &Scene<'_>) -> Text {
    let text = Text::from("Is the layer of this line part of the image of ");
    let text = match scene.build.stage_count() {
        1 => text.plain("this file"),
        _ => join(text, scene.named(scene.target)),
    };
    text.plain("?")
}

fn why(scene: &Scene<'_>, stage: StageId, is_part: bool) -> Text {
    let one = join(Text::from("The image of "), scene.named(scene.target));
    match is_part {
        true if stage == scene.target => one.plain(" holds every layer of its own lines."),
        true => {
            join(one.plain(" is built on "), scene.named(stage)).plain(", so it holds its layers.")
        }
        false => join(one.plain(" is not built on "), scene.named(stage))
            .plain(". Of it the image has only what a ")
            .code("COPY --from")
            .plain(" takes, in a layer of that line."),
    }
}

/// The line of a later RUN of the image that deletes what a COPY brought in,
/// or the package lists that a RUN fetched.
fn deleted_at(scene: &Scene<'_>, at: &Instruction) -> Option<u32> {
    let names = written(scene, at);
    let later = scene.whole(scene.target).into_iter();
    let later = later.filter(|it| it.span.start > at.span.start);
    let deletes = |run: &&Instruction| {
        let Some(script) = script(scene.file, run).filter(|script| script.contains("rm ")) else {
            return false;
        };
        shell::commands(&script).iter().any(|command| {
            let words = command.words.iter().map(|word| word.text.trim_end_matches(['/', '*']));
            let words: Vec<&str> = words.collect();
            words.first() == Some(&"rm")
                && words[1..].iter().any(|word| names.iter().any(|name| ends_with(word, name)))
        })
    };
    later.into_iter().find(deletes).map(|run| run.lines.first.get())
}

/// Names of what a line writes, as far as they are plain.
fn written(scene: &Scene<'_>, at: &Instruction) -> Vec<String> {
    if at.keyword == Some(Keyword::Run) {
        let script = script(scene.file, at).unwrap_or_default();
        let fetches = script.contains("apt-get update") && !script.contains("/var/lib/apt/lists");
        return if fetches { vec!["/var/lib/apt/lists".to_owned()] } else { Vec::new() };
    }
    let Arguments::Transfer(transfer) = &at.arguments else { return Vec::new() };
    let sources = transfer.sources.iter().map(|word| word.value(&scene.file.source));
    let names = sources.filter_map(|path| path.trim_end_matches('/').rsplit('/').next());
    let is_plain = |name: &&str| name.len() > 2 && !name.contains(['*', '$', '?', '[']);
    names.filter(is_plain).map(str::to_owned).collect()
}

fn ends_with(path: &str, name: &str) -> bool {
    path.strip_suffix(name)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('/') || name.starts_with('/'))
}
