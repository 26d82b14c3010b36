//! A base image with the tag latest.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "base-latest",
    level: Level::Warning,
    category: Category::Reproducibility,
    standing: Usually::On,
    page: include_str!("base_latest.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let images = subject.outside_images();
    images
        .filter(|image| image.tag == Some("latest") && image.digest.is_none())
        .filter(|image| {
            !image.written.contains("distroless") && !image.written.starts_with("cgr.dev/")
        })
        .map(|image| {
            let message =
                "latest moves with every release: the same file gives another image tomorrow.";
            Draft::at(image.tag_span.unwrap_or(image.span), message)
        })
        .collect()
}
