//! Everything is sent to the build.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "dockerignore-missing",
    level: Level::Hint,
    category: Category::Security,
    standing: Usually::On,
    page: include_str!("dockerignore_missing.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let Some(ignore) = subject.around.ignore.as_ref().filter(|ignore| ignore.name.is_none()) else {
        return Vec::new();
    };
    debug_assert!(ignore.name.is_none());
    let whole = subject
        .transfers()
        .filter(|(_, it, _)| subject.flag(it, "from").is_none())
        .find_map(|(_, _, transfer)| {
            transfer
                .sources
                .iter()
                .find(|word| matches!(word.value(&subject.file.source), "." | "./"))
        });
    let heavy: Vec<&str> = super::dockerignore_entries::UNWANTED
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| subject.around.holds(name) == Some(true))
        .collect();
    match whole {
        Some(word) => {
            let which = if heavy.is_empty() {
                String::new()
            } else {
                format!(" {} among it,", heavy.join(", "))
            };
            let message = format!(
                "There is no .dockerignore, so everything in the folder is copied,{which} and any change of any file makes this step run anew."
            );
            let draft = Draft::at(word.span, message);
            vec![if heavy.is_empty() { draft } else { draft.level(Level::Warning) }]
        }
        None => Vec::new(),
    }
}
