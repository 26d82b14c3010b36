//! Whether the layer of a line is part of the image.

use super::{
    ALL_STAGES, Asked, Image, NOT_A_BASE, NOT_BUILT, NOT_THE_LAST, NOT_THE_LAST_LAYER,
    OF_THE_IMAGE, mistake, of_foreign, why,
};
use crate::doc::Text;
use crate::dockerfile::{Arguments, Instruction, Keyword};
use crate::quiz::generate::belief;
use crate::quiz::generate::candidate::Candidate;
use crate::quiz::generate::scene::Scene;
use crate::quiz::generate::variables::script;
use crate::shell;

pub(super) fn candidate(image: &Image<'_, '_>, at: &Instruction) -> Option<Candidate> {
    let (scene, stage) = (image.scene, at.stage?);
    let is_needed = scene.build.is_needed(stage);
    // What a stage does that is not built is not worked out, and need not be.
    if is_needed && scene.step(at).is_none_or(|step| step.unknown.contains(&"path")) {
        return None;
    }
    let is_part = image.chain.contains(&stage);
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
    if let Some(line) = deleted {
        let words = Text::from(format!("no: line {line} deletes what it wrote"));
        mistakes.push(mistake(words, &belief::DELETING_SHRINKS));
    }
    if scene.build.stage_count() == 1 {
        mistakes.push(mistake(NOT_THE_LAST_LAYER, &belief::ONLY_THE_LAST_LAYER));
    } else if is_part {
        mistakes.push(mistake(ALL_STAGES, &belief::STAGES_END_UP_IN_THE_IMAGE));
        let is_base = stage != scene.target;
        mistakes.extend(is_base.then(|| mistake(NOT_THE_LAST, &belief::BASES_ARE_LEFT_OUT)));
    } else {
        mistakes.extend(of_foreign(scene, stage));
    }
    let asked = Asked {
        key: "",
        prompt: image.named("Is the layer of this line part of the image of ", "?"),
        right: Text::from(right),
        why: why(scene, stage, is_part),
        mistakes,
        proof: Vec::new(),
    };
    Some(image.candidate(at, asked))
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
