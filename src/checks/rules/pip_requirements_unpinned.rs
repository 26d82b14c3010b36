//! A list of requirements without versions.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "pip-requirements-unpinned",
    level: Level::Hint,
    category: Category::Reproducibility,
    standing: Usually::On,
    page: include_str!("pip_requirements_unpinned.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let Some(text) = subject.around.texts.get("requirements.txt") else { return Vec::new() };
    let is_open = |line: &&str| {
        let line = line.split(" #").next().unwrap_or_default().trim();
        !line.is_empty()
            && !line.starts_with(['#', '-', '.'])
            && !line.contains("==")
            && !line.contains('@')
            && !line.contains("://")
    };
    let open: Vec<&str> = text.lines().filter(is_open).collect();
    let Some(first) = open.first() else { return Vec::new() };
    let mut found = Vec::new();
    for run in &subject.runs {
        for install in
            run.script.calls.iter().filter_map(install).filter(|it| it.manager == Manager::Pip)
        {
            let list = install.call.arguments().iter().find(|word| {
                matches!(
                    word.text.as_str(),
                    "requirements.txt" | "./requirements.txt" | "-rrequirements.txt"
                )
            });
            if let Some(word) = list {
                let count = open.len();
                let name = name_of(first.trim());
                let message = match count {
                    1 => format!(
                        "{name} has no version in this list, so each build may get another one."
                    ),
                    _ => format!(
                        "{count} packages, {name} among them, have no version in this list, so each build may get others."
                    ),
                };
                found.push(Draft::at(word.span, message));
            }
        }
    }
    found
}
