//! What looks like a comment behind an instruction.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "inline-comment",
    level: Level::Warning,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("inline_comment.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    subject.problems(ProblemKind::InlineComment).collect()
}
