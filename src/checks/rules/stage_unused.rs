//! A stage that the target does not need.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "stage-unused",
    level: Level::Hint,
    category: Category::Maintainability,
    standing: Usually::On,
    page: include_str!("stage_unused.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    if subject.is_targeted || subject.target_stage().is_none() {
        return Vec::new();
    }
    let unused = subject.stages.iter().filter(|stage| !stage.is_needed);
    // What an unused stage builds on is unused with it: the last of them says it for all.
    let is_used = |id| {
        subject.stages.iter().any(|other| {
            other.base == Some(id) || subject.every.build.sources(other.id).any(|(it, _)| it == id)
        })
    };
    unused
        .filter(|stage| !is_used(stage.id))
        .map(|stage| match stage.name.as_str() {
            "" => Draft::at(stage.from, "Nothing needs this stage, and without a name it is hardly ever chosen: it is never built.").level(Level::Warning),
            name => {
                let message = format!("docker build leaves this stage out. It is built with --target {name} only.");
                Draft::at(stage.from, message)
            }
        })
        .collect()
}
