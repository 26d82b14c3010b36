//! `AS` in another casing than `FROM`.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "casing-from-as",
    level: Level::Hint,
    category: Category::Maintainability,
    standing: Usually::On,
    page: include_str!("casing_from_as.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    buildkit::warnings(subject, "FromAsCasing")
        .filter_map(|(warning, instruction)| {
            let Arguments::From(from) = &instruction.arguments else { return None };
            let span = from.as_span?;
            let keyword = subject.text(instruction.keyword_span);
            let better = if keyword == keyword.to_lowercase() { "as" } else { "AS" };
            let message =
                format!("{} stands beside {keyword}: two casings in one line.", subject.text(span));
            let fix = Fix::safe(format!("Write {better}"), [Edit::replace(span, better)]);
            Some(Draft::at(span, message).buildkit(&warning.detail).fix(fix))
        })
        .collect()
}
