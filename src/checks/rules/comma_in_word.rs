//! A comma between ports or paths.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "comma-in-word",
    level: Level::Warning,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("comma_in_word.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    subject.problems(ProblemKind::CommaInWord).collect()
}
