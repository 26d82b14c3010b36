//! Tools for development are shipped.

use std::cell::LazyCell;

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
        found.extend(whole_list(subject, run));
    }
    found
}

/// Whether building needs the tools, or pruning takes them away again.
fn is_used(subject: &Subject<'_>, run: &RunView<'_>) -> bool {
    let words = [
        "run build",
        "yarn build",
        "prune",
        "npx ",
        "build:",
        "run-script",
        "tsc",
        "webpack",
        "grunt",
        "gulp",
        "test",
    ];
    let chain = subject.chain(run.stage);
    let mut of_chain = subject.runs.iter().filter(|other| chain.contains(&other.stage));
    of_chain.any(|other| words.iter().any(|word| other.script.text.contains(word)))
}

/// A command that installs the list with what only development needs.
fn whole_list(subject: &Subject<'_>, run: &RunView<'_>) -> Option<Draft> {
    // Asked only where something is installed, for it looks at every RUN.
    let is_used = LazyCell::new(|| is_used(subject, run));
    let is_production = subject.variable(run.index, "NODE_ENV") == Some("production")
        || run.script.text.contains("NODE_ENV=production");
    let call = run.script.calls.iter().find(|call| {
        let leaves_out = |options: &[&str]| {
            call.arguments().iter().any(|word| options.iter().any(|it| word.text.starts_with(it)))
        };
        let lists = |words: &[&[&str]]| words.iter().any(|words| call.is(words));
        match call.program() {
            "npm" => {
                lists(&[&["npm", "ci"]])
                    && !is_production
                    && !*is_used
                    && !leaves_out(&["--omit", "--only", "--production"])
            }
            "composer" => {
                lists(&[&["composer", "install"]]) && !*is_used && !leaves_out(&["--no-dev"])
            }
            "poetry" => {
                lists(&[&["poetry", "install"]])
                    && !*is_used
                    && !leaves_out(&["--only", "--no-dev", "--without"])
            }
            _ => false,
        }
    })?;
    let (option, what) = match call.program() {
        "npm" => ("--omit=dev", "devDependencies"),
        "composer" => ("--no-dev", "require-dev"),
        _ => ("--only main", "the groups for development"),
    };
    let message = format!(
        "This installs {what} too, which the program does not use. {option} leaves them out."
    );
    Some(Draft::at(call.span(), message))
}
