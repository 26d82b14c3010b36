//! A relative WORKDIR with nothing absolute before it.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "workdir-relative",
    level: Level::Warning,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("workdir_relative.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    buildkit::warnings(subject, "WorkdirRelativePath")
        .filter_map(|(warning, instruction)| {
            let Arguments::Text(Some(word)) = &instruction.arguments else { return None };
            let message = format!(
                "{} counts from the directory of the base image, which can change with the image.",
                subject.text(word.span)
            );
            let fix = match subject.text(word.span) {
                path if path.starts_with(['.', '$', '"', '\'']) => None,
                path => Some(Fix::to_confirm(
                    format!("Write /{path}"),
                    [Edit::insert(word.span.start, "/")],
                )),
            };
            Some(Draft::at(word.span, message).buildkit(&warning.detail).fix(fix))
        })
        .collect()
}
