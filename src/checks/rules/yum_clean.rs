//! yum, dnf or zypper keeps its cache.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "yum-clean",
    level: Level::Warning,
    category: Category::Size,
    standing: Usually::On,
    page: include_str!("yum_clean.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for run in subject.runs.iter().filter(|run| subject.is_shipped(run.stage)) {
        let calls = &run.script.calls;
        let installs = |call: &&Call| {
            install(call).is_some_and(|it| matches!(it.manager, Manager::Dnf | Manager::Zypper))
        };
        let Some(last) = calls.iter().rfind(installs) else { continue };
        let behind = calls.iter().skip_while(|call| !std::ptr::eq(*call, last)).skip(1);
        let folders = [
            "/var/cache/yum",
            "/var/cache/dnf",
            "/var/cache/libdnf5",
            "/var/cache/zypp",
            "/var/cache",
        ];
        let cleans = |call: &Call| {
            packages::verb(call).is_some_and(|verb| matches!(verb.text.as_str(), "clean" | "cc"))
                || call.program() == "rm"
                    && call.words.iter().any(|word| word.text.contains("/var/cache"))
        };
        let is_mounted = folders.iter().any(|folder| run.is_mounted(folder));
        if behind.into_iter().any(cleans) || is_mounted {
            continue;
        }
        let program = last.program();
        let clean = if program == "zypper" {
            "zypper clean --all".to_owned()
        } else {
            format!("{program} clean all")
        };
        let fix = subject.append(run, &clean).map(|edit| Fix::safe(format!("Add {clean}"), [edit]));
        let verb =
            packages::verb(last).map_or(last.span(), |verb| last.words[0].span.join(verb.span));
        let message = format!(
            "What {program} downloaded to find packages stays in this layer, often more than 20 MB."
        );
        found.push(Draft::at(verb, message).fix(fix));
    }
    found
}
