//! A full image where a small one exists.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "base-not-minimal",
    level: Level::Hint,
    category: Category::Size,
    standing: Usually::On,
    page: include_str!("base_not_minimal.md"),
    check,
};

/// Repositories with tags that end in slim.
const WITH_SLIM: [&str; 6] = ["python", "node", "ruby", "rust", "perl", "php"];

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let Some(target) = subject.target_stage() else { return Vec::new() };
    let bottom = subject.chain(target.id).last().copied();
    subject
        .outside_images()
        .filter(|image| Some(image.stage) == bottom)
        .filter_map(|image| {
            let reference = image.reference.as_ref()?;
            let name = reference.path.strip_prefix("library/")?;
            let tag = image.tag.unwrap_or("latest");
            let small = ["slim", "alpine", "nanoserver", "windowsservercore", "fpm", "apache", "cli"];
            if !WITH_SLIM.contains(&name) || name == "php" || small.iter().any(|word| tag.contains(word)) {
                return None;
            }
            let what = match slim_tag(name, tag) {
                Some(slim) => format!("{name}:{slim}"),
                None => "a tag that ends in -slim".to_owned(),
            };
            let message = match name {
                "python" | "node" | "ruby" => format!("The full {name} image brings compilers and headers for builds: about 1 GB unpacked, where {what} has about 200 MB."),
                _ => format!("The full {name} image brings what only some builds need; {what} leaves it out."),
            };
            Some(Draft::at(image.span, message))
        })
        .collect()
}

/// The small sister of a tag; `None` where the tag names no version.
fn slim_tag(name: &str, tag: &str) -> Option<String> {
    let begins_with_number = tag.starts_with(|it: char| it.is_ascii_digit());
    if !begins_with_number {
        return None;
    }
    let suites = ["trixie", "bookworm", "bullseye", "buster", "stretch", "jessie"];
    let suite = tag.rsplit_once('-').filter(|(_, last)| suites.contains(last));
    Some(match suite {
        // node puts the suite first, the others last.
        Some((version, suite)) if name != "node" => format!("{version}-slim-{suite}"),
        _ => format!("{tag}-slim"),
    })
}
