//! A blank before the `=` of ENV.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "env-spaced-equals",
    level: Level::Warning,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("env_spaced_equals.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    subject.problems(ProblemKind::SpacedEquals).collect()
}
