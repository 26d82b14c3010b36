//! A flag behind the first argument.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "flag-late",
    level: Level::Warning,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("flag_late.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    subject.problems(ProblemKind::LateFlag).collect()
}
