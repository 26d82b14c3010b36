//! A variable in the exec form.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "cmd-var-in-exec",
    level: Level::Warning,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("cmd_var_in_exec.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let effective = subject.effective_starts();
    let shells = ["sh", "bash", "ash", "dash", "zsh", "cmd", "powershell", "pwsh"];
    let is_shell = |word: &str| {
        let name = word.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
        shells.contains(&name.strip_suffix(".exe").unwrap_or(&name))
    };
    let mut found = Vec::new();
    // An ENTRYPOINT that is a shell or a script reads the words of CMD itself.
    let reads = effective.iter().filter(|it| it.keyword == Some(Keyword::Entrypoint)).any(|it| {
        let text = subject.text(it.span);
        text.contains("sh") || text.contains("entrypoint") || text.contains("envsubst")
    });
    for (_, instruction, command) in subject.starts() {
        let counts = effective.iter().any(|it| it.span == instruction.span);
        let words: Vec<&str> =
            command.words.iter().map(|word| word.value(&subject.file.source)).collect();
        let of_cmd = instruction.keyword == Some(Keyword::Cmd) && reads;
        if command.form != Form::Json
            || !counts
            || of_cmd
            || words.iter().any(|word| is_shell(word) || *word == "eval" || *word == "-c")
        {
            continue;
        }
        for (word, text) in command.words.iter().zip(words) {
            if let Some(name) = variable(text) {
                let message = format!(
                    "Without a shell nobody replaces ${name}: the program gets the dollar sign and the name."
                );
                found.push(Draft::at(word.span, message));
            }
        }
    }
    found
}

/// The name of a variable of a shell in a text.
fn variable(text: &str) -> Option<&str> {
    let at = text.find('$')?;
    if text[..at].ends_with('\\') {
        return None;
    }
    let rest = &text[at + 1..];
    let rest = rest.strip_prefix('{').unwrap_or(rest);
    let length =
        rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    let name = &rest[..length];
    (length > 1
        && name
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_'))
    .then_some(name)
}
