//! The last USER is root.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "user-root-last",
    level: Level::Warning,
    category: Category::Security,
    standing: Usually::On,
    page: include_str!("user_root_last.md"),
    check,
};

use super::user_missing::{drops_rights, needs_root, switches_itself};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let Some(runtime) = &subject.runtime else { return Vec::new() };
    if !runtime.user.value().is_some_and(crate::runtime::User::is_root) || drops_rights(subject) {
        return Vec::new();
    }
    let Some(decider) = runtime.user.proof().last() else { return Vec::new() };
    let starts = !subject.effective_starts().is_empty();
    let user = subject.of(Keyword::User).find(|(_, it)| it.span == *decider);
    let Some((_, instruction)) = user else { return Vec::new() };
    let Arguments::Text(Some(word)) = &instruction.arguments else { return Vec::new() };
    let message = "The process runs as root: this is the last USER of the image that is shipped.";
    let draft = Draft::at(word.span, message);
    let by_right = needs_root(subject) || switches_itself(subject);
    vec![if starts && !by_right { draft } else { draft.level(Level::Hint) }]
}
