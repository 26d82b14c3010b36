//! A tag that says little.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "base-floating",
    level: Level::Hint,
    category: Category::Reproducibility,
    standing: Usually::On,
    page: include_str!("base_floating.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let floating = |tag: &str| {
        let words: Vec<&str> = tag.split('-').collect();
        let has_digit = tag.contains(|it: char| it.is_ascii_digit());
        let moving = [
            "lts", "stable", "rolling", "edge", "current", "mainline", "nightly", "dev",
            "unstable", "testing", "sid", "slim", "alpine",
        ];
        !has_digit && words.iter().all(|word| moving.contains(word))
    };
    subject
        .outside_images()
        .filter(|image| image.digest.is_none())
        .filter_map(|image| {
            let tag = image.tag.filter(|tag| floating(tag))?;
            let message = format!("{tag} names no version, so each release moves it.");
            Some(Draft::at(image.tag_span?, message))
        })
        .collect()
}
