//! A RUN that only changes its own shell.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "run-state-lost",
    level: Level::Warning,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("run_state_lost.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for run in subject.runs.iter().filter(|run| run.script.form != Reader::Exec) {
        let only = [
            "export", "cd", "alias", "unalias", "umask", "source", ".", "unset", "set", "shopt",
            "ulimit",
        ];
        let calls = &run.script.calls;
        let all = !calls.is_empty() && calls.iter().all(|call| only.contains(&call.program()));
        let Some(first) =
            calls.first().filter(|_| all && run.script.text.matches('$').count() < 1_000)
        else {
            continue;
        };
        if calls.iter().any(|call| call.after.contains('>'))
            || run.script.text.contains("$(")
            || run.script.text.contains('`')
        {
            continue;
        }
        let message = match first.program() {
            "cd" => {
                "Each RUN starts a new shell in the directory of WORKDIR: this cd is forgotten at once."
            }
            "export" => {
                "Each RUN starts a new shell: the variable is forgotten at once. ENV keeps one."
            }
            _ => "Each RUN starts a new shell: what this one changes is forgotten at once.",
        };
        let path =
            first.arguments().first().filter(|_| calls.len() == 1 && first.program() == "cd");
        let fix = path.filter(|word| !word.text.starts_with(['-', '~'])).map(|word| {
            let keyword = if subject.text(run.instruction.keyword_span) == "run" {
                "workdir"
            } else {
                "WORKDIR"
            };
            let text = format!("{keyword} {}", subject.text(word.span));
            Fix::to_confirm("Use WORKDIR", [Edit::replace(run.instruction.span, text)])
        });
        let last = calls.last().unwrap_or(first);
        found.push(Draft::at(first.span().join(last.span()), message).fix(fix));
    }
    found
}
