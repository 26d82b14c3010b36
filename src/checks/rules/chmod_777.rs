//! Everybody may write.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "chmod-777",
    level: Level::Warning,
    category: Category::Security,
    standing: Usually::On,
    page: include_str!("chmod_777.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for run in &subject.runs {
        for call in run.script.of_program(&["chmod"]) {
            let mut words = call.arguments().iter().filter(|word| !word.text.starts_with('-'));
            let Some(mode) = words.next() else { continue };
            let paths: Vec<&Word> = words.collect();
            let is_temporary = |word: &&Word| {
                ["/tmp", "/var/tmp", "/dev", "/run"].iter().any(|it| word.text.starts_with(it))
            };
            if !opens(&mode.text) || !paths.is_empty() && paths.iter().all(is_temporary) {
                continue;
            }
            let draft = Draft::at(
                mode.span,
                "Every account of the container may change these files, that of a hijacked process too.",
            );
            found.push(if subject.is_shipped(run.stage) {
                draft
            } else {
                draft.level(Level::Hint)
            });
        }
    }
    found
}

/// Whether a mode lets everybody write and has no sticky bit.
fn opens(mode: &str) -> bool {
    if mode.bytes().all(|byte| byte.is_ascii_digit()) && mode.len() >= 3 {
        let sticky = mode.len() == 4 && mode.starts_with(['1', '3', '5', '7']);
        return mode.ends_with(['2', '3', '6', '7']) && !sticky;
    }
    mode.split(',').any(|part| {
        let Some((who, what)) = part.split_once('+').or_else(|| part.split_once('=')) else {
            return false;
        };
        (who.contains('a') || who.contains('o')) && what.contains('w')
    })
}
