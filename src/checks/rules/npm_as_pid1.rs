//! npm starts the program.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "npm-as-pid1",
    level: Level::Hint,
    category: Category::Runtime,
    standing: Usually::On,
    page: include_str!("npm_as_pid1.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let calls = subject.start_calls();
    let [call] = calls else { return Vec::new() };
    let runs = matches!(call.program(), "npm" | "yarn" | "pnpm")
        && call
            .arguments()
            .iter()
            .any(|word| matches!(word.text.as_str(), "start" | "run" | "serve"));
    let has_init = subject.shipped().any(|(_, it)| {
        let text = subject.text(it.span);
        text.contains("tini") || text.contains("dumb-init")
    });
    if !runs || has_init {
        return Vec::new();
    }
    let message = format!(
        "{} stays beside the program as the first process, and does not hand on every signal: docker stop may take ten seconds.",
        call.program()
    );
    vec![Draft::at(call.span(), message)]
}
