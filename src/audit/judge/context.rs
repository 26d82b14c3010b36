//! What is sent to the build, and what must not get in.

use crate::audit::{Judgement, Material};
use crate::fact::listed;
use crate::source::Span;

/// The COPYs and ADDs that take something from the folder that is sent.
fn takes_folder(material: &Material<'_>) -> Vec<(Span, bool)> {
    let subject = &material.subject;
    let from_context = subject.transfers().filter(|(_, it, _)| subject.flag(it, "from").is_none());
    from_context
        .filter_map(|(_, instruction, transfer)| {
            let sources = transfer.sources.iter().map(|word| word.value(&subject.file.source));
            let mut of_folder =
                sources.filter(|path| !path.starts_with("<<") && !path.contains("://")).peekable();
            of_folder.peek()?;
            let whole =
                of_folder.any(|path| matches!(path, "." | "./" | "./." | "*" | "./*" | "/"));
            Some((instruction.span, whole))
        })
        .collect()
}

/// Whether an ignore file keeps things out.
pub(in crate::audit) fn has_ignore_file(material: &Material<'_>) -> Judgement {
    let takes = takes_folder(material);
    let proof = takes.iter().map(|(span, _)| *span);
    if takes.is_empty() {
        return Judgement::not_applicable(
            "No instruction copies anything from the folder that is sent.",
        );
    }
    let Some(ignore) = &material.subject.around.ignore else {
        return Judgement::unknown("The folder around this file was not looked at.")
            .proved_by(proof);
    };
    match &ignore.name {
        None => {
            let why = match takes.iter().any(|(_, whole)| *whole) {
                true => "There is no .dockerignore, and the whole folder is copied.",
                false => {
                    "There is no .dockerignore. What is copied here is named one by one, so little can slip in."
                }
            };
            let judgement = Judgement::not_done(why).proved_by(proof);
            material.unless_silenced(&["dockerignore-missing"], judgement)
        }
        Some(name) => {
            let done = Judgement::done(format!("{name} decides what is sent.")).proved_by(proof);
            match material.found(&["dockerignore-entries"]).first() {
                Some(gap) => done.adding("But:").adding(&gap.message).proved_by([gap.span]),
                None => done,
            }
        }
    }
}

/// Checks that see secrets.
const SECRETS: [&str; 7] = [
    "secret-literal",
    "secret-env-arg",
    "secret-in-url",
    "secret-file-copied",
    "secret-rm-later",
    "passwd",
    "dockerignore-entries",
];

/// Whether a secret is seen in the file, or gets in by a copied folder.
pub(in crate::audit) fn no_secrets(material: &Material<'_>) -> Judgement {
    let seen = &SECRETS[..SECRETS.len() - 1];
    if let Some(found) = material.by_checks(seen) {
        return found;
    }
    let whole: Vec<Span> = takes_folder(material)
        .into_iter()
        .filter(|(_, whole)| *whole)
        .map(|(span, _)| span)
        .collect();
    let around = material.subject.around;
    let Some(files) = &around.files else {
        return match whole.is_empty() {
            true => Judgement::done("No check sees a secret in this file."),
            false => Judgement::unknown(
                "No check sees a secret in this file, but a whole folder is copied that was not looked at.",
            ),
        }
        .proved_by(whole);
    };
    let sent = files
        .iter()
        .filter(|(name, fact)| fact.is_sent && crate::checks::rules::is_secret_file(name));
    let names: Vec<String> = sent.map(|(name, _)| name.clone()).collect();
    match (whole.is_empty(), names.is_empty()) {
        (false, false) => {
            Judgement::not_done(format!("{} is sent to the build, and a copy of the whole folder puts it into the image.", listed(&names)))
        }
        (false, true) => Judgement::done(
            "No check sees a secret in this file, and by its name no file at the top of the folder that is copied holds one.",
        ),
        (true, _) => Judgement::done("No check sees a secret in this file."),
    }
    .proved_by(whole)
}
