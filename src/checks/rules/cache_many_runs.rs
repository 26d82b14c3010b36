//! RUNs that follow each other; only when selected.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "cache-many-runs",
    level: Level::Hint,
    category: Category::Size,
    standing: Usually::Off,
    page: include_str!("cache_many_runs.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let runs: Vec<&RunView<'_>> =
        subject.runs.iter().filter(|run| subject.is_shipped(run.stage)).collect();
    let follows = |one: &&RunView<'_>, next: &&RunView<'_>| {
        one.index + 1 == next.index
            && one.stage == next.stage
            && !has_flags(one)
            && !has_flags(next)
    };
    runs.chunk_by(follows)
        .filter(|group| group.len() > 1)
        .map(|group| {
            let message = format!(
                "{} RUNs follow each other, and each makes a layer. That costs nothing, unless a later one deletes what an earlier one made.",
                group.len()
            );
            let others = group[1..].iter().map(|run| run.instruction.keyword_span);
            Draft::at(group[0].instruction.keyword_span, message).proof(others)
        })
        .collect()
}

fn has_flags(run: &RunView<'_>) -> bool {
    !run.instruction.flags.is_empty()
}
