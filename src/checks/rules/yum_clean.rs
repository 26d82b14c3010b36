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
    // RUNs that clean up at their beginning clean up what others left.
    let late: Vec<&RunView<'_>> =
        subject.runs.iter().filter(|run| run.script.calls.first().is_some_and(cleans)).collect();
    for run in subject.runs.iter().filter(|run| subject.is_shipped(run.stage)) {
        let calls = &run.script.calls;
        let installs = |call: &&Call| {
            let of_dnf = matches!(manager(call), Some((Manager::Dnf | Manager::Zypper, _)));
            let updates = || {
                packages::verb(call).is_some_and(|verb| {
                    matches!(verb.text.as_str(), "update" | "upgrade" | "up" | "dup")
                })
            };
            of_dnf && (install(call).is_some() || updates())
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
        let mut message = format!(
            "What {program} downloaded to find packages stays in this layer, often more than 20 MB."
        );
        let late = late.iter().find(|late| late.index > run.index && late.stage == run.stage);
        if let Some(late) = late {
            let line = subject.line(late.instruction.span);
            message += &format!(
                " That line {line} cleans up helps nothing: the layer is finished by then."
            );
        }
        let proof = late.map(|late| late.instruction.span);
        found.push(Draft::at(verb, message).proof(proof).fix(fix));
    }
    found
}

/// Whether a command takes away what dnf and its kin downloaded.
fn cleans(call: &Call) -> bool {
    packages::verb(call).is_some_and(|verb| matches!(verb.text.as_str(), "clean" | "cc"))
        || call.program() == "rm" && call.words.iter().any(|word| word.text.contains("/var/cache"))
}
