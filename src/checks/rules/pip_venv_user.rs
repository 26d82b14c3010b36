//! pip installs where it may not, or where the user does not look.

use std::collections::HashMap;

use super::prelude::*;
use super::user_missing::account_of;
use crate::build::reference::Reference;
use crate::dockerfile::StageId;
use crate::knowledge::images::familiar_name;

pub(super) const RULE: Rule = Rule {
    slug: "pip-venv-user",
    level: Level::Error,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("pip_venv_user.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = refused(subject);
    found.extend(out_of_reach(subject));
    found
}

/// pip of a distribution that lets only its own packages into its Python.
fn refused(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    let (mut pips, mut allowed) = (First::new(), First::new());
    if subject.says_any(&ENVIRONMENTS) {
        for (index, it) in subject.instructions() {
            if let Some(stage) = it.stage.filter(|_| is_allowed(subject.text(it.span))) {
                allowed.entry(stage).or_insert((index, it.span));
            }
        }
    }
    for run in &subject.runs {
        let Some(stage) = subject.stage(run.stage) else { continue };
        if let Some(word) = distribution_pip(run) {
            pips.entry(run.stage).or_insert((run.index, word));
        }
        let Some(call) = run.script.calls.iter().find(|call| installs_into_system(call)) else {
            continue;
        };
        let Some(system) = Reference::parse(&stage.bottom).ok().and_then(|it| guarded(&it)) else {
            continue;
        };
        let chain = subject.chain(run.stage);
        let before = |first: &First| {
            let mut of_chain = chain.iter().filter_map(|stage| first.get(stage));
            of_chain.find(|(index, _)| *index <= run.index).map(|(_, span)| *span)
        };
        let (Some(pip), None) = (before(&pips), before(&allowed)) else { continue };
        let words = install(call).map_or(call.span(), |it| call.words[0].span.join(it.verb.span));
        let message = format!(
            "The Python of {system} lets only its own packages in: the build stops with \"externally-managed-environment\". A virtual environment takes what pip installs."
        );
        found.push(Draft::at(words, message).proof([stage.from, pip]));
    }
    found
}

/// For each stage the first instruction of some kind: its place, and what to point at.
type First = HashMap<StageId, (usize, Span)>;

/// Whether a command installs with the pip that a bare name finds, and into its own Python.
fn installs_into_system(call: &Call) -> bool {
    let elsewhere = ["--target", "-t", "--prefix", "--root", "--dry-run"];
    install(call).is_some_and(|it| it.manager == Manager::Pip)
        && ["pip", "pip3", "python", "python3"].contains(&call.words[0].text.as_str())
        && !call.has_option(&elsewhere)
}

/// What makes an environment of its own, or says that the guard does not count.
const ENVIRONMENTS: [&str; 11] = [
    "venv",
    "virtualenv",
    "conda",
    "pyenv",
    "EXTERNALLY-MANAGED",
    "break-system-packages",
    "BREAK_SYSTEM_PACKAGES",
    "pip.conf",
    "pip config",
    "get-pip",
    "deadsnakes",
];

/// Whether a text makes an environment of its own, or says that the guard does not count.
fn is_allowed(text: &str) -> bool {
    ENVIRONMENTS.iter().any(|word| text.contains(word))
}

/// The package that brings the distribution's own pip, where a RUN installs it.
fn distribution_pip(run: &RunView<'_>) -> Option<Span> {
    let installs = run.script.calls.iter().filter_map(install);
    let mut packages = installs
        .filter(|it| matches!(it.manager, Manager::Apt | Manager::Apk))
        .flat_map(|it| it.packages);
    let word = packages.find(|word| matches!(name_of(&word.text), "python3-pip" | "py3-pip"))?;
    Some(word.span)
}

/// The image of a distribution whose Python is guarded by PEP 668: Debian since
/// 12, Ubuntu since 23.04, Alpine since 3.19.
fn guarded(reference: &Reference) -> Option<String> {
    let name = familiar_name(&format!("{}/{}", reference.domain, reference.path));
    let tag = reference.tag.as_deref().unwrap_or("latest");
    let first = tag.split('-').next().unwrap_or_default();
    let mut numbers = first.split('.').map(str::parse::<u32>);
    let number = |it: Option<Result<u32, _>>| it.and_then(Result::ok);
    let (major, minor) = (number(numbers.next()), number(numbers.next()));
    let is_guarded = match (name.as_str(), major) {
        ("debian", Some(major)) => major >= 12,
        ("debian", None) => {
            let new = ["bookworm", "trixie", "forky", "sid", "testing", "stable", "latest"];
            new.contains(&first)
        }
        ("ubuntu", Some(major)) => major >= 23,
        ("ubuntu", None) => ["noble", "resolute", "latest", "rolling"].contains(&first),
        ("alpine", Some(3)) => minor.is_none_or(|minor| minor >= 19),
        ("alpine", None) => ["latest", "edge"].contains(&first),
        _ => return None,
    };
    is_guarded.then(|| format!("{name}:{tag}"))
}

/// `pip install --user` of another stage, copied to where the account does not look.
fn out_of_reach(subject: &Subject<'_>) -> Vec<Draft> {
    let Some(user) = subject.runtime.as_ref().and_then(|runtime| runtime.user.value()) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (_, instruction, transfer) in subject.transfers() {
        let is_shipped = instruction.stage.is_some_and(|stage| subject.is_shipped(stage));
        let source = transfer.sources.first().filter(|word| {
            let path = word.value(&subject.file.source).trim_end_matches('/');
            transfer.sources.len() == 1 && path == "/root/.local"
        });
        let (true, Some(_), Some(dest)) = (is_shipped, source, subject.destination(instruction))
        else {
            continue;
        };
        let span = transfer.destination.as_ref().map_or(instruction.keyword_span, |it| it.span);
        if user.is_root() || subject.flag(instruction, "from").is_none() {
            continue;
        }
        let in_root = dest == "/root" || dest.starts_with("/root/");
        let opens = subject.runs.iter().any(|run| run.script.text.contains("/root"));
        if in_root && !opens {
            let message = "Only root may look into /root (its mode is 700), and the process is another account: Python finds none of these packages.";
            found.push(Draft::at(span, message).proof(runtime_user(subject)));
        } else if let Some((name, account)) = without_home(subject).filter(|_| !in_root) {
            let message = format!(
                "adduser --system gives {name} no home: HOME is /nonexistent, and Python looks for ~/.local there. None of these packages is found."
            );
            found.push(Draft::at(span, message).level(Level::Warning).proof([account]));
        }
    }
    found
}

fn runtime_user(subject: &Subject<'_>) -> Vec<Span> {
    subject.runtime.as_ref().map(|it| it.user.proof().to_vec()).unwrap_or_default()
}

/// The account that the target runs as, when Debian's `adduser --system` made
/// it and nothing gives it a home.
fn without_home(subject: &Subject<'_>) -> Option<(String, Span)> {
    let target = subject.target_stage()?;
    let is_debian = target
        .image
        .as_ref()
        .is_some_and(|image| matches!(image.variant.os.as_str(), "debian" | "ubuntu"));
    let (_, last) = subject
        .of(Keyword::User)
        .filter(|(_, it)| it.stage.is_some_and(|id| subject.is_shipped(id)))
        .last()?;
    let Arguments::Text(Some(word)) = &last.arguments else { return None };
    let name = subject.text(word.span).split(':').next()?.to_owned();
    let sets_home = subject.pairs(Keyword::Env).flat_map(|(_, _, pairs)| pairs).any(|pair| {
        matches!(subject.text(pair.key.span), "HOME" | "PYTHONUSERBASE" | "PYTHONPATH")
    });
    let runs = subject.runs.iter().filter(|run| subject.is_shipped(run.stage));
    let mut calls = runs.flat_map(|run| &run.script.calls);
    let call = calls.find(|call| {
        call.program() == "adduser"
            && account_of(call).is_some_and(|word| word.text == name)
            && call.has_option(&["--system"])
            && !call.has_option(&["--home"])
    })?;
    (is_debian && !sets_home).then(|| (name, call.span()))
}
