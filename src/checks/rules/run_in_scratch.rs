//! A RUN in an empty image.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "run-in-scratch",
    level: Level::Error,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("run_in_scratch.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for (index, instruction) in subject.of(Keyword::Run) {
        let Some(stage) = instruction.stage.and_then(|stage| subject.stage(stage)) else {
            continue;
        };
        let chain = subject.chain(stage.id);
        let filled = subject
            .transfers()
            .any(|(at, it, _)| at < index && it.stage.is_some_and(|id| chain.contains(&id)));
        let mounts = instruction.flags.iter().any(|flag| subject.text(flag.span).contains("from="));
        if stage.bottom == "scratch" && !filled && !mounts {
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
