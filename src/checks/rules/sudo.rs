//! sudo in a build.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "sudo",
    level: Level::Hint,
    category: Category::Security,
    standing: Usually::On,
    page: include_str!("sudo.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for run in &subject.runs {
        // With another user before, sudo may well be needed.
        if !subject
            .user(run.index)
            .is_some_and(|user| user.is_empty() || matches!(user, "root" | "0"))
        {
            continue;
        }
        for call in &run.script.calls {
            let words: Vec<&str> = call.before.split_whitespace().collect();
            // With -u it switches to another account, which is something else.
            let switches =
                words.iter().any(|word| word.starts_with("-u") || word.starts_with("--user"));
            if !words.contains(&"sudo") || switches {
                continue;
            }
            let Some(first) = call.words.first() else { continue };
            let from = first.span.start.saturating_sub(120).max(run.command.text.start);
            let before = subject.text(Span::new(from, first.span.start));
            let Some(at) = before.rfind("sudo") else { continue };
            let start = from + at as u32;
            let span = Span::new(start, start + 4);
            let gap = Span::new(start, first.span.start);
            let alone = subject.text(gap).trim() == "sudo" && !subject.text(gap).contains('\n');
            let fix = alone.then(|| Fix::safe("Remove sudo", [Edit::remove(gap)]));
            let message = "The command runs as root already, and most images have no sudo: then the build stops.";
            found.push(Draft::at(span, message).fix(fix));
        }
    }
    found
}
