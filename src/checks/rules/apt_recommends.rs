//! apt installs what is only recommended.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "apt-recommends",
    level: Level::Hint,
    category: Category::Size,
    standing: Usually::On,
    page: include_str!("apt_recommends.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    // A file that apt reads may be written in many ways.
    if subject.file.source.text().contains("Install-Recommends") {
        return found;
    }
    for run in subject.runs.iter().filter(|run| subject.is_shipped(run.stage)) {
        for call in &run.script.calls {
            let Some(install) = install(call).filter(|it| it.manager == Manager::Apt) else {
                continue;
            };
            let is_file = |word: &&Word| word.text.starts_with(['.', '/']);
            if call.has_option(&["--no-install-recommends", "--install-recommends"])
                || install.packages.is_empty()
                || install.packages.iter().all(is_file)
            {
                continue;
            }
            let fix = Fix::to_confirm(
                "Add --no-install-recommends",
                [Edit::insert(install.verb.span.end, " --no-install-recommends")],
            );
            let message =
                "apt installs the packages that these recommend too, which nobody asked for.";
            found.push(Draft::at(install.verb.span, message).fix(fix));
        }
    }
    found
}
