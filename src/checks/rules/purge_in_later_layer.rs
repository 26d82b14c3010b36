//! Something is removed in a later layer.

use std::collections::HashMap;

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
    let installed = installed(subject);
    for run in subject.runs.iter().filter(|run| subject.is_shipped(run.stage)) {
        let chain = subject.chain(run.stage);
        let directory =
            subject.before(run.index).map(|after| after.state.directory.value.to_string());
        for call in &run.script.calls {
            let removed = removed_packages(call);
            let earlier = removed.iter().filter_map(|name| installed.get(name)).flatten();
            let earlier =
                earlier.filter(|other| other.index < run.index && chain.contains(&other.stage));
            if let Some(other) = earlier.into_iter().min_by_key(|other| other.index) {
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

/// The RUNs that install each package, by its name.
fn installed<'s>(subject: &'s Subject<'_>) -> HashMap<&'s str, Vec<&'s RunView<'s>>> {
    let mut found: HashMap<&str, Vec<&RunView<'_>>> = HashMap::new();
    for run in &subject.runs {
        for word in run.script.calls.iter().filter_map(install).flat_map(|it| it.packages) {
            let runs = found.entry(name_of(&word.text)).or_default();
            // The first few prove as much as all.
            if runs.len() < 16 {
                runs.push(run);
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
