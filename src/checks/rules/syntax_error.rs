//! What BuildKit refuses.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "syntax-error",
    level: Level::Error,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("syntax_error.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let errors = subject.file.problems.iter();
    errors
        .filter(|problem| problem.level == ProblemLevel::Error)
        .map(|problem| {
            let hint = problem.hint.as_ref().map(|hint| format!(" {hint}")).unwrap_or_default();
            let message = format!("{} {}{hint}", problem.message, problem.reason);
            let draft = Draft::at(problem.span, message);
            match &problem.buildkit {
                Some(error) => draft.buildkit(error.text.to_string()),
                None => draft,
            }
        })
        .collect()
}
