//! A health check without a start period.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "healthcheck-start-period",
    level: Level::Hint,
    category: Category::Runtime,
    standing: Usually::On,
    page: include_str!("healthcheck_start_period.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let shipped = subject
        .of(Keyword::Healthcheck)
        .filter(|(_, it)| it.stage.is_some_and(|stage| subject.is_shipped(stage)));
    let Some((_, instruction)) = shipped.last() else { return Vec::new() };
    let Arguments::Healthcheck(health) = &instruction.arguments else { return Vec::new() };
    if health.command.is_none() || subject.flag(instruction, "start-period").is_some() {
        return Vec::new();
    }
    let time =
        subject.runtime.as_ref().and_then(|runtime| runtime.health.value().cloned().flatten());
    let time = time.map(|health| health.timeline.if_checks_fail_at_once() / 1_000_000_000);
    let when = time.map(|seconds| format!(" A program that is not ready {seconds} seconds after the start is called unhealthy.")).unwrap_or_default();
    vec![Draft::at(
        instruction.keyword_span,
        format!("Failures count from the first check on.{when}"),
    )]
}
