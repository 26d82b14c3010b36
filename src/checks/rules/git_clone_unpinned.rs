//! A repository is cloned as it is today.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "git-clone-unpinned",
    level: Level::Hint,
    category: Category::Reproducibility,
    standing: Usually::On,
    page: include_str!("git_clone_unpinned.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for run in &subject.runs {
        let text = &run.script.text;
        if run.script.of_program(&["git"]).next().is_none() {
            continue;
        }
        let pins = text.contains("git checkout")
            || text.contains("git reset")
            || text.contains("git -C")
            || text.contains("git switch")
            || text.contains("git fetch");
        if pins {
            continue;
        }
        for call in run.script.of_program(&["git"]) {
            let is_clone = call.is(&["git", "clone"]);
            if !is_clone
                || call.has_option(&["-b", "--branch", "--revision"])
                || call.arguments().iter().any(|word| {
                    word.text.contains('@')
                        && !word.text.contains("git@")
                        && !word.text.contains("://")
                })
            {
                continue;
            }
            let Some(address) = call
                .arguments()
                .iter()
                .find(|word| word.text.contains("://") || word.text.starts_with("git@"))
            else {
                continue;
            };
            let message = "This is the newest commit of the day on which the step last ran. The cache keeps it, so nobody knows which one an image holds.";
            found.push(Draft::at(address.span, message));
        }
    }
    found
}
