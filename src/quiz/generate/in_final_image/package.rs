//! Whether the image has a package that a line installs.

use super::{
    Asked, Image, NOT_A_BASE, NOT_BUILT, NOT_THE_LAST, OF_THE_IMAGE, beliefs, calm, mistake,
    of_foreign, why,
};
use crate::checks::packages::{self, Manager};
use crate::checks::script::Call;
use crate::doc::Text;
use crate::dockerfile::{Arguments, Instruction, Keyword};
use crate::quiz::generate::belief;
use crate::quiz::generate::candidate::Candidate;

const STAYS: &str = "yes: it is in the layer of this line";
const BUILD_ONLY: &str = "no: it is there during the build only";
const COPIES_ONLY: &str = "no: the image has only what is copied into it";

/// Folders into which packages are installed: who copies one of them copies packages.
const OF_THE_SYSTEM: [&str; 8] =
    ["/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc", "/var", "/opt"];

pub(super) fn candidate(image: &Image<'_, '_>, at: &Instruction) -> Option<Candidate> {
    let (scene, stage) = (image.scene, at.stage?);
    if at.keyword != Some(Keyword::Run) || scene.build.is_windows(stage) {
        return None;
    }
    let mounts = scene.step(at).map(|step| step.mounts.as_slice()).unwrap_or_default();
    // What is written into a mount is no part of the image.
    if mounts.iter().any(|it| is_of_system(&it.target) && !it.target.starts_with("/var/")) {
        return None;
    }
    let script = calm::script(scene.file, at)?;
    let place = script.calls.iter().position(|call| named(call).is_some())?;
    let name = named(&script.calls[place])?;
    let (is_part, is_needed) = (image.chain.contains(&stage), scene.build.is_needed(stage));
    let rest = &script.calls[place + 1..];
    if is_needed && !rest.iter().all(calm::leaves_files_alone) {
        return None;
    }
    let calm = |it: &&Instruction| calm::is_calm(scene.file, it);
    if is_part && !image.later(at).iter().all(calm) {
        return None;
    }
    if !is_part && is_needed && may_take_packages(image, at) {
        return None;
    }
    let (right, mistakes) = match (is_part, is_needed) {
        (true, _) if stage == scene.target => (
            STAYS,
            vec![
                mistake(BUILD_ONLY, &beliefs::ONLY_DURING_THE_BUILD),
                mistake(COPIES_ONLY, &beliefs::ONLY_COPIES_COUNT),
            ],
        ),
        (true, _) => (
            OF_THE_IMAGE,
            vec![
                mistake(NOT_THE_LAST, &belief::BASES_ARE_LEFT_OUT),
                mistake(BUILD_ONLY, &beliefs::ONLY_DURING_THE_BUILD),
            ],
        ),
        (false, true) => (NOT_A_BASE, of_foreign(scene, stage)),
        (false, false) => (NOT_BUILT, of_foreign(scene, stage)),
    };
    let prompt = Text::from("Is the package ").code(&name);
    let prompt = prompt.plain(" that this line installs part of ");
    let prompt = super::join(prompt, image.named("the image of ", "?"));
    Some(image.candidate(
        at,
        Asked {
            key: "package ",
            prompt,
            right: Text::from(right),
            why: why(scene, stage, is_part),
            mistakes,
            proof: Vec::new(),
        },
    ))
}

/// A package of the system that a command installs into the image itself.
fn named(call: &Call) -> Option<String> {
    let install = packages::install(call).filter(|_| call.before.is_empty())?;
    let is_of_system =
        matches!(install.manager, Manager::Apt | Manager::Apk | Manager::Dnf | Manager::Zypper);
    let elsewhere = ["--root", "--installroot", "-p", "--download-only", "-d"];
    let only_tried = ["--simulate", "-s", "--dry-run", "--just-print", "--no-act"];
    if !is_of_system || call.has_option(&elsewhere) || call.has_option(&only_tried) {
        return None;
    }
    // `name-` removes a package, and a path or a pattern is no name.
    let is_name = |name: &str| {
        name.len() > 1
            && name.starts_with(|it: char| it.is_ascii_lowercase())
            && name.ends_with(|it: char| it.is_ascii_alphanumeric() || it == '+')
            && name.bytes().all(|it| it.is_ascii_alphanumeric() || b"+.-".contains(&it))
            && !name.ends_with(".deb")
            && !name.ends_with(".rpm")
            && !name.ends_with(".apk")
    };
    let all_plain = install.packages.iter().all(|word| is_name(packages::name_of(&word.text)));
    let first = install.packages.first().filter(|_| all_plain)?;
    Some(packages::name_of(&first.text).to_owned())
}

/// Whether files of packages of this stage could come into the image by a line
/// that takes files, or by what a command of the stage copies.
fn may_take_packages(image: &Image<'_, '_>, at: &Instruction) -> bool {
    let scene = image.scene;
    let Some(stage) = at.stage else { return true };
    for user in scene.file.stages.iter().map(|stage| stage.id) {
        if !scene.build.is_needed(user) {
            continue;
        }
        let on_top = scene.chain(user).contains(&stage);
        let calm =
            |it: &Instruction| it.span.start <= at.span.start || calm::is_calm(scene.file, it);
        if on_top && !scene.stage(user).iter().all(calm) {
            return true;
        }
        for (source, line) in scene.build.sources(user) {
            if !scene.chain(source).contains(&stage) {
                continue;
            }
            let mut all = scene.stage(user).iter();
            let taker = all.find(|it| it.lines.first.get() == line);
            if taker.is_none_or(|taker| may_hold_packages(image, taker)) {
                return true;
            }
        }
    }
    false
}

/// Whether what a line takes may hold files of packages of the system.
fn may_hold_packages(image: &Image<'_, '_>, taker: &Instruction) -> bool {
    let Arguments::Transfer(_) = &taker.arguments else { return true };
    let step = image.scene.step(taker).filter(|step| !step.sources_unknown);
    let Some(copies) = step.and_then(|step| step.copies.as_ref()) else { return true };
    copies.iter().any(|copied| copied.src.contains(['*', '?', '[']) || is_of_system(&copied.src))
}

/// Whether a path is the root, or one of the folders of packages or below it.
fn is_of_system(path: &str) -> bool {
    let path = path.trim_end_matches('/');
    let is_below = |folder: &str| {
        path == folder || path.strip_prefix(folder).is_some_and(|it| it.starts_with('/'))
    };
    path.is_empty() || OF_THE_SYSTEM.into_iter().any(is_below)
}
