//! Capitals in the name of a stage.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "casing-stage",
    level: Level::Hint,
    category: Category::Maintainability,
    standing: Usually::On,
    page: include_str!("casing_stage.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    buildkit::warnings(subject, "StageNameCasing")
        .filter_map(|(warning, instruction)| {
            let Arguments::From(from) = &instruction.arguments else { return None };
            let span = from.name.as_ref()?.span;
            let better = subject.text(span).to_lowercase();
            let message = format!("BuildKit calls this stage {better}, whatever the capitals.");
            let fix = Fix::safe(format!("Write {better}"), [Edit::replace(span, better)]);
            Some(Draft::at(span, message).buildkit(&warning.detail).fix(fix))
        })
        .collect()
}
