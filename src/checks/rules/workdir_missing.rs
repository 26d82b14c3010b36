//! Files are copied into the root folder.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "workdir-missing",
    level: Level::Hint,
    category: Category::Maintainability,
    standing: Usually::On,
    page: include_str!("workdir_missing.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for (index, instruction, transfer) in subject.transfers() {
        let Some(destination) = &transfer.destination else { continue };
        let Some(stage) = instruction.stage.and_then(|stage| subject.stage(stage)) else {
            continue;
        };
        let written = destination.value(&subject.file.source).trim_matches('"');
        let Some(state) = subject.before(index).map(|after| &after.state.directory) else {
            continue;
        };
        let is_relative = !written.starts_with(['/', '$']) && !stage.is_windows;
        let nowhere = !state.unknown && state.set_by.is_none() && matches!(&*state.value, "" | "/");
        if is_relative && nowhere && stage.bottom != "scratch" && subject.is_shipped(stage.id) {
            found.push(Draft::at(
                destination.span,
                "No WORKDIR was set, so this lands in the root folder, among the system's own.",
            ));
        }
    }
    // The first says it for all.
    found.truncate(1);
    found
}
