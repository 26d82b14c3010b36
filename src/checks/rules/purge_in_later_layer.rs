//! Something is removed in a later layer.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

use super::prelude::*;
use crate::dockerfile::StageId;

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
    let installed = LazyCell::new(|| installed(subject));
    for run in subject.runs.iter().filter(|run| subject.is_shipped(run.stage)) {
        let chain = subject.chain(run.stage);
        let directory =
            subject.before(run.index).map(|after| after.state.directory.value.to_string());
        let own = LazyCell::new(|| brought_by(run));
        for call in &run.script.calls {
            let removed = removed_packages(call).into_iter().filter(|name| !own.contains(name));
            let earlier = removed.filter_map(|name| installed.get(name)).flatten();
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
            if let Some(other) = fetched_before(subject, run, &chain, call, directory.as_deref()) {
                let line = subject.line(other.instruction.span);
                let message = format!(
                    "The archive stays in the layer of line {line}. A later rm hides it and frees nothing."
                );
                let draft = Draft::at(call.span(), message).level(Level::Hint);
                found.push(draft.proof([other.instruction.span]));
                continue;
            }
            let paths = call
                .arguments()
                .iter()
                .filter(|word| !word.text.starts_with('-') && !word.text.contains('$'));
            let copied = paths.filter_map(|word| {
                let path = absolute(&word.text, directory.as_deref());
                let is_whole = |dest: &str| dest == path || is_below(dest, &path);
                let mut copies = subject.copied(&chain, run.index);
                copies.find_map(|(dest, it)| {
                    let whole = path != "/" && is_whole(dest) && is_large(subject, it);
                    let part = || part_of(subject, run, it, path.strip_prefix(dest)?);
                    if whole { Some((it, true)) } else { part().map(|is_known| (it, is_known)) }
                })
            });
            if let Some((copy, is_known)) = copied.into_iter().next() {
                let line = subject.line(copy.span);
                let message = format!(
                    "The files stay in the layer of line {line}. A later rm hides them and frees nothing."
                );
                let draft = Draft::at(call.span(), message).level(Level::Hint).proof([copy.span]);
                found.push(if is_known {
                    draft
                } else {
                    draft.depends_on("whether the folder that is copied holds them")
                });
            }
        }
    }
    found
}

/// The earlier RUN that fetched an archive which this `rm` deletes.
fn fetched_before<'s>(
    subject: &'s Subject<'_>,
    run: &RunView<'_>,
    chain: &[StageId],
    rm: &Call,
    directory: Option<&str>,
) -> Option<&'s RunView<'s>> {
    let is_archive = |word: &&Word| ARCHIVES.iter().any(|end| word.text.ends_with(end));
    let mut deleted = rm.arguments().iter().filter(is_archive).peekable();
    deleted.peek()?;
    let deleted: Vec<String> = deleted.map(|word| absolute(&word.text, directory)).collect();
    subject.runs.iter().find(|other| {
        let is_earlier = other.index < run.index && chain.contains(&other.stage);
        is_earlier && fetched(subject, other).iter().any(|path| deleted.contains(path))
    })
}

/// What the files of archives end with.
const ARCHIVES: [&str; 10] =
    [".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".tbz2", ".tar.zst", ".tar", ".zip", ".deb"];

/// The files that curl and wget leave in the layer of a RUN. What the same RUN deletes or moves
/// is not known to be left, and neither is what it fetches into a folder that it went to.
fn fetched(subject: &Subject<'_>, run: &RunView<'_>) -> Vec<String> {
    let calls = &run.script.calls;
    if calls.iter().any(|call| matches!(call.program(), "rm" | "mv" | "cd" | "pushd")) {
        return Vec::new();
    }
    let Some(before) = subject.before(run.index).filter(|it| !it.state.directory.unknown) else {
        return Vec::new();
    };
    let directory = before.state.directory.value.to_string();
    let file_of = |call: &Call| {
        let named = match call.program() {
            "wget" => call.option_value(&["-O", "--output-document"]),
            "curl" => call.option_value(&["-o", "--output"]),
            _ => return None,
        };
        let keeps_name = call.program() == "wget" || call.has_option(&["-O", "--remote-name"]);
        let address = || call.arguments().iter().find(|word| word.text.contains("://"));
        let of_address = || address()?.text.rsplit('/').next();
        let file = named.or_else(|| of_address().filter(|_| keeps_name))?;
        (file != "-").then(|| absolute(file, Some(&directory)))
    };
    calls.iter().filter_map(file_of).collect()
}

/// Whether a path was brought by a COPY of the whole folder: known from the
/// folder itself, or likely, since nothing else names it; `None` when not.
fn part_of(
    subject: &Subject<'_>,
    run: &RunView<'_>,
    copy: &Instruction,
    inside: &str,
) -> Option<bool> {
    let Arguments::Transfer(transfer) = &copy.arguments else { return None };
    let whole = transfer
        .sources
        .iter()
        .any(|word| matches!(word.value(&subject.file.source), "." | "./" | "*" | "./*"));
    let first = inside.trim_start_matches('/').split('/').next().filter(|name| !name.is_empty())?;
    if !whole || subject.flag(copy, "from").is_some() {
        return None;
    }
    if let Some(files) = &subject.around.files {
        return files.get(first).is_some_and(|file| file.is_sent).then_some(true);
    }
    let likely = [
        "test",
        "tests",
        "spec",
        "docs",
        "doc",
        "examples",
        "src",
        ".git",
        ".github",
        ".gitignore",
        "README.md",
        "LICENSE",
        "Dockerfile",
        ".travis.yml",
    ];
    let makes = |other: &RunView<'_>| {
        other.index < run.index && other.stage == run.stage && other.script.text.contains(first)
    };
    (likely.contains(&first) && !subject.runs.iter().any(makes)).then_some(false)
}

/// The RUNs that leave each package in their layer, by its name.
fn installed<'s>(subject: &'s Subject<'_>) -> HashMap<&'s str, Vec<&'s RunView<'s>>> {
    let mut found: HashMap<&str, Vec<&RunView<'_>>> = HashMap::new();
    for run in &subject.runs {
        let removed: HashSet<&str> = run.script.calls.iter().flat_map(removed_packages).collect();
        for name in brought_by(run).into_iter().filter(|name| !removed.contains(name)) {
            let runs = found.entry(name).or_default();
            // The first few prove as much as all.
            if runs.len() < 16 {
                runs.push(run);
            }
        }
    }
    found
}

/// The packages that a RUN installs, and the names of apk's groups.
fn brought_by<'s>(run: &'s RunView<'_>) -> HashSet<&'s str> {
    let installs = run.script.calls.iter().filter_map(install);
    let names = installs.flat_map(|it| {
        let group = it.call.option_value(&["--virtual", "-t"]);
        let group = group.filter(|_| it.manager == Manager::Apk);
        it.packages.into_iter().map(|word| name_of(&word.text)).chain(group)
    });
    names.collect()
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
