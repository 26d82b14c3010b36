//! Instructions in several casings.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "casing-instructions",
    level: Level::Hint,
    category: Category::Maintainability,
    standing: Usually::On,
    page: include_str!("casing_instructions.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    buildkit::warnings(subject, "ConsistentInstructionCasing")
        .map(|(warning, instruction)| {
            let span = instruction.keyword_span;
            let written = subject.text(span);
            let better = match warning.detail.ends_with("(lowercase)") {
                true => written.to_lowercase(),
                false => written.to_uppercase(),
            };
            let message = format!(
                "Most keywords of the file are written like {better}, and this one is not."
            );
            let fix = Fix::safe(format!("Write {better}"), [Edit::replace(span, better)]);
            Draft::at(span, message).buildkit(&warning.detail).fix(fix)
        })
        .collect()
}
