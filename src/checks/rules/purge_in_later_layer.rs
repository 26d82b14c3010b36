//! Something is removed in a later layer.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "purge-in-later-layer",
    level: Level::Warning,
    category: Category::Size,
    standing: Usually::On,
    page: include_str!("purge_in_later_layer.md"),
    check,
};

use super::chown_layer::{absolute, is_below, is_large};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for run in subject.runs.iter().filter(|run| subject.is_shipped(run.stage)) {
        let chain = subject.chain(run.stage);
        let directory =
            subject.before(run.index).map(|after| after.state.directory.value.to_string());
        for call in &run.script.calls {
            let removed = removed_packages(call);
            let earlier = subject
                .runs
                .iter()
                .filter(|other| other.index < run.index && chain.contains(&other.stage));
            let installed = |other: &&RunView<'_>| {
                let installs = other.script.calls.iter().filter_map(install);
                installs
                    .flat_map(|it| it.packages)
                    .any(|word| removed.contains(&name_of(&word.text)))
            };
            if let Some(other) = earlier.into_iter().find(installed) {
                let line = subject.line(other.instruction.span);
                let message = format!(
                    "The packages stay in the layer of line {line}. Removing them here hides them and makes the image a little larger."
                );
                found.push(Draft::at(call.span(), message).proof([other.instruction.span]));
                continue;
            }
            if call.program() != "rm" {
                continue;
            }
            let paths = call
                .arguments()
                .iter()
                .filter(|word| !word.text.starts_with('-') && !word.text.contains('$'));
            let copied = paths.filter_map(|word| {
                let path = absolute(&word.text, directory.as_deref());
                let is_whole = |dest: &str| dest == path || is_below(dest, &path);
                subject
                    .copied(&chain, run.index)
                    .find(|(dest, it)| path != "/" && is_whole(dest) && is_large(subject, it))
            });
            if let Some((_, copy)) = copied.into_iter().next() {
                let line = subject.line(copy.span);
                let message = format!(
                    "The files stay in the layer of line {line}. A later rm hides them and frees nothing."
                );
                found.push(Draft::at(call.span(), message).level(Level::Hint).proof([copy.span]));
            }
        }
    }
    found
}

fn removed_packages(call: &Call) -> Vec<&str> {
    let verb = packages::verb(call).map(|word| word.text.as_str());
    let removes = match manager(call).map(|it| it.0) {
        Some(Manager::Apt) => matches!(verb, Some("remove" | "purge" | "autoremove")),
        Some(Manager::Apk) => verb == Some("del"),
        Some(Manager::Dnf | Manager::Zypper) => {
            matches!(verb, Some("remove" | "erase" | "rm" | "autoremove"))
        }
        _ => false,
    };
    if !removes {
        return Vec::new();
    }
    let words = call.arguments().iter().map(|word| word.text.as_str());
    words.filter(|word| !word.starts_with('-') && Some(*word) != verb).collect()
}
