//! A base image that gets no fixes any more.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "base-eol",
    level: Level::Warning,
    category: Category::Security,
    standing: Usually::On,
    page: include_str!("base_eol.md"),
    check,
};

use crate::knowledge::support;

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    subject
        .outside_images()
        .filter(|image| image.is_needed)
        .filter_map(|image| {
            let ended = support::ended(image.reference.as_ref()?)?;
            let message = format!(
                "{} has got no security fixes since {} (table of {}).",
                ended.name, ended.day, ended.as_of
            );
            Some(Draft::at(image.tag_span.unwrap_or(image.span), message))
        })
        .collect()
}
