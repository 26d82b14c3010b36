//! Packages of the system without versions; only when selected.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "package-pin",
    level: Level::Hint,
    category: Category::Reproducibility,
    standing: Usually::Off,
    page: include_str!("package_pin.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for run in subject.runs.iter().filter(|run| subject.is_shipped(run.stage)) {
        for install in run.script.calls.iter().filter_map(install) {
            if !matches!(
                install.manager,
                Manager::Apt | Manager::Apk | Manager::Dnf | Manager::Zypper
            ) {
                continue;
            }
            let is_open = |word: &&&Word| {
                let is_file = [".deb", ".rpm", ".apk"].iter().any(|end| word.text.ends_with(end));
                let is_marked = word.text.contains(['=', '~', '<', '>', '$', '/', '*']);
                let is_numbered = install.manager == Manager::Dnf && has_version(&word.text);
                !(is_file || is_marked || is_numbered || word.text.starts_with('.'))
            };
            if let Some(word) = install.packages.iter().find(is_open) {
                let message = format!(
                    "Which version of {} comes is decided on the day of the build.",
                    word.text
                );
                found.push(Draft::at(word.span, message));
            }
        }
    }
    found
}

/// `nginx-1.26.2`: a number behind a dash.
fn has_version(package: &str) -> bool {
    package.split('-').skip(1).any(|part| part.starts_with(|it: char| it.is_ascii_digit()))
}
