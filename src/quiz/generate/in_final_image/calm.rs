//! Commands that are known to leave alone what earlier lines put into the image.
//!
//! Everything else could delete, move or copy it, so that nothing is certain
//! behind it.

use crate::checks::packages::{self, Manager};
use crate::checks::script::{Call, Joint, Reader, Script};
use crate::dockerfile::{Arguments, Dockerfile, Instruction, Keyword};

/// The commands of a RUN of which each runs, and works, where the build goes
/// on; `None` where some may be left out or may fail unseen.
pub(super) fn script(file: &Dockerfile, run: &Instruction) -> Option<Script> {
    let Arguments::Command(command) = &run.arguments else { return None };
    let script = Script::of(file, run, command);
    let is_sure = |call: &Call| {
        let goes_on = !LEAVING.contains(&call.program());
        matches!(call.joint, Joint::Start | Joint::And) && !call.is_inner && goes_on
    };
    // A background job, a group or a substitution shows in the text alone.
    let is_plain = !script.text.contains(['`', '(', '{', ';', '|', '!', '#', '\n'])
        && !script.text.replace("&&", "").contains('&');
    let is_read = script.form == Reader::Shell;
    (is_read && is_plain && script.calls.iter().all(is_sure)).then_some(script)
}

/// Whether a line behind another leaves what that one installed or copied.
pub(super) fn is_calm(file: &Dockerfile, at: &Instruction) -> bool {
    match at.keyword {
        Some(Keyword::Run) => {
            script(file, at).is_some_and(|script| script.calls.iter().all(leaves_files_alone))
        }
        Some(Keyword::Onbuild) | None => false,
        _ => true,
    }
}

/// Behind these the shell may do no more, or something else.
const LEAVING: [&str; 8] = ["exit", "exec", "eval", ".", "source", "trap", "alias", "return"];
/// Programs that delete nothing and copy nothing of what is there.
const CALM: [&str; 24] = [
    "addgroup",
    "adduser",
    "cd",
    "chmod",
    "chown",
    "curl",
    "date",
    "echo",
    "env",
    "export",
    "groupadd",
    "id",
    "locale-gen",
    "ls",
    "mkdir",
    "printf",
    "pwd",
    "set",
    "touch",
    "true",
    "update-ca-certificates",
    "useradd",
    "usermod",
    "whoami",
];
/// Folders of lists and caches, which nobody means by a file or a package.
const CACHES: [&str; 6] =
    ["/var/lib/apt/lists", "/var/cache/", "/var/log/", "/tmp/", "/var/tmp/", "/root/.cache"];

/// Whether a command deletes, moves and copies nothing that was there.
pub(super) fn leaves_files_alone(call: &Call) -> bool {
    let is_quiet = call.before.is_empty() || call.before.split(' ').all(|it| it.contains('='));
    if !is_quiet {
        return false;
    }
    if let Some(install) = packages::install(call) {
        // apt-get removes what conflicts with a package that comes later.
        return install.manager != Manager::Apt;
    }
    match call.program() {
        "apt-get" | "apt" | "apk" | "dnf" | "yum" | "microdnf" => {
            let verbs = ["update", "clean", "autoclean", "makecache"];
            call.verb(&[]).is_some_and(|verb| verbs.contains(&verb.text.as_str()))
        }
        "rm" => call.arguments().iter().all(|word| {
            let text = word.text.as_str();
            text.starts_with('-') || CACHES.iter().any(|cache| text.starts_with(cache))
        }),
        "go" => call.verb(&[]).is_some_and(|verb| matches!(verb.text.as_str(), "build" | "mod")),
        program => CALM.contains(&program),
    }
}

/// The paths that a command deletes for certain, as written; `None` where it
/// is no such command, or where they are not plain.
pub(super) fn deleted(call: &Call) -> Option<Vec<&str>> {
    if call.program() != "rm" || !call.before.is_empty() {
        return None;
    }
    let paths = call.arguments().iter().map(|word| word.text.as_str());
    let paths: Vec<&str> = paths.filter(|text| !text.starts_with('-')).collect();
    let known = ["-r", "-f", "-rf", "-fr", "-R", "-Rf", "-v", "--recursive", "--force"];
    let options = call.arguments().iter().map(|word| word.text.as_str());
    if options.filter(|it| it.starts_with('-')).any(|it| !known.contains(&it)) {
        return None;
    }
    let is_plain = |path: &&str| path.starts_with('/') && !path.contains(['*', '?', '[', '$', '~']);
    paths.iter().all(is_plain).then_some(paths)
}
