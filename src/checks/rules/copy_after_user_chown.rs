//! A user works on files that COPY gave to root.

use std::collections::HashSet;

use super::chown_layer::{absolute, is_below};
use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "copy-after-user-chown",
    level: Level::Error,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("copy_after_user_chown.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut told = HashSet::new();
    let mut found = Vec::new();
    for run in &subject.runs {
        let Some((user, set_by)) = other_user(subject, run.index) else { continue };
        for call in run.script.of_program(&["chmod", "chown"]) {
            let Some(copy) = changed(subject, run, call, set_by) else { continue };
            let Arguments::Transfer(transfer) = &copy.arguments else { continue };
            if !told.insert(copy.span) {
                continue;
            }
            let flag = if call.program() == "chown" { "--chown" } else { "--chmod" };
            let message = format!(
                "COPY gives files to root, whatever USER says, so {user} may not {} them on line {}: the build stops with \"Operation not permitted\". COPY {flag} does both at once.",
                call.program(),
                subject.line(call.span()),
            );
            let span = transfer.destination.as_ref().map_or(copy.keyword_span, |it| it.span);
            found.push(Draft::at(span, message).proof([set_by, run.instruction.span]));
        }
    }
    found
}

/// Who runs at an instruction, when that is known not to be root, and the USER that says so.
fn other_user<'s>(subject: &'s Subject<'_>, index: usize) -> Option<(&'s str, Span)> {
    let user = subject.user(index)?;
    let set_by = subject.before(index)?.state.user.set_by?;
    let is_other = !user.is_empty() && !matches!(user, "root" | "0") && !user.contains('$');
    is_other.then_some((user, set_by))
}

/// The COPY below `USER` that brought what a command changes, as root's.
fn changed<'a>(
    subject: &Subject<'a>,
    run: &RunView<'_>,
    call: &Call,
    set_by: Span,
) -> Option<&'a Instruction> {
    let directory = subject.before(run.index).map(|after| after.state.directory.value.to_string());
    let recursive = call.has_option(&["-R", "--recursive"]);
    let names = call.arguments().iter().filter(|word| !word.text.starts_with('-')).skip(1);
    let names = names.filter(|word| !word.text.contains(['$', '*', '?', '{']));
    if call.before.contains("sudo") || call.joint == Joint::Or {
        return None;
    }
    let paths: Vec<String> = names.map(|word| absolute(&word.text, directory.as_deref())).collect();
    let mut copies = subject.copied(&[run.stage], run.index);
    let copy = copies.find(|(dest, copy)| {
        let is_given = ["chown", "chmod"].iter().any(|it| subject.flag(copy, it).is_some());
        let is_below_user = copy.span.start > set_by.start;
        is_below_user
            && !is_given
            && paths.iter().any(|path| {
                recursive && path != "/" && is_below(dest, path) || lands(subject, copy, dest, path)
            })
    });
    copy.map(|(_, copy)| copy)
}

/// Whether a COPY certainly writes this file: it is its destination, or a file of this name in it.
fn lands(subject: &Subject<'_>, copy: &Instruction, dest: &str, path: &str) -> bool {
    let Arguments::Transfer(transfer) = &copy.arguments else { return false };
    let is_folder = transfer.destination.as_ref().is_some_and(|word| {
        let written = word.value(&subject.file.source);
        written.ends_with('/') || matches!(written, "." | "..") || transfer.sources.len() > 1
    });
    if !is_folder {
        return dest == path;
    }
    transfer.sources.iter().any(|word| {
        let name = word.value(&subject.file.source).rsplit('/').next().unwrap_or_default();
        // What a folder or a pattern brings is not known by name.
        let is_file =
            name.contains('.') && !name.starts_with('.') && !name.contains(['*', '?', '$']);
        is_file && path.strip_prefix(dest).is_some_and(|rest| rest.trim_start_matches('/') == name)
    })
}
