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
            let slim = if tag == "latest" { "slim".to_owned() } else { format!("{tag}-slim") };
            let message = format!("The full {name} image brings compilers and headers for builds: about 1 GB unpacked, where {name}:{slim} has about 200 MB.");
            Some(Draft::at(image.span, message))
        })
        .collect()
}
