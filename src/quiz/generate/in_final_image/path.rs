//! Whether a container of the image has a file that a line brings in.

use super::{
    Asked, Image, NOT_A_BASE, NOT_THE_LAST, NOT_THE_LAST_LAYER, OF_THE_IMAGE, beliefs, calm,
    mistake, of_foreign, why,
};
use crate::build::paths;
use crate::build::step::{Copied, Step};
use crate::context::{EntryKind, Snapshot};
use crate::doc::Text;
use crate::dockerfile::{Arguments, Instruction, Keyword, StageId};
use crate::quiz::generate::belief;
use crate::quiz::generate::candidate::{Candidate, join, shown};
use crate::source::Span;

const STAYS_VISIBLE: &str = "yes: the layer of this line still shows it";

/// What becomes of the file.
enum Fate {
    /// The image is made of the stage.
    OfTheImage,
    /// This line of the image deletes it.
    Deleted(u32, Span),
    /// This line takes it from the stage.
    Taken(u32, Span),
    /// Nothing takes it from the stage.
    Left,
}

pub(super) fn candidate(
    image: &Image<'_, '_>,
    at: &Instruction,
    snapshot: &Snapshot,
) -> Option<Candidate> {
    let (scene, stage) = (image.scene, at.stage?);
    let path = file_of(image, at, snapshot)?;
    let fate = if image.chain.contains(&stage) {
        in_image(image, at, &path)?
    } else {
        elsewhere(image, at, &path)?
    };
    let line =
        |place: &str, line: u32, what: &str| Text::from(format!("{place} line {line} {what}"));
    let (right, because, mistakes, proof) = match fate {
        // That the lines of a stage are in its own image nobody doubts.
        Fate::OfTheImage if stage == scene.target => return None,
        Fate::OfTheImage => (
            Text::from(OF_THE_IMAGE),
            why(scene, stage, true),
            vec![
                mistake(NOT_THE_LAST, &belief::BASES_ARE_LEFT_OUT),
                mistake(NOT_THE_LAST_LAYER, &belief::ONLY_THE_LAST_LAYER),
            ],
            None,
        ),
        Fate::Deleted(number, span) => (
            line("no:", number, "deletes it"),
            Text::from(
                "A container sees all layers on top of each other, and the later one hides the \
                 file. Its bytes stay in the layer of the earlier line all the same.",
            ),
            vec![
                mistake(STAYS_VISIBLE, &beliefs::LAYERS_STAY_VISIBLE),
                mistake(NOT_THE_LAST_LAYER, &belief::ONLY_THE_LAST_LAYER),
            ],
            Some(span),
        ),
        Fate::Taken(number, span) => (
            line("yes:", number, "takes it from there"),
            join(Text::from("It is taken from "), scene.named(stage))
                .plain(format!(" by line {number}, into a layer of that line.")),
            vec![
                mistake(super::ALL_STAGES, &belief::STAGES_END_UP_IN_THE_IMAGE),
                mistake(NOT_A_BASE, &beliefs::ONLY_BASES_LEAVE_FILES),
            ],
            Some(span),
        ),
        Fate::Left => (
            Text::from("no: no line takes it from there"),
            why(scene, stage, false),
            of_foreign(scene, stage),
            None,
        ),
    };
    let prompt =
        Text::from("This line brings in ").code(shown(&path)).plain(". Does a container of ");
    let prompt = join(prompt, image.named("the image of ", " have that file?"));
    let asked = Asked {
        key: "path ",
        prompt,
        right,
        why: because,
        mistakes,
        proof: proof.into_iter().collect(),
    };
    Some(image.candidate(at, asked))
}

/// The path in the stage of the one file of the context that a line brings in.
fn file_of(image: &Image<'_, '_>, at: &Instruction, snapshot: &Snapshot) -> Option<String> {
    let is_transfer = matches!(&at.arguments, Arguments::Transfer(_));
    let is_transfer = is_transfer && !image.scene.build.is_windows(at.stage?);
    let step = image.scene.step(at).filter(|_| is_transfer)?;
    let copied = only(step).filter(|it| it.from.as_deref() == Some("context"))?;
    let source = copied.src.trim_start_matches('/');
    let found = snapshot.find(source)?;
    let is_sent = snapshot.judge(source).is_some_and(|(is_sent, _)| is_sent);
    let is_file = snapshot[found].kind == EntryKind::File;
    // npm and its like make this folder anew.
    let is_renewed = copied.dest.contains("node_modules");
    if !is_file || !is_sent || is_renewed || copied.unpack && is_archive(source) {
        return None;
    }
    // Without a slash at its end it depends on what is there already.
    let folder = copied.dest.strip_suffix('/')?;
    let name = source.rsplit('/').next()?;
    Some(format!("{folder}/{name}"))
}

/// ADD unpacks archives, by what is in them; a name tells it well enough to ask nothing.
fn is_archive(path: &str) -> bool {
    [".tar", ".tgz", ".gz", ".bz2", ".xz", ".zst", ".tbz", ".txz"]
        .iter()
        .any(|end| path.ends_with(end))
}

