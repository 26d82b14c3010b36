//! An update in a RUN of its own.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "cache-update-alone",
    level: Level::Warning,
    category: Category::Cache,
    standing: Usually::On,
    page: include_str!("cache_update_alone.md"),
    check,
};

use super::apt_lists::is_update;

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for (place, run) in subject.runs.iter().enumerate() {
        let Some(update) = run.script.calls.iter().find(|call| updates(call)) else { continue };
        let is_plain = run.script.calls.iter().all(|call| updates(call) || cleans(call));
        let is_alone = is_plain || run.script.calls.iter().all(prepares);
        let is_mounted = run.mounted.iter().any(|folder| folder.starts_with("/var/"));
        if !is_alone || is_mounted {
            continue;
        }
        // Only an index that somebody installs from matters, and only until the next update.
        let follows = |other: &&RunView<'_>| {
            other.index > run.index
                && (other.stage == run.stage || subject.chain(other.stage).contains(&run.stage))
        };
        let mut later = subject.runs[place + 1..].iter().filter(follows);
        let next_use = later.find_map(|other| {
            let mut calls = other.script.calls.iter();
            let first = calls.find(|call| updates(call) || installs(call))?;
            Some((installs(first) && !refreshes(first)).then_some(other))
        });
        let Some(Some(user)) = next_use else { continue };
        let line = subject.line(user.instruction.span);
        let next = subject.runs.get(place + 1).filter(|next| next.index == run.index + 1);
        let fix = next.filter(|_| is_plain).and_then(|next| join(subject, run, next));
        let message = format!(
            "The list of packages is cached with this line. When line {line} changes in a month, it installs from the old list: versions that are gone, or old ones."
        );
        found.push(Draft::at(update.span(), message).proof([user.instruction.span]).fix(fix));
    }
    found
}

/// Whether a command brings the list of packages up to date.
fn updates(call: &Call) -> bool {
    is_update(call) || call.is(&["apk", "update"])
}

fn cleans(call: &Call) -> bool {
    packages::verb(call).is_some_and(|verb| matches!(verb.text.as_str(), "clean" | "autoclean"))
}

/// Whether an `apk add` fetches the list of packages anew itself.
fn refreshes(call: &Call) -> bool {
    call.program() == "apk" && call.has_option(&["-U", "--update", "--update-cache", "--no-cache"])
}

/// Whether a command installs by name.
fn installs(call: &Call) -> bool {
    install(call).is_some_and(|it| {
        matches!(it.manager, Manager::Apt | Manager::Apk) && !it.packages.is_empty()
    })
}

/// Whether a command only gets ready for packages, or renews those that are there.
fn prepares(call: &Call) -> bool {
    let renews = packages::verb(call).is_some_and(|verb| {
        matches!(verb.text.as_str(), "upgrade" | "dist-upgrade" | "full-upgrade" | "autoremove")
    });
    let programs = [
        "add-apt-repository",
        "apt-add-repository",
        "apt-key",
        "dpkg",
        "echo",
        "sed",
        "tee",
        "set",
        "curl",
        "wget",
        "gpg",
        "printf",
        "true",
    ];
    updates(call) || cleans(call) || renews || programs.contains(&call.program())
}

/// One RUN instead of two.
fn join(subject: &Subject<'_>, run: &RunView<'_>, next: &RunView<'_>) -> Option<Fix> {
    let simple = |run: &RunView<'_>| {
        run.script.form == Reader::Shell && run.instruction.flags.iter().next().is_none()
    };
    if !simple(run) || !simple(next) || run.stage != next.stage {
        return None;
    }
    let text = subject.text(run.command.text);
    let end = run.command.text.start + text.trim_end().len() as u32;
    let between = Span::new(end, next.command.text.start);
    let words: Vec<&str> = subject.text(between).split_whitespace().collect();
    if !matches!(words.as_slice(), [keyword] if keyword.eq_ignore_ascii_case("run")) {
        return None;
    }
    let escape = subject.file.escape.byte() as char;
    let break_end = subject.line_end();
    let edit = Edit::replace(between, format!(" && {escape}{break_end}    "));
    Some(Fix::safe("Join it with the next RUN", [edit]))
}
