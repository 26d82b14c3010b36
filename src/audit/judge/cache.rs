//! The order of the instructions, as the cache sees it.

use crate::audit::{Judgement, Material};
use crate::checks::rules::installs_listed;

/// Whether dependencies are installed before the code is copied.
pub(in crate::audit) fn dependencies_first(material: &Material<'_>) -> Judgement {
    if let Some(late) = material.by_checks(&["deps-after-code"]) {
        return late;
    }
    let runs = material.subject.runs.iter();
    let installing: Vec<_> = runs
        .filter(|run| run.script.calls.iter().any(|call| installs_listed(call).is_some()))
        .collect();
    let Some(first) = installing.first() else {
        return Judgement::not_applicable(
            "No instruction installs what a list of dependencies names.",
        );
    };
    let subject = &material.subject;
    let listed = subject.transfers().filter(|(index, instruction, _)| {
        *index < first.index
            && instruction.stage == Some(first.stage)
            && subject.flag(instruction, "from").is_none()
    });
    let copies: Vec<_> = listed.map(|(_, instruction, _)| instruction.span).collect();
    Judgement::done("The list is copied and installed before the rest, so a change of the code leaves this to the cache.")
        .proved_by(installing.iter().map(|run| run.instruction.span))
        .proved_by(copies)
}

/// Whether what changes often stands behind what changes seldom.
pub(in crate::audit) fn order(material: &Material<'_>) -> Judgement {
    let first = dependencies_first(material);
    match material.by_checks(&["cache-arg-early", "cache-update-alone"]) {
        Some(other) => other.and(match first.verdict {
            crate::audit::Verdict::NotDone => first,
            _ => Judgement::not_applicable(""),
        }),
        None => first,
    }
}
