//! A service without a health check.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "healthcheck-missing",
    level: Level::Hint,
    category: Category::Runtime,
    standing: Usually::On,
    page: include_str!("healthcheck_missing.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let Some(runtime) = &subject.runtime else { return Vec::new() };
    let none = runtime.health.value().is_none_or(Option::is_none)
        && !subject
            .of(Keyword::Healthcheck)
            .any(|(_, it)| it.stage.is_some_and(|stage| subject.is_shipped(stage)));
    let starts = subject.effective_starts();
    let (ports, places) = &runtime.declared.ports;
    match (places.first(), starts.is_empty()) {
        (Some(expose), false) if none && !ports.is_empty() => {
            let keyword = subject.of(Keyword::Expose).find(|(_, it)| it.span == *expose);
            let span = keyword.map_or(*expose, |(_, it)| it.keyword_span);
            vec![Draft::at(
                span,
                "This is a service, and Docker cannot tell whether it works: it only sees that the process exists.",
            )]
        }
        _ => Vec::new(),
    }
}
