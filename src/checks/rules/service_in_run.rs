//! A service is started in a RUN.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "service-in-run",
    level: Level::Warning,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("service_in_run.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for run in &subject.runs {
        let calls = &run.script.calls;
        for (place, call) in calls.iter().enumerate() {
            let words: Vec<&str> = call.arguments().iter().map(|word| word.text.as_str()).collect();
            let starts = |word: &str| matches!(word, "start" | "restart" | "reload");
            let is_start = match call.program() {
                "service" => words.get(1).is_some_and(|word| starts(word)),
                "systemctl" => words.iter().any(|word| starts(word)),
                _ => {
                    call.words[0].text.starts_with("/etc/init.d/")
                        && words.first().is_some_and(|word| starts(word))
                }
            };
            // With more behind it, the service may be what that needs.
            if is_start && place + 1 == calls.len() {
                let message = "No process outlives its RUN: the service is gone when this step ends, and does not run in the container.";
                found.push(Draft::at(call.span(), message));
            }
        }
    }
    found
}
