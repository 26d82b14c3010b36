//! Files are copied a second time to change their owner.

use std::collections::HashSet;

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "chown-layer",
    level: Level::Warning,
    category: Category::Size,
    standing: Usually::On,
    page: include_str!("chown_layer.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let programs = programs(subject);
    let mut found = Vec::new();
    for run in subject.runs.iter().filter(|run| subject.is_shipped(run.stage)) {
        for call in run.script.of_program(&["chown", "chmod"]) {
            let recursive = call.has_option(&["-R", "--recursive"]);
            let names: Vec<&Word> =
                call.arguments().iter().filter(|word| !word.text.starts_with('-')).collect();
            let Some((_, paths)) = names.split_first().filter(|_| recursive) else { continue };
            let directory =
                subject.before(run.index).map(|after| after.state.directory.value.to_string());
            for path in paths {
                let path = absolute(&path.text, directory.as_deref());
                let chain = subject.chain(run.stage);
                let copied = subject.copied(&chain, run.index).find(|(dest, it)| {
                    is_below(dest, &path)
                        && subject.flag(it, "chown").is_none()
                        && path != "/"
                        && !programs.contains(*dest)
                        && is_large(subject, it)
                });
                let Some((_, copy)) = copied else { continue };
                let flag = if call.program() == "chown" { "--chown" } else { "--chmod" };
                let line = subject.line(copy.span);
                let message = format!(
                    "This writes all files of line {line} into a second layer, only with another owner or mode. COPY {flag} sets it at once."
                );
                found.push(Draft::at(call.span(), message).proof([copy.span]));
                break;
            }
        }
    }
    found
}

/// The paths whose mode some RUN changes by name: a single file each.
fn programs(subject: &Subject<'_>) -> HashSet<String> {
    let mut found = HashSet::new();
    for run in &subject.runs {
        let directory =
            subject.before(run.index).map(|after| after.state.directory.value.to_string());
        for call in run.script.of_program(&["chmod"]) {
            if !call.has_option(&["-R", "--recursive"]) {
                let words = call.arguments().iter().filter(|word| !word.text.starts_with('-'));
                found.extend(words.skip(1).map(|word| absolute(&word.text, directory.as_deref())));
            }
        }
    }
    found
}

/// Whether a COPY may move much: a folder, an archive or a pattern, and no small file.
pub(super) fn is_large(subject: &Subject<'_>, instruction: &Instruction) -> bool {
    let Arguments::Transfer(transfer) = &instruction.arguments else { return false };
    let large =
        [".jar", ".war", ".tar", ".gz", ".tgz", ".xz", ".bz2", ".zip", ".whl", ".deb", ".bin"];
    transfer.sources.iter().any(|word| {
        let text = word.value(&subject.file.source);
        let name = text.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let is_folder = text.ends_with('/') || matches!(name, "." | "" | "..");
        let is_script = ["entrypoint", "run", "start", "crontab"].contains(&name)
            // Makefile, Gemfile, LICENSE: one file each.
            || name.starts_with(|it: char| it.is_ascii_uppercase());
        !text.starts_with("<<")
            && !text.contains("://")
            && (is_folder
                || name == "*"
                || !name.contains('.') && !is_script
                || large.iter().any(|end| name.ends_with(end)))
    })
}

/// A path from the root.
pub(super) fn absolute(path: &str, directory: Option<&str>) -> String {
    let path = path.trim_end_matches('*');
    let whole = if path.starts_with('/') {
        path.to_owned()
    } else {
        format!("{}/{path}", directory.unwrap_or(""))
    };
    crate::build::paths::clean(&whole)
}

/// Whether a path is a folder or lies in it.
pub(super) fn is_below(path: &str, folder: &str) -> bool {
    let (path, folder) = (path.trim_end_matches('/'), folder.trim_end_matches('/'));
    path == folder || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}
