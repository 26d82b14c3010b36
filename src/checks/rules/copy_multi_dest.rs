//! Several files are copied onto one name.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "copy-multi-dest",
    level: Level::Warning,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("copy_multi_dest.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for (_, instruction, transfer) in subject.transfers() {
        let Some(destination) = &transfer.destination else { continue };
        let text = destination.value(&subject.file.source).trim_matches('"');
        let named = transfer
            .sources
            .iter()
            .filter(|word| !word.value(&subject.file.source).contains('$'))
            .count();
        let windows = instruction
            .stage
            .and_then(|stage| subject.stage(stage))
            .is_some_and(|stage| stage.is_windows);
        let is_folder = text.ends_with(['/', '\\'])
            || matches!(text, "." | "..")
            || text.ends_with("/.")
            || text.ends_with("/..")
            || text.contains('$');
        let comment =
            transfer.sources.iter().any(|word| word.value(&subject.file.source).starts_with('#'));
        if named < 2
            || is_folder
            || comment
            || windows
            || subject.flag(instruction, "parents").is_some()
        {
            continue;
        }
        let end = match subject.text(destination.span) {
            written if written.ends_with('"') => destination.span.end - 1,
            _ => destination.span.end,
        };
        let fix = Fix::safe("Add a slash", [Edit::insert(end, "/")]);
        let message = "Without a slash at its end this is the name of a file, unless such a folder is there: each source takes the place of the one before.";
        found.push(Draft::at(destination.span, message).fix(fix));
    }
    found
}
