//! The lists are removed in another layer.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "apt-clean-late",
    level: Level::Warning,
    category: Category::Size,
    standing: Usually::On,
    page: include_str!("apt_clean_late.md"),
    check,
};

use super::apt_lists::{cleans, is_update};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for run in &subject.runs {
        let calls = &run.script.calls;
        let Some(clean) = calls.iter().find(|call| cleans(call)) else { continue };
        let installs = calls.iter().any(|call| is_update(call) || install(call).is_some());
        if installs
            || run.instruction.flags.iter().count() > 0
            || calls.len() > 3
            || !subject.is_shipped(run.stage)
        {
            continue;
        }
        let chain = subject.chain(run.stage);
        let earlier = subject.runs.iter().find(|other| {
            other.index < run.index
                && chain.contains(&other.stage)
                && other.script.calls.iter().any(is_update)
        });
        if let Some(earlier) = earlier {
            let line = subject.line(earlier.instruction.span);
            let message = format!(
                "This frees nothing: the lists lie in the layer of line {line}, and a later layer can only hide them."
            );
            found.push(Draft::at(clean.span(), message).proof([earlier.instruction.span]));
        }
    }
    found
}
