//! A parser directive that stands too late.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "directive-ignored",
    level: Level::Warning,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("directive_ignored.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    subject.problems(ProblemKind::DirectiveIgnored).collect()
}
