//! Looks like JSON and is none.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "json-form-broken",
    level: Level::Error,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("json_form_broken.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    subject.problems(ProblemKind::BrokenExecForm).collect()
}
