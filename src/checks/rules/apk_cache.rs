//! apk keeps its index.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "apk-cache",
    level: Level::Hint,
    category: Category::Size,
    standing: Usually::On,
    page: include_str!("apk_cache.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for run in subject.runs.iter().filter(|run| subject.is_shipped(run.stage)) {
        let is_clean = run.script.text.contains("/var/cache/apk")
            || run.script.text.contains("/etc/apk/cache")
            || run.is_mounted("/var/cache/apk")
            || run.is_mounted("/etc/apk/cache");
        if is_clean || run.script.of_program(&["apk"]).any(|call| call.is(&["apk", "cache"])) {
            continue;
        }
        for call in run.script.of_program(&["apk"]) {
            let Some(install) =
                install(call).filter(|_| !call.has_option(&["--no-cache", "--root", "-p"]))
            else {
                continue;
            };
            let fix =
                Fix::safe("Add --no-cache", [Edit::insert(install.verb.span.end, " --no-cache")]);
            let message = "apk's index of packages stays in this layer, about 2 MB.";
            found.push(Draft::at(install.verb.span, message).fix(fix));
        }
    }
    found
}
