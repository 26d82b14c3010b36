//! An account is made and never used.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "user-created-unused",
    level: Level::Warning,
    category: Category::Security,
    standing: Usually::On,
    page: include_str!("user_created_unused.md"),
    check,
};

use super::user_missing::{created, drops_rights, switches_itself};
use crate::runtime::FirstProcess;

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let Some(runtime) = &subject.runtime else { return Vec::new() };
    let sets_user =
        subject.of(Keyword::User).any(|(_, it)| it.stage.is_some_and(|id| subject.is_shipped(id)));
    let is_root = runtime.user.value().is_none_or(crate::runtime::User::is_root);
    if sets_user
        || !is_root
        || drops_rights(subject)
        || switches_itself(subject)
        || subject.effective_starts().is_empty()
    {
        return Vec::new();
    }
    let text = subject.file.source.text();
    let is_script = runtime.first_process.value().is_none() || starts_script(subject);
    created(subject)
        .into_iter()
        .filter(|(name, _, _)| !is_named(subject, text, name))
        .filter_map(|(name, call, _)| {
            let word = call.words.iter().find(|word| word.text == name)?;
            let message = format!("The account {name} is made, and nothing switches to it: the process still runs as root.");
            let draft = Draft::at(word.span, message);
            Some(if is_script {
                draft.depends_on("whether the start script switches to it")
            } else {
                draft
            })
        })
        .collect()
}

/// Whether the target is started by a script, which may do anything.
pub(super) fn starts_script(subject: &Subject<'_>) -> bool {
    let first = subject.runtime.as_ref().and_then(|runtime| runtime.first_process.value());
    matches!(first, Some(FirstProcess::Script { .. }))
        || subject.start_calls().iter().any(|call| {
            let path = call.words.first().map_or("", |word| word.text.as_str());
            // `hack/run`: of the project, and hardly ever compiled.
            let is_own = path.contains('/') && !path.starts_with(['/', '.']);
            is_own
                || call.program().ends_with(".sh")
                || call.program().contains("entrypoint")
                || call.program() == "init"
        })
}

/// Whether something that switches to an account names it: `su NAME`, `user=NAME` of a service,
/// or `su -l NAME` around the program that is started.
fn is_named(subject: &Subject<'_>, text: &str, name: &str) -> bool {
    let forms = ["su ", "su - ", "user=", "--user "];
    let switches = |start: &Instruction| {
        let mut words = subject.text(start.span).split(|it: char| it.is_whitespace() || it == '"');
        let mut word = |wanted: fn(&str, &str) -> bool| words.any(|word| wanted(word, name));
        // First `su`, then the name somewhere behind it.
        word(|word, _| matches!(word.rsplit('/').next(), Some("su" | "runuser")))
            && word(|word, name| word == name)
    };
    forms.iter().any(|form| text.contains(&format!("{form}{name}")))
        || subject.effective_starts().into_iter().any(switches)
}