/// What a line copies, where that is one plain thing.
fn only(step: &Step) -> Option<&Copied> {
    let [copied] = step.copies.as_deref()? else { return None };
    let is_known = !step.sources_unknown && !step.destination_unknown && !step.is_linked;
    let is_plain = copied.inline.is_none()
        && copied.include.is_empty()
        && copied.exclude.is_empty()
        && !copied.src.contains(['*', '?', '[']);
    (is_known && is_plain).then_some(copied)
}

/// What becomes of a file of a stage that the image is made of.
fn in_image(image: &Image<'_, '_>, at: &Instruction, path: &str) -> Option<Fate> {
    let mut deleted = None;
    for it in image.later(at) {
        if let Some(span) = deletes(image, it, path) {
            deleted = Some(span);
        } else if !calm::is_calm(image.scene.file, it) || may_write(image, it, path) {
            return None;
        }
    }
    Some(match deleted {
        Some((line, span)) => Fate::Deleted(line, span),
        None => Fate::OfTheImage,
    })
}

/// Whether a RUN deletes the file for certain, and does nothing else that could matter.
fn deletes(image: &Image<'_, '_>, at: &Instruction, path: &str) -> Option<(u32, Span)> {
    let is_run = at.keyword == Some(Keyword::Run);
    // In a mount it would delete something else.
    let is_bare = image.scene.step(at).is_some_and(|step| step.mounts.is_empty());
    let script = calm::script(image.scene.file, at).filter(|_| is_run && is_bare)?;
    let mut is_deleted = false;
    for call in &script.calls {
        match calm::deleted(call) {
            Some(paths) => is_deleted |= paths.iter().any(|it| covers(it, path)),
            None if calm::leaves_files_alone(call) => {}
            None => return None,
        }
    }
    is_deleted.then_some((at.lines.first.get(), at.span))
}

/// Whether a path is another one, or a folder above it.
fn covers(above: &str, path: &str) -> bool {
    let above = paths::clean(above);
    let above = above.trim_end_matches('/');
    path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a COPY or ADD could put another file into the place of this one.
fn may_write(image: &Image<'_, '_>, at: &Instruction, path: &str) -> bool {
    let Arguments::Transfer(_) = &at.arguments else { return false };
    let step = image.scene.step(at).filter(|step| !step.destination_unknown);
    let Some(copies) = step.and_then(|step| step.copies.as_ref()) else { return true };
    copies.iter().any(|copied| covers(&copied.dest, path) || covers(path, &copied.dest))
}

/// What becomes of a file of a stage that the image is not made of.
fn elsewhere(image: &Image<'_, '_>, at: &Instruction, path: &str) -> Option<Fate> {
    let (scene, stage) = (image.scene, at.stage?);
    let stages = || scene.file.stages.iter().map(|stage| stage.id);
    let needed = || stages().filter(|stage| scene.build.is_needed(*stage));
    // Whatever stands on top of the stage has the file, too, and may change it.
    for user in needed().filter(|user| scene.chain(*user).contains(&stage)) {
        let later = scene.stage(user).iter().filter(|it| it.span.start > at.span.start);
        let is_left =
            |it: &Instruction| calm::is_calm(scene.file, it) && !may_write(image, it, path);
        if !later.into_iter().all(is_left) {
            return None;
        }
    }
    let mut taken = None;
    for user in needed() {
        for taker in takers(image, user, stage)? {
            let copied = only(scene.step(taker)?)?;
            if covers(&copied.src, path) {
                // Through a third stage it could come farther, or not.
                if !image.chain.contains(&user) || taken.is_some() {
                    return None;
                }
                taken = Some(taker);
            } else if covers(path, &copied.src) {
                return None;
            }
        }
    }
    let Some(taker) = taken else { return Some(Fate::Left) };
    let is_left = |it: &&Instruction| match &it.arguments {
        // Where it lies in the image is not worked out, so nothing may come on top.
        Arguments::Transfer(_) => false,
        _ => calm::is_calm(scene.file, it),
    };
    let is_kept = image.later(taker).iter().all(is_left);
    is_kept.then(|| Fate::Taken(taker.lines.first.get(), taker.span))
}

/// The lines of a stage that take files from another or from what stands on
/// top of it; `None` where one of them is no COPY.
fn takers<'a>(
    image: &Image<'a, '_>,
    user: StageId,
    stage: StageId,
) -> Option<Vec<&'a Instruction>> {
    let scene = image.scene;
    let lines = scene.build.sources(user);
    let lines = lines.filter(|(source, _)| scene.chain(*source).contains(&stage));
    let taker = |(_, line): (StageId, u32)| {
        let found = scene.stage(user).iter().find(|it| it.lines.first.get() == line);
        found.filter(|it| matches!(&it.arguments, Arguments::Transfer(_)))
    };
    lines.map(taker).collect()
}
