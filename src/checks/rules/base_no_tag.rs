//! A base image without a tag.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "base-no-tag",
    level: Level::Warning,
    category: Category::Reproducibility,
    standing: Usually::On,
    page: include_str!("base_no_tag.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let images = subject.outside_images();
    images
        // What is no name of an image, such as a place for a template, has another fault.
        .filter(|image| image.tag.is_none() && image.digest.is_none() && image.reference.is_some())
        .map(|image| {
            let message = format!(
                "Without a tag, {} means :latest, which is another image after the next release.",
                image.written
            );
            Draft::at(image.span, message)
        })
        .collect()
}
