//! USER or --chown names an account that is not there.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "user-undefined",
    level: Level::Error,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("user_undefined.md"),
    check,
};

use std::collections::HashMap;

use crate::build::reference::Reference;
use crate::dockerfile::StageId;
use crate::knowledge::support;
use crate::shell;

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let makers = makers(subject);
    let first = first_that_may(subject);
    let scene = (subject, &makers, &first);
    let users = subject.of(Keyword::User).filter_map(|(index, instruction)| {
        let Arguments::Text(Some(word)) = &instruction.arguments else { return None };
        let missing = missing(scene, (index, instruction), subject.text(word.span))?;
        let Missing { name, why, proof } = missing;
        let message = format!(
            "{why} The next RUN or the container stops with \"unable to find user {name}\"."
        );
        Some(Draft::at(word.span, message).proof([proof]))
    });
    let owners = [Keyword::Copy, Keyword::Add].into_iter().flat_map(|keyword| subject.of(keyword));
    let owners = owners.filter_map(|(index, instruction)| {
        let owner = subject.flag_value(instruction, "chown")?;
        let missing = missing(scene, (index, instruction), subject.text(owner))?;
        let message = format!("{} BuildKit gives the files to root, without a word.", missing.why);
        Some(Draft::at(owner, message).level(Level::Warning).proof([missing.proof]))
    });
    users.chain(owners).collect()
}

/// An account that is not there.
struct Missing<'a> {
    name: &'a str,
    /// A sentence.
    why: String,
    proof: Span,
}

/// The account that a user with or without a group names, where it is not there when an
/// instruction runs.
fn missing<'a>(
    (subject, makers, first): (&Subject<'a>, &Makers<'_>, &HashMap<StageId, usize>),
    (index, instruction): (usize, &Instruction),
    written: &'a str,
) -> Option<Missing<'a>> {
    let name = written.split(':').next().unwrap_or_default();
    let stage = subject.stage(instruction.stage?)?;
    if name.is_empty()
        || shell::is_account_number(name)
        || name.contains(['$', ' ', '"', '\\'])
        || name == "root"
        || stage.is_windows
    {
        return None;
    }
    let maker = makers.get(&(stage.id, name)).filter(|(at, _)| *at > index);
    if let Some(&(_, run)) = maker {
        let line = subject.line(run);
        let why = format!("No account is called {name} here yet: line {line} makes it.");
        return Some(Missing { name, why, proof: run });
    }
    let image = stage.image.as_ref()?;
    let reference = Reference::parse(&stage.bottom).ok()?;
    if support::has_account(&reference, &image.variant.os, name) != Some(false)
        || image.variant.user == name
        || subject.chain(stage.id).iter().any(|id| first.get(id).is_some_and(|at| *at < index))
    {
        return None;
    }
    let why = format!(
        "No account is called {name} here, and nothing before this line makes one ({}).",
        image.origin.note()
    );
    Some(Missing { name, why, proof: stage.from })
}

/// The RUNs that make an account for certain, by stage and name: the first of each, with its
/// place among the instructions. It would fail were the account there already.
type Makers<'a> = HashMap<(StageId, &'a str), (usize, Span)>;

fn makers<'a>(subject: &'a Subject<'_>) -> Makers<'a> {
    let mut makers = HashMap::new();
    for run in &subject.runs {
        // `getent passwd app || useradd app` makes one only where there is none.
        if ["||", "if ", "getent"].iter().any(|it| run.script.text.contains(it)) {
            continue;
        }
        for call in run.script.of_program(&["useradd", "adduser"]) {
            let words: Vec<&str> = call.words.iter().map(|word| &*word.text).collect();
            if let Some(name) = shell::account(&words).map(|account| account.name)
                && let Some(name) = words.into_iter().find(|word| *word == name)
            {
                let made = (run.index, run.instruction.span);
                makers.entry((run.stage, name)).or_insert(made);
            }
        }
    }
    makers
}

/// The first instruction of each stage that may make an account.
fn first_that_may(subject: &Subject<'_>) -> HashMap<StageId, usize> {
    let runs = subject.runs.iter().filter(|run| may_make(run)).map(|run| (run.stage, run.index));
    let copies = subject.instructions().filter_map(|(at, it)| {
        let text = subject.text(it.span);
        let brings_accounts =
            || text.contains("/etc") || text.contains("passwd") || text.ends_with(" /");
        let is_copy = matches!(it.keyword, Some(Keyword::Copy | Keyword::Add));
        it.stage.filter(|_| is_copy && brings_accounts()).map(|stage| (stage, at))
    });
    let mut first = HashMap::new();
    for (stage, at) in runs.chain(copies) {
        let known = first.entry(stage).or_insert(at);
        *known = at.min(*known);
    }
    first
}

/// Whether a RUN may make an account, be it by a package or a script: whether it calls anything
/// but what surely makes none.
fn may_make(run: &RunView<'_>) -> bool {
    let script = &run.script;
    // What is written somewhere may be a list of accounts.
    script.text.contains("<<")
        || script.text.contains("/etc")
        || script.text.contains("passwd")
        || script.calls.is_empty()
        || script.calls.iter().any(|call| !makes_none(call))
}

/// Programs that make no account, where nothing is said of `/etc`.
const HARMLESS: [&str; 27] = [
    ":", "[", "cat", "cd", "chgrp", "chmod", "chown", "cp", "curl", "date", "echo", "export",
    "grep", "ln", "ls", "mkdir", "mv", "printf", "pwd", "rm", "sed", "set", "sleep", "test",
    "touch", "true", "wget",
];

/// Packages of systems that bring no account, beside those of names such as `libpq-dev`.
const PLAIN_PACKAGES: [&str; 22] = [
    "bash",
    "build-base",
    "build-essential",
    "bzip2",
    "ca-certificates",
    "curl",
    "file",
    "g++",
    "gcc",
    "git",
    "gnupg",
    "jq",
    "less",
    "make",
    "patch",
    "pkg-config",
    "tini",
    "tzdata",
    "unzip",
    "wget",
    "xz-utils",
    "zip",
];

fn makes_none(call: &Call) -> bool {
    let Some((manager, _)) = manager(call) else {
        return HARMLESS.contains(&call.program());
    };
    match manager {
        Manager::Pip | Manager::Npm | Manager::Yarn | Manager::Pnpm => true,
        _ => install(call).is_none_or(|install| {
            let mut names = install.packages.iter().map(|word| name_of(&word.text));
            names.all(|name| {
                PLAIN_PACKAGES.contains(&name) || name.starts_with("lib") && name.ends_with("-dev")
            })
        }),
    }
}
