//! pip keeps its cache.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "pip-cache",
    level: Level::Hint,
    category: Category::Size,
    standing: Usually::On,
    page: include_str!("pip_cache.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    let is_configured = subject.file.source.text().contains("no-cache-dir = ");
    for run in subject.runs.iter().filter(|run| subject.is_shipped(run.stage)) {
        let is_pip = |call: &Call| manager(call).is_some_and(|it| it.0 == Manager::Pip);
        if !run.script.calls.iter().any(is_pip) {
            continue;
        }
        let state = subject.before(run.index).map(|after| &after.state.environment);
        let is_off = state.is_some_and(|it| it.get("PIP_NO_CACHE_DIR").is_some())
            || run.script.text.contains("PIP_NO_CACHE_DIR")
            || run.script.text.contains(".cache")
            || run.script.text.contains("pip cache purge")
            || is_configured
            || run.mounted.iter().any(|folder| folder.contains("cache") || folder.contains("/pip"));
        if is_off {
            continue;
        }
        for call in &run.script.calls {
            let Some(install) = install(call).filter(|it| it.manager == Manager::Pip) else {
                continue;
            };
            if call.has_option(&["--no-cache-dir", "--no-cache"]) {
                continue;
            }
            let fix = Fix::safe(
                "Add --no-cache-dir",
                [Edit::insert(install.verb.span.end, " --no-cache-dir")],
            );
            let message = "pip keeps every package that it downloads a second time, below ~/.cache, in this layer.";
            found.push(Draft::at(install.verb.span, message).fix(fix));
        }
    }
    found
}
