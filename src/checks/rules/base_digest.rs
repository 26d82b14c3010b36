//! A base image without a digest; only when selected.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "base-digest",
    level: Level::Hint,
    category: Category::Reproducibility,
    standing: Usually::Off,
    page: include_str!("base_digest.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let open = subject.outside_images().filter(|image| image.is_needed && image.digest.is_none());
    open.map(|image| {
        let message = format!(
            "{} is a name that its publisher can give to another image at any time. A digest names this one for ever.",
            image.written
        );
        Draft::at(image.span, message)
    })
    .collect()
}
