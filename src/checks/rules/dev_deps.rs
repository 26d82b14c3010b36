//! Tools for development are shipped.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "dev-deps",
    level: Level::Hint,
    category: Category::Size,
    standing: Usually::On,
    page: include_str!("dev_deps.md"),
    check,
};

/// Packages of pip that only development needs.
pub(crate) const TOOLS: [&str; 14] = [
    "pytest",
    "pytest-cov",
    "black",
    "flake8",
    "mypy",
    "pylint",
    "isort",
    "tox",
    "coverage",
    "ruff",
    "pre-commit",
    "ipdb",
    "bandit",
    "autopep8",
];

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let named = subject.target_stage().is_some_and(|stage| {
        ["dev", "test", "lint", "ci"].iter().any(|word| stage.name.contains(word))
    });
    if named || subject.effective_starts().is_empty() {
        return Vec::new();
    }
    let starts = subject.start_calls();
    let mut found = Vec::new();
    for run in subject.runs.iter().filter(|run| subject.is_shipped(run.stage)) {
        for install in
            run.script.calls.iter().filter_map(install).filter(|it| it.manager == Manager::Pip)
        {
            let tool =
                install.packages.iter().copied().find(|word| TOOLS.contains(&name_of(&word.text)));
            let list = install.call.arguments().iter().find(|word| {
                let name = word.text.rsplit('/').next().unwrap_or_default();
                name.ends_with(".txt") && ["dev", "test", "lint"].iter().any(|it| name.contains(it))
            });
            let Some(word) = tool.or(list) else { continue };
            if starts.iter().any(|call| TOOLS.contains(&call.program())) {
                continue;
            }
            found.push(Draft::at(
                word.span,
                "This is for development, and goes into the image that is shipped.",
            ));
        }
    }
    found
}
