//! npm install, although there is a lock file.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "npm-ci",
    level: Level::Hint,
    category: Category::Reproducibility,
    standing: Usually::On,
    page: include_str!("npm_ci.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for run in &subject.runs {
        for call in run.script.of_program(&["npm"]) {
            let Some(install) =
                install(call).filter(|it| matches!(it.verb.text.as_str(), "install" | "i"))
            else {
                continue;
            };
            if !install.packages.is_empty()
                || call.has_option(&["-g", "--global", "--no-package-lock", "--package-lock"])
            {
                continue;
            }
            let chain = subject.chain(run.stage);
            let copies = subject.transfers().filter(|(index, it, _)| {
                *index < run.index && it.stage.is_some_and(|stage| chain.contains(&stage))
            });
            let sources: Vec<&str> = copies
                .flat_map(|(_, _, transfer)| {
                    transfer.sources.iter().map(|word| word.value(&subject.file.source))
                })
                .collect();
            let named = sources.iter().any(|source| {
                source.ends_with("package-lock.json") || source.ends_with("npm-shrinkwrap.json")
            });
            let globbed = sources
                .iter()
                .any(|source| source.ends_with("package*.json") || matches!(*source, "." | "./"));
            let there = subject.around.holds("package-lock.json");
            let message = "npm install may take newer versions than the lock file names, and changes the file. npm ci takes exactly those.";
            let fix = Fix::to_confirm("Use npm ci", [Edit::replace(install.verb.span, "ci")]);
            let draft = Draft::at(install.verb.span, message).fix(fix);
            match (named, globbed, there) {
                (true, _, _) | (_, true, Some(true)) => found.push(draft),
                (false, true, None) => {
                    found.push(draft.depends_on("whether package-lock.json is in the context"));
                }
                _ => {}
            }
        }
    }
    found
}
