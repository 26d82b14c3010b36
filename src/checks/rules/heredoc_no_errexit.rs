//! A heredoc whose failures are passed over.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "heredoc-no-errexit",
    level: Level::Warning,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("heredoc_no_errexit.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for run in subject.runs.iter().filter(|run| run.script.form == Reader::Heredoc) {
        let Some(heredoc) = run.instruction.heredocs.first() else { continue };
        let body = subject.text(heredoc.body);
        let first = body.lines().next().unwrap_or_default();
        let shell = subject.shell_words(run.index);
        let stops = |words: &str| {
            words
                .split_whitespace()
                .any(|word| word.starts_with('-') && !word.starts_with("--") && word.contains('e'))
        };
        let in_shell =
            shell.iter().any(|word| word != "-c" && word.starts_with('-') && word.contains('e'));
        let sets = body.lines().any(|line| {
            line.trim_start()
                .strip_prefix("set ")
                .is_some_and(|rest| stops(rest) || rest.contains("errexit"))
        });
        let is_script = first.starts_with("#!");
        let other = is_script
            && !["sh", "bash", "ash", "dash"].iter().any(|name| first.trim_end().contains(name));
        let joins = |call: &&Call| call.joint == Joint::Sequence;
        let many = run.script.calls.iter().filter(joins).count();
        if in_shell || sets || other || is_script && stops(first) || many == 0 {
            continue;
        }
        let line_end = if body.contains("\r\n") { "\r\n" } else { "\n" };
        let at = match is_script {
            true => heredoc.body.start + body.find('\n').map_or(body.len(), |at| at + 1) as u32,
            false => heredoc.body.start,
        };
        let fix =
            Fix::to_confirm("Begin with set -e", [Edit::insert(at, format!("set -e{line_end}"))]);
        let message = "Only the last command decides whether this RUN fails: if one before it fails, the build goes on.";
        found.push(Draft::at(heredoc.marker, message).fix(fix));
    }
    found
}
