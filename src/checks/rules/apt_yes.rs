//! apt asks, and nobody answers.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "apt-yes",
    level: Level::Warning,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("apt_yes.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for run in &subject.runs {
        for (place, call) in run.script.calls.iter().enumerate() {
            if manager(call).map(|it| it.0) != Some(Manager::Apt)
                || run.script.text.contains("Assume-Yes")
            {
                continue;
            }
            let Some(verb) = packages::verb(call) else { continue };
            let asks = [
                "install",
                "upgrade",
                "dist-upgrade",
                "full-upgrade",
                "remove",
                "purge",
                "build-dep",
            ];
            // What a variable holds is not known, and nothing named is nothing to ask about.
            let named = call.arguments().iter().filter(|word| !word.text.starts_with('-'));
            let is_open = call.arguments().iter().any(|word| word.text.starts_with('$'))
                || matches!(verb.text.as_str(), "remove" | "purge") && named.count() < 2;
            let is_quiet = call.arguments().iter().any(|word| {
                word.text.starts_with("-q=2")
                    || word.text.starts_with('-')
                        && !word.text.starts_with("--")
                        && word.text.matches('q').count() > 1
            });
            let is_answered = call.joint == Joint::Pipe
                && run
                    .script
                    .left_of(place)
                    .is_some_and(|left| matches!(left.program(), "yes" | "echo"));
            let only_looks = call.has_option(&[
                "--dry-run",
                "-s",
                "--simulate",
                "--download-only",
                "-d",
                "--print-uris",
            ]);
            let yes = ["-y", "--yes", "--assume-yes", "--force-yes", "--allow-downgrades"];
            if !asks.contains(&verb.text.as_str())
                || is_quiet
                || is_open
                || is_answered
                || only_looks
                || call.has_option(&yes)
            {
                continue;
            }
            let fix = Fix::safe("Add -y", [Edit::insert(verb.span.end, " -y")]);
            let message = "apt asks before it installs or removes more than what is named. Nobody can answer in a build, so it stops.";
            found.push(Draft::at(verb.span, message).fix(fix));
        }
    }
    found
}
