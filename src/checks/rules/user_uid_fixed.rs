//! An account without a fixed number.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "user-uid-fixed",
    level: Level::Hint,
    category: Category::Reproducibility,
    standing: Usually::On,
    page: include_str!("user_uid_fixed.md"),
    check,
};

use super::user_missing::created;

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let users: Vec<&str> = subject
        .of(Keyword::User)
        .filter_map(|(_, it)| match &it.arguments {
            Arguments::Text(Some(word)) => subject.text(word.span).split(':').next(),
            _ => None,
        })
        .collect();
    created(subject)
        .into_iter()
        .filter(|(name, call, _)| {
            let has_number = call.words.iter().any(|word| {
                let text = word.text.as_str();
                text.starts_with("--uid") || text.starts_with('-') && !text.starts_with("--") && text.contains('u')
            });
            users.contains(name) && !has_number
        })
        .filter_map(|(name, call, run)| {
            let word = call.words.iter().find(|word| word.text == name)?;
            let later = run.script.text.contains("usermod");
            let message = format!("{name} gets the next free number, which changes when the base image gets another account. Files in volumes belong to numbers.");
            (!later).then(|| Draft::at(word.span, message))
        })
        .collect()
}
