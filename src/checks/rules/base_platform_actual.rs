//! The base image is for another platform.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "base-platform-actual",
    level: Level::Warning,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("base_platform_actual.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    buildkit::warnings(subject, "InvalidBaseImagePlatform")
        .map(|(warning, instruction)| {
            let span = match &instruction.arguments {
                Arguments::From(from) => from.image.as_ref().map(|word| word.span),
                _ => None,
            };
            let message = "This image is for another platform than the build: its programs do not run there, or only emulated.";
            Draft::at(span.unwrap_or(instruction.keyword_span), message).buildkit(&warning.detail)
        })
        .collect()
}
