//! FROM uses a variable that no ARG declares.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "from-arg-undefined",
    level: Level::Warning,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("from_arg_undefined.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    buildkit::warnings(subject, "UndefinedArgInFrom")
        .map(|(warning, instruction)| {
            let name = warning.detail.split('\'').nth(1).unwrap_or_default();
            let uses = |it: &&crate::dockerfile::Variable| subject.text(it.name) == name;
            let span = instruction
                .variables
                .iter()
                .find(uses)
                .map_or(instruction.keyword_span, |it| it.span);
            let near = warning.hint.as_ref().map(|near| format!(" Did you mean {near}?"));
            let message = format!(
                "No ARG above the first FROM declares {name}, so it is empty here.{}",
                near.unwrap_or_default()
            );
            Draft::at(span, message).buildkit(&warning.detail)
        })
        .collect()
}
