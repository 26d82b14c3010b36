//! A stage called scratch or context.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "stage-reserved",
    level: Level::Warning,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("stage_reserved.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    buildkit::warnings(subject, "ReservedStageName")
        .filter_map(|(warning, instruction)| {
            let Arguments::From(from) = &instruction.arguments else { return None };
            let span = from.name.as_ref()?.span;
            let name = subject.text(span);
            let message = format!("{name} has a meaning of its own for BuildKit, so this stage cannot be named by it everywhere.");
            Some(Draft::at(span, message).buildkit(&warning.detail))
        })
        .collect()
}
