//! A backslash too many joins the next instruction to this one.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "instruction-swallowed",
    level: Level::Error,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("instruction_swallowed.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let own = |it: &&crate::dockerfile::Problem| it.kind == ProblemKind::SwallowedInstruction;
    subject
        .file
        .problems
        .iter()
        .filter(own)
        .map(|problem| Draft::at(problem.span, format!("{} {}", problem.message, problem.reason)))
        .collect()
}
