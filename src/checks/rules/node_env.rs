//! Node runs in its development mode.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "node-env",
    level: Level::Hint,
    category: Category::Runtime,
    standing: Usually::On,
    page: include_str!("node_env.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let Some(runtime) = &subject.runtime else { return Vec::new() };
    let calls = subject.start_calls();
    let starts = subject.effective_starts();
    let ([.., call], Some(start)) = (calls, starts.last()) else { return Vec::new() };
    let named = subject
        .target_stage()
        .is_some_and(|stage| ["dev", "test"].iter().any(|word| stage.name.contains(word)));
    let known_base = subject.target_stage().is_some_and(|stage| stage.image.is_some());
    let is_set = runtime.environment.iter().any(|(name, _)| name == "NODE_ENV")
        || subject.text(start.span).contains("NODE_ENV");
    let is_node =
        call.program() == "node" && call.arguments().iter().any(|word| word.text.ends_with("js"));
    if named || is_set || !is_node || !known_base {
        return Vec::new();
    }
    vec![Draft::at(
        start.keyword_span,
        "NODE_ENV is not set, and many packages, Express among them, then run in their slower mode that shows more in errors.",
    )]
}
