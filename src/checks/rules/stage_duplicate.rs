//! Two stages of one name.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "stage-duplicate",
    level: Level::Warning,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("stage_duplicate.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    buildkit::warnings(subject, "DuplicateStageName")
        .filter_map(|(warning, instruction)| {
            let Arguments::From(from) = &instruction.arguments else { return None };
            let span = from.name.as_ref()?.span;
            let name = subject.text(span).to_lowercase();
            let first = subject.stages.iter().find(|stage| stage.name == name)?;
            let line = subject.line(first.from);
            let message = format!(
                "Line {line} has a stage called {name} too. What comes later means this one, what stands between means the other."
            );
            Some(Draft::at(span, message).buildkit(&warning.detail).proof([first.from]))
        })
        .collect()
}
