//! CMD or ENTRYPOINT in shell form.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "cmd-shell-form",
    level: Level::Warning,
    category: Category::Runtime,
    standing: Usually::On,
    page: include_str!("cmd_shell_form.md"),
    check,
};

/// What only a shell does.
const NEEDS_SHELL: [char; 13] = ['$', '&', '|', ';', '>', '<', '*', '?', '~', '`', '(', '\n', '#'];

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let effective = subject.effective_starts();
    let mut found = Vec::new();
    for (index, instruction, command) in subject.starts() {
        let is_effective = effective.iter().any(|it| it.span == instruction.span);
        let chosen = subject.before(index).is_some_and(|after| !after.shell.is_empty());
        if command.form != Form::Shell || !is_effective || chosen {
            continue;
        }
        let script = Script::of(subject.file, instruction, command);
        let text = script.text.trim();
        let Some(last) = script.calls.last() else { continue };
        if text.starts_with("exec ")
            || last.before.split_whitespace().any(|it| it == "exec")
            || text.contains("exec ")
        {
            continue;
        }
        // A shell that is started to be typed into.
        if script.calls.len() == 1
            && (super::user_missing::is_typed_into(last)
                || matches!(last.program(), "sh" | "bash" | "ash" | "zsh" | "dash"))
        {
            continue;
        }
        let Some(stage) = subject.target_stage() else { continue };
        if stage.is_windows {
            continue;
        }
        let simple = script.calls.len() == 1 && !text.contains(NEEDS_SHELL);
        let sh = stage.image.as_ref().map(|image| image.variant.sh.as_str());
        // BusyBox and bash give their place to a lone command.
        let stays = !simple || matches!(sh, Some("dash"));
        if sh.is_some() && !stays {
            continue;
        }
        let fix = exec_form(text, &script).filter(|_| simple).map(|json| {
            Fix::to_confirm("Write it in exec form", [Edit::replace(command.text, json)])
        });
        let what = match simple {
            true => "The program runs as a child of a shell",
            false => "A shell stays the first process, and the program is its child",
        };
        let message = format!(
            "{what}, which does not hand on the signal of docker stop: the container is killed after ten seconds."
        );
        let draft = Draft::at(command.text, message).fix(fix).buildkit(format!(
            "JSON arguments recommended for {} to prevent unintended behavior related to OS signals",
            instruction.keyword.map_or("", Keyword::name)
        ));
        found.push(match (sh, simple) {
            (None, true) => draft.depends_on("which program /bin/sh of the base image is: bash and BusyBox give their place to a lone command, dash does not"),
            (_, false) => draft.level(Level::Hint),
            _ => draft,
        });
    }
    found
}

/// The words as a JSON list.
fn exec_form(text: &str, script: &Script) -> Option<String> {
    let words = &script.calls.first()?.words;
    if text.contains('\\')
        || !script.calls[0].before.is_empty()
        || !script.calls[0].after.is_empty()
    {
        return None;
    }
    let quoted = words.iter().map(|word| serde_json::to_string(&word.text).ok());
    Some(format!("[{}]", quoted.collect::<Option<Vec<_>>>()?.join(", ")))
}
