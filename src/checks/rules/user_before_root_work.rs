//! Root's work is done by another user.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "user-before-root-work",
    level: Level::Error,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("user_before_root_work.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for run in &subject.runs {
        let Some(after) = subject.before(run.index) else { continue };
        let Some(user) = subject.user(run.index) else { continue };
        let Some(set_by) = after.state.user.set_by else { continue };
        if user.is_empty()
            || matches!(user, "root" | "0")
            || user.contains('$')
            || run.script.text.contains("fakeroot")
        {
            continue;
        }
        let needs_root = |call: &&Call| {
            let manages = matches!(
                manager(call),
                Some((Manager::Apt | Manager::Apk | Manager::Dnf | Manager::Zypper, _))
            ) && packages::verb(call).is_some_and(|verb| {
                matches!(
                    verb.text.as_str(),
                    "install" | "add" | "update" | "upgrade" | "remove" | "purge" | "del"
                )
            });
            manages
                || matches!(
                    call.program(),
                    "useradd" | "adduser" | "groupadd" | "addgroup" | "usermod"
                )
        };
        let Some(call) =
            run.script.calls.iter().filter(|call| !call.before.contains("sudo")).find(needs_root)
        else {
            continue;
        };
        let line = subject.line(set_by);
        let message = format!(
            "Since line {line} commands run as {user}, and {} needs root: the build stops with \"permission denied\".",
            call.program()
        );
        let words = call.words.first().map_or(call.span(), |word| word.span);
        found.push(Draft::at(words, message).proof([set_by]));
    }
    found
}
