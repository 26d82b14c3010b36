//! `apt` instead of `apt-get`.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "apt-not-apt-get",
    level: Level::Hint,
    category: Category::Maintainability,
    standing: Usually::On,
    page: include_str!("apt_not_apt_get.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let calls = subject.runs.iter().flat_map(|run| run.script.of_program(&["apt"]));
    calls
        .filter(|call| {
            packages::verb(call).is_some_and(|verb| {
                matches!(
                    verb.text.as_str(),
                    "install" | "update" | "upgrade" | "remove" | "purge" | "autoremove" | "clean"
                )
            })
        })
        .filter_map(|call| {
            let word = call.words.first().filter(|word| word.text == "apt")?;
            let message =
                "apt is made for people: its output and options may change, and it says so itself.";
            let fix = Fix::safe("Write apt-get", [Edit::replace(word.span, "apt-get")]);
            Some(Draft::at(word.span, message).fix(fix))
        })
        .collect()
}
