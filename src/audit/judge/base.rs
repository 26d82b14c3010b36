//! The base image: its size, and how exactly it is named.

use crate::audit::material::by_table;
use crate::audit::{Judgement, Material};
use crate::build::reference::Reference;
use crate::checks::StageView;
use crate::fact::listed;
use crate::knowledge::images::familiar_name;

/// Whether the image starts from a small base.
pub(in crate::audit) fn is_small(material: &Material<'_>) -> Judgement {
    let Some(target) = material.subject.target_stage() else {
        return Judgement::unknown("The file has no stage that could be built.");
    };
    if let Some(large) = material.by_checks(&["base-not-minimal"]) {
        return large;
    }
    let name = familiar_name(&target.bottom);
    let froms = material.froms();
    if target.bottom == "scratch" {
        return Judgement::done("The image starts empty.").proved_by(froms);
    }
    let size = target.image.as_ref().map_or("", |image| image.variant.size.as_str());
    let note = target.image.as_ref().map(|image| image.origin.note());
    let note = by_table(note.as_deref());
    let tag = name.split_once(':').map_or("", |(_, tag)| tag);
    let says_small =
        ["slim", "alpine", "distroless", "minimal", "chiseled", "busybox", "nanoserver"]
            .iter()
            .any(|word| name.contains(word));
    match size {
        "tiny" | "small" => Judgement::done(format!("{name} is a small image{note}.")),
        "large" if !says_small => Judgement::not_done(format!("{name} is a large image{note}.")),
        _ if says_small => Judgement::done(format!("By its name {name} is a small image.")),
        _ if tag.is_empty() && target.image.is_none() || size.is_empty() => {
            Judgement::unknown(format!("Nothing is known of the size of {name}."))
        }
        _ => Judgement::unknown(format!("{name} is neither small nor large{note}; whether a smaller one would do depends on what the program needs.")),
    }
    .proved_by(froms)
}

/// Whether every base image that the target needs is named with a version.
pub(in crate::audit) fn has_version(material: &Material<'_>) -> Judgement {
    if let Err(unknown) = material.runtime() {
        return unknown;
    }
    let subject = &material.subject;
    let needed: Vec<&StageView> = subject
        .stages
        .iter()
        .filter(|stage| stage.is_needed && stage.base.is_none() && stage.bottom != "scratch")
        .collect();
    if needed.is_empty() {
        return Judgement::not_applicable("The image starts from no other image.")
            .proved_by(material.froms());
    }
    let named = |naming: Naming| -> Vec<&StageView> {
        needed.iter().copied().filter(|stage| Naming::of(&stage.bottom) == naming).collect()
    };
    let judgement =
        |stages: &[&StageView], make: fn(String) -> Judgement, one: &str, more: &str| {
            let names = unique(stages.iter().map(|it| familiar_name(&it.bottom)).collect());
            let end = if names.len() == 1 { one } else { more };
            make(format!("{} {end}", listed(&names))).proved_by(stages.iter().map(|it| it.from))
        };
    let moving = named(Naming::Moving);
    if !moving.is_empty() {
        let one = "names no version: each release moves it.";
        let more = "name no version: each release moves them.";
        let moving = judgement(&moving, Judgement::not_done, one, more);
        return material.unless_silenced(&["base-no-tag", "base-latest"], moving);
    }
    let open = named(Naming::Open);
    if !open.is_empty() {
        let one = "is named by a variable, whose value is set when the image is built.";
        let more = "are named by variables, whose values are set when the image is built.";
        return judgement(&open, Judgement::unknown, one, more);
    }
    let done = match named(Naming::Version) {
        stages if stages.is_empty() => {
            let (one, more) =
                ("is named by its digest, which stays.", "are named by digests, which stay.");
            judgement(&needed, Judgement::done, one, more)
        }
        stages => {
            let (one, more) = ("has a version in its tag.", "have versions in their tags.");
            judgement(&stages, Judgement::done, one, more)
        }
    };
    match material.found(&["base-eol"]).first() {
        Some(ended) => done.adding(&format!("But {}", ended.message)).proved_by([ended.span]),
        None => done,
    }
}

fn unique(mut names: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|name| seen.insert(name.clone()));
    names
}

/// How exactly an image is named.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Naming {
    Digest,
    Version,
    Moving,
    /// A variable hides it.
    Open,
}

impl Naming {
    fn of(written: &str) -> Self {
        let Ok(reference) = Reference::parse(written) else { return Naming::Open };
        let tag = reference.tag.as_deref().unwrap_or("latest");
        match reference.digest {
            Some(_) => Naming::Digest,
            None if tag.contains(|letter: char| letter.is_ascii_digit()) => Naming::Version,
            // The tags of Debian and Ubuntu name their releases.
            None if is_release(tag) => Naming::Version,
            None => Naming::Moving,
        }
    }
}

/// Whether a word of a tag is the name of a Debian or Ubuntu release.
fn is_release(tag: &str) -> bool {
    const NAMES: [&str; 12] = [
        "jessie", "stretch", "buster", "bullseye", "bookworm", "trixie", "xenial", "bionic",
        "focal", "jammy", "noble", "resolute",
    ];
    tag.split('-').any(|word| NAMES.contains(&word))
}
