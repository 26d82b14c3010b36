//! The whole context is copied into what is shipped; only when selected.

use super::dockerignore_entries::UNWANTED;
use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "copy-context-all",
    level: Level::Hint,
    category: Category::Cache,
    standing: Usually::Off,
    page: include_str!("copy_context_all.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let is_tight = subject.around.ignore_file().is_some()
        && subject.around.files.as_ref().is_some_and(|files| {
            !UNWANTED.iter().any(|(name, _)| files.get(*name).is_some_and(|file| file.is_sent))
        });
    if is_tight {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (_, instruction, transfer) in subject.transfers() {
        let is_shipped = instruction.stage.is_some_and(|stage| subject.is_shipped(stage));
        if !is_shipped || subject.flag(instruction, "from").is_some() {
            continue;
        }
        let whole = transfer
            .sources
            .iter()
            .find(|word| matches!(word.value(&subject.file.source), "." | "./" | "/"));
        let Some(word) = whole else { continue };
        let draft = Draft::at(
            word.span,
            "Whatever lies in the folder goes into the image, and any change of any file makes this step and all below it run again.",
        );
        found.push(match subject.around.ignore {
            Some(_) => draft,
            None => draft.depends_on("what the ignore file of the folder leaves out"),
        });
    }
    found
}
