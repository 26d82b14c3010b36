//! What the table of images says is in a base image, and in its other families of tags.

use std::sync::Arc;

use super::compose::text;
use super::scene::Scene;
use crate::build::reference::Reference;
use crate::doc::{Block, Text};
use crate::dockerfile::{Arguments, Dockerfile, Instruction};
use crate::knowledge::Knowledge;
use crate::knowledge::images::KnownImage;

/// What is put behind the version in a tag, for the families that most repositories have.
const ENDS: [&str; 3] = ["", "-slim", "-alpine"];

/// Tools that people look for first, and often do not find.
const ASKED_FOR: [&str; 6] = ["curl", "wget", "git", "gcc", "ca-certificates", "bash"];

/// What is in the image, as far as the table says it.
pub(super) fn contents(scene: &Scene<'_>, written: &str) -> Option<Text> {
    let image = scene.survey.knowledge().find_image(&Reference::parse(written).ok()?)?;
    // Of other versions and releases the table says too little.
    if !image.is_covered || image.is_other_release {
        return None;
    }
    let variant = &image.variant;
    let mut parts = vec![system(&image)];
    match variant.libc.as_str() {
        "musl" => parts.push("the C library is musl, not glibc".to_owned()),
        "glibc" => parts.push("the C library is glibc".to_owned()),
        _ => {}
    }
    if variant.sh == "none" {
        parts.push("there is no shell".to_owned());
    }
    if !variant.pkg.is_empty() {
        parts.push(format!("{} installs packages", variant.pkg));
    }
    if !variant.user.is_empty() {
        parts.push(format!("it runs as {}", variant.user));
    }
    let absent = ASKED_FOR
        .into_iter()
        .filter(|tool| variant.presence(tool) == crate::knowledge::images::Presence::Absent);
    let absent: Vec<&str> = absent.collect();
    if !absent.is_empty() {
        parts.push(format!("{} are not in it", absent.join(", ")));
    }
    let origin = match image.origin.as_of.as_str() {
        "" => image.origin.source.clone(),
        day => day.to_owned(),
    };
    let told = capital(&parts.join("; "));
    Some(text(
        &format!("{told} (layerwise's table of images, {{origin}})."),
        &[("origin", &origin)],
    ))
}

fn system(image: &KnownImage) -> String {
    let name = match image.variant.os.as_str() {
        "debian" => "Debian",
        "ubuntu" => "Ubuntu",
        "alpine" => "Alpine",
        "windows" => "Windows",
        "none" | "" => "no distribution",
        other => other,
    };
    match &image.release {
        Some(release) if release.starts_with(&image.variant.os) => capital(release),
        Some(release) => format!("{name} {release}"),
        None => name.to_owned(),
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Which other families of tags the table knows for the same version, where there are any;
/// for a FROM that names an image with a tag.
pub(super) fn others(
    file: &Dockerfile,
    instruction: &Instruction,
    knowledge: &Knowledge,
) -> Option<Block> {
    let Arguments::From(from) = &instruction.arguments else { return None };
    let written = from.image.as_ref()?.value(&file.source);
    let own = Reference::parse(written).ok().filter(|_| !written.contains('$'))?;
    let tag = own.tag.as_deref()?;
    let version =
        tag.split('-').next().filter(|it| it.starts_with(|it: char| it.is_ascii_digit()))?;
    let current = knowledge.find_image(&own).filter(|it| it.is_covered && !it.is_other_release)?;
    let mut rows: Vec<(String, KnownImage)> = vec![(tag.to_owned(), current)];
    for end in ENDS {
        let mut other = own.clone();
        let tag = format!("{version}{end}");
        other.tag = Some(tag.clone());
        other.digest = None;
        let Some(image) = knowledge.find_image(&other) else { continue };
        if rows.iter().all(|(_, known)| !Arc::ptr_eq(&known.variant, &image.variant)) {
            rows.push((tag, image));
        }
    }
    // Families that differ in nothing that the table says are none to choose from.
    let sizes = rows.iter().filter(|(_, image)| !image.variant.size.is_empty()).count();
    if rows.len() < 2 || sizes < 2 {
        return None;
    }
    let row = |(tag, image): &(String, KnownImage)| {
        let libc = if image.variant.libc == "none" { "" } else { &image.variant.libc };
        [
            Text::new().code(tag),
            Text::from(system(image)),
            Text::from(libc),
            Text::from(size(&image.variant.size)),
        ]
    };
    let head = ["Tag", "System", "C library", "Unpacked, roughly"].map(Text::from);
    Some(Block::table(head, rows.iter().map(row)))
}

/// The classes of sizes of the table of images, in words.
fn size(class: &str) -> &'static str {
    match class {
        "tiny" => "below 10 MB",
        "small" => "below 150 MB",
        "medium" => "below 500 MB",
        "large" => "500 MB or more",
        _ => "",
    }
}
