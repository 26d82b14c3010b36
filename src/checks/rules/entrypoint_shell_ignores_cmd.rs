//! A shell form ENTRYPOINT ignores CMD.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "entrypoint-shell-ignores-cmd",
    level: Level::Warning,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("entrypoint_shell_ignores_cmd.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let effective = subject.effective_starts();
    let entrypoint = effective.iter().find(|it| it.keyword == Some(Keyword::Entrypoint));
    let cmd = effective.iter().find(|it| it.keyword == Some(Keyword::Cmd));
    let (Some(entrypoint), Some(cmd)) = (entrypoint, cmd) else { return Vec::new() };
    let Arguments::Command(command) = &entrypoint.arguments else { return Vec::new() };
    let text = subject.text(command.text);
    let is_shell = matches!(command.form, Form::Shell | Form::BrokenJson);
    let uses_words =
        text.contains("$@") || text.contains("$*") || text.contains("$0") || text.contains("$1");
    if !is_shell || uses_words || subject.target_stage().is_some_and(|stage| stage.is_windows) {
        return Vec::new();
    }
    let line = subject.line(entrypoint.span);
    let message = format!(
        "The ENTRYPOINT on line {line} is in shell form: its shell drops CMD, and what stands behind the image in docker run too."
    );
    vec![Draft::at(cmd.keyword_span, message).proof([entrypoint.span])]
}
