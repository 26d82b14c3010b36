//! FROM asks for the platform that it has anyway.

use super::base_platform::blanks_at;
use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "base-platform-redundant",
    level: Level::Hint,
    category: Category::Maintainability,
    standing: Usually::On,
    page: include_str!("base_platform_redundant.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    buildkit::warnings(subject, "RedundantTargetPlatform")
        .filter_map(|(warning, instruction)| {
            let (_, span) = subject.flag(instruction, "platform")?;
            let whole = Span::new(span.start, span.end + blanks_at(subject, span.end));
            let fix = Fix::safe("Remove the flag", [Edit::remove(whole)]);
            let message = "Stages are built for the target platform by themselves.";
            Some(Draft::at(span, message).buildkit(&warning.detail).fix(fix))
        })
        .collect()
}
