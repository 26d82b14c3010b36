//! Packages: what is installed, what stays behind, and which versions.

use crate::audit::{Judgement, Material};
use crate::checks::packages::{Manager, install};
use crate::source::Span;

/// The RUNs of the image that install with a manager for which this holds.
fn installing(material: &Material<'_>, holds: impl Fn(Manager) -> bool) -> Vec<Span> {
    let calls = material.shipped_calls();
    let installs = calls.filter(|(_, call)| install(call).is_some_and(|it| holds(it.manager)));
    installs.map(|(span, _)| span).collect()
}

/// Whether apt's lists are removed where they were fetched.
pub(in crate::audit) fn lists_removed(material: &Material<'_>) -> Judgement {
    if let Some(left) = material.by_checks(&["apt-lists", "apt-clean-late"]) {
        return left;
    }
    let runs = installing(material, |manager| manager == Manager::Apt);
    match runs.is_empty() {
        true => Judgement::not_applicable("No stage of the image installs with apt."),
        false => Judgement::done("Where apt installs, its lists do not stay in the image.")
            .proved_by(runs),
    }
}

/// Whether each RUN removes what it leaves behind.
pub(in crate::audit) fn cleans_up(material: &Material<'_>) -> Judgement {
    let checks = [
        "apt-lists",
        "apt-clean-late",
        "apk-cache",
        "yum-clean",
        "pip-cache",
        "purge-in-later-layer",
        "wheels-left",
        "cache-update-alone",
    ];
    if let Some(left) = material.by_checks(&checks) {
        return left;
    }
    let runs = installing(material, |_| true);
    match runs.is_empty() {
        true => Judgement::not_applicable("No stage of the image installs packages."),
        false => {
            Judgement::done("What the package managers leave behind goes in the RUN that made it.")
                .proved_by(runs)
        }
    }
}

/// Whether only what the program needs when it runs is installed.
pub(in crate::audit) fn runtime_only(material: &Material<'_>) -> Judgement {
    let checks = [
        "build-tools-in-final",
        "stage-single-with-build",
        "dev-deps",
        "apt-recommends",
        "pip-cache",
    ];
    if let Some(left) = material.by_checks(&checks) {
        return left;
    }
    let runs = installing(material, |_| true);
    match runs.is_empty() {
        true => Judgement::not_applicable("No stage of the image installs packages."),
        false => Judgement::done("No compiler, no tool for development and no cache of a package manager is seen in what is installed.")
            .proved_by(runs),
    }
}

/// Whether the dependencies have versions.
pub(in crate::audit) fn pinned(material: &Material<'_>) -> Judgement {
    if let Some(open) = material.by_checks(&["pip-requirements-unpinned", "npm-ci"]) {
        return open;
    }
    let calls = material.subject.runs.iter().flat_map(|run| &run.script.calls);
    let installs: Vec<_> = calls.filter_map(install).collect();
    let pip = |it: &&crate::checks::packages::Install<'_>| it.manager == Manager::Pip;
    let is_tool = |name: &str| {
        ["pip", "setuptools", "wheel", "poetry", "pipenv", "uv"]
            .contains(&crate::checks::packages::name_of(name))
    };
    let by_name = |text: &str| {
        !text.contains(['/', '$', '*', '=', '@', '<', '>', '~'])
            && text != "."
            && !is_tool(text)
            && !text.ends_with(".whl")
    };
    let open = installs.iter().filter(pip).flat_map(|it| &it.packages).find(|it| by_name(&it.text));
    if let Some(word) = open {
        return Judgement::not_done(format!(
            "{} is installed by its name alone, so each build may get another version.",
            word.text
        ))
        .proved_by([word.span]);
    }
    let list = installs.iter().filter(pip).find(|it| it.call.has_option(&["-r", "--requirement"]));
    let lists = list.map(|it| it.call.span());
    match (lists, material.subject.around.texts.contains_key("requirements.txt")) {
        (Some(span), true) => {
            Judgement::done("Every package of requirements.txt has a version.").proved_by([span])
        }
        (Some(span), false) => Judgement::unknown(
            "The list that is installed was not read: it does not lie beside this file.",
        )
        .proved_by([span]),
        (None, _) => {
            let frozen = installs.iter().find(|it| {
                it.verb.text == "ci" || it.call.has_option(&["--frozen-lockfile", "--immutable"])
            });
            let runs = material.subject.runs.iter();
            let synced = runs.flat_map(|run| &run.script.calls).find(|call| {
                call.is(&["uv", "sync"]) && call.has_option(&["--frozen", "--locked"])
            });
            let span =
                frozen.map(|it| it.call.span()).or(synced.map(crate::checks::script::Call::span));
            match span {
                Some(span) => Judgement::done("What is installed is what the lock file names.")
                    .proved_by([span]),
                None => Judgement::not_applicable("No list of Python packages is installed here."),
            }
        }
    }
}
