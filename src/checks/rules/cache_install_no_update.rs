//! An installation without a list of packages.

use std::collections::HashMap;

use super::prelude::*;
use crate::dockerfile::StageId;

pub(super) const RULE: Rule = Rule {
    slug: "cache-install-no-update",
    level: Level::Warning,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("cache_install_no_update.md"),
    check,
};

use super::apt_lists::{cleans, is_update};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    // What each stage has so far; one that builds on another begins with what that leaves.
    let mut by_stage: HashMap<StageId, Lists> = HashMap::new();
    // A copied list or a script that is sourced cannot be seen.
    let copied: Vec<(usize, StageId)> = subject
        .transfers()
        .filter_map(|(index, it, transfer)| {
            let destination = transfer.destination.as_ref()?;
            let is_for_apt = subject.text(destination.span).contains("apt");
            Some((index, it.stage?)).filter(|_| is_for_apt)
        })
        .collect();
    for run in &subject.runs {
        let base = subject.stage(run.stage).and_then(|stage| stage.base);
        let of_base = base.and_then(|base| by_stage.get(&base).copied());
        let at_start = *by_stage.entry(run.stage).or_insert(of_base.unwrap_or(Lists::None));
        by_stage.insert(run.stage, run.script.calls.iter().fold(at_start, after));
        let Some(image) = subject.stage(run.stage).and_then(|stage| stage.image.as_ref()) else {
            continue;
        };
        if image.variant.pkg != "apt"
            || run.mounted.iter().any(|folder| folder.starts_with("/var/lib/apt"))
        {
            continue;
        }
        let mut calls = run.script.calls.iter();
        let is_file =
            |word: &&Word| word.text.starts_with(['.', '/', '$']) || word.text.ends_with(".deb");
        let Some(install) = calls.find_map(|call| {
            install(call).filter(|it| {
                it.manager == Manager::Apt
                    && !it.packages.is_empty()
                    && !it.packages.iter().any(is_file)
                    && !call.has_option(&["--download-only", "--no-download"])
            })
        }) else {
            continue;
        };
        let before = run.script.calls.iter().take_while(|call| !std::ptr::eq(*call, install.call));
        let lists = before.fold(at_start, after);
        let copies = || {
            let chain = subject.chain(run.stage);
            copied.iter().any(|(index, stage)| *index < run.index && chain.contains(stage))
        };
        if lists == Lists::None && !run.script.text.contains("update") && !copies() {
            let message = format!(
                "There is no list of packages here, so apt finds nothing. Images such as {} come without one.",
                image.origin.image
            );
            let fix =
                install.call.words.first().filter(|_| {
                    install.call.before.is_empty() && install.call.program() == "apt-get"
                });
            let fix = fix.map(|word| {
                Fix::safe(
                    "Update the list first",
                    [Edit::insert(word.span.start, "apt-get update && ")],
                )
            });
            let words = install.call.words[0].span.join(install.verb.span);
            found.push(Draft::at(words, message).level(Level::Error).fix(fix));
        }
    }
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Lists {
    None,
    There,
    Perhaps,
}

/// The lists after a command.
fn after(lists: Lists, call: &Call) -> Lists {
    match () {
        () if is_update(call) => Lists::There,
        () if may_update(call) => Lists::Perhaps,
        () if cleans(call) => Lists::None,
        () => lists,
    }
}

/// Whether a command may run `apt-get update` itself, or is a program that nobody can look into.
fn may_update(call: &Call) -> bool {
    let program = call.program();
    let known = [
        "apt-get",
        "apt",
        "dpkg",
        "echo",
        "mkdir",
        "rm",
        "cp",
        "mv",
        "ln",
        "chmod",
        "chown",
        "cd",
        "export",
        "set",
        "true",
        "touch",
        "cat",
        "sed",
        "tar",
        "useradd",
        "groupadd",
        "adduser",
        "addgroup",
        "locale-gen",
        "pip",
        "pip3",
        "npm",
        "go",
        "python",
        "python3",
        "printf",
        "ls",
        "find",
        "grep",
        "ldconfig",
    ];
    matches!(packages::verb(call).map(|verb| verb.text.as_str()), Some("update"))
        || !known.contains(&program)
}
