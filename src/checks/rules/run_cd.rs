//! A RUN that begins with cd; only when selected.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "run-cd",
    level: Level::Hint,
    category: Category::Maintainability,
    standing: Usually::Off,
    page: include_str!("run_cd.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for run in &subject.runs {
        let [first, second, ..] = run.script.calls.as_slice() else { continue };
        let is_plain = first.program() == "cd" && first.before.is_empty();
        if !is_plain || second.joint != Joint::And || run.script.text.trim_start().starts_with('(')
        {
            continue;
        }
        let Some(path) = first.arguments().first().filter(|word| word.text != "-") else {
            continue;
        };
        let message = format!(
            "The commands of this RUN work in {}. The next instruction begins in the WORKDIR again.",
            path.text
        );
        found.push(Draft::at(first.span(), message));
    }
    found
}
