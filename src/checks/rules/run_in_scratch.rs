//! A RUN in an empty image.

use std::collections::BTreeMap;

use super::prelude::*;
use crate::dockerfile::{Flag, StageId};

pub(super) const RULE: Rule = Rule {
    slug: "run-in-scratch",
    level: Level::Error,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("run_in_scratch.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    // The first instruction of each stage that brings files.
    let mut filled = BTreeMap::new();
    for (index, transfer, _) in subject.transfers() {
        filled.entry(transfer.stage).or_insert(index);
    }
    let mut found = Vec::new();
    for (index, instruction) in subject.of(Keyword::Run) {
        let Some(stage) = instruction.stage.and_then(|stage| subject.stage(stage)) else {
            continue;
        };
        let is_filled =
            |id: &StageId| filled.get(&Some(*id)).is_some_and(|first: &usize| *first < index);
        let mounts = |flag: &Flag| subject.text(flag.span).contains("from=");
        if stage.bottom == "scratch"
            && !instruction.flags.iter().any(mounts)
            && !subject.chain(stage.id).iter().any(is_filled)
        {
            found.push(
                Draft::at(
                    instruction.keyword_span,
                    "This image is empty: there is no shell and no program that could run.",
                )
                .proof([stage.from]),
            );
        }
    }
    found
}
