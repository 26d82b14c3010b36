//! FROM with a fixed platform.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "base-platform",
    level: Level::Hint,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("base_platform.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    buildkit::warnings(subject, "FromPlatformFlagConstDisallowed")
        .filter_map(|(warning, instruction)| {
            let (platform, span) = subject.flag(instruction, "platform")?;
            let message = format!("The stage is for {platform} whatever platform is asked for, so the image cannot be built for others.");
            Some(Draft::at(span, message).buildkit(&warning.detail))
        })
        .collect()
}
