//! A secret in ENV or ARG.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "secret-env-arg",
    level: Level::Warning,
    category: Category::Security,
    standing: Usually::On,
    page: include_str!("secret_env_arg.md"),
    check,
};

use crate::mask::is_secret_name;

/// Words in a name that make it the name of something public.
const PUBLIC: [&str; 15] = [
    "gpg",
    "pgp",
    "keyring",
    "keyserver",
    "fingerprint",
    "sock",
    "id",
    "ids",
    "alias",
    "url",
    "uri",
    "allow",
    "empty",
    "random",
    "enabled",
];

/// Last words of a name that say something about a secret and are none.
const ABOUT: [&str; 18] = [
    "type",
    "mode",
    "method",
    "provider",
    "path",
    "file",
    "dir",
    "name",
    "user",
    "username",
    "host",
    "port",
    "length",
    "size",
    "ttl",
    "timeout",
    "algorithm",
    "issuer",
];

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for keyword in [Keyword::Env, Keyword::Arg] {
        for (_, instruction, pairs) in subject.pairs(keyword) {
            for pair in pairs {
                let name = pair.key.value(&subject.file.source).trim_matches(['"', '\'']);
                if !is_secret_name(name) || is_public(name) {
                    continue;
                }
                let value = pair.value.as_ref().map(|value| subject.text(value.span));
                let value = value.map(|value| value.trim_matches(['"', '\'']));
                let draft = match (keyword, value) {
                    (Keyword::Env, Some(value)) => of_env(subject, instruction, name, value),
                    (_, value) => of_arg(subject, instruction, name, value),
                };
                let detail = format!(
                    "Do not use ARG or ENV instructions for sensitive data ({} \"{name}\")",
                    keyword.name()
                );
                found.extend(draft.map(|(message, level)| {
                    Draft::at(pair.key.span, message).level(level).buildkit(detail)
                }));
            }
        }
    }
    found
}

fn is_public(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    // The shell's own names for directories.
    matches!(lower.as_str(), "pwd" | "oldpwd")
        || lower.contains("tokenizer")
        || lower.split(['_', '-', '.']).any(|word| PUBLIC.contains(&word))
        || lower.rsplit(['_', '-', '.']).next().is_some_and(|last| ABOUT.contains(&last))
}

/// A value that is no secret: a switch, a path, nothing.
fn is_harmless(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let switches = ["true", "false", "yes", "no", "on", "off", "none", "null", "0", "1"];
    switches.contains(&lower.as_str())
        || value.starts_with(['/', '.', '~'])
        || value.parse::<f64>().is_ok()
        || [".pem", ".key", ".crt", ".cer", ".json"].iter().any(|end| value.ends_with(end))
        || is_placeholder(&lower)
}

/// What is true of a value in a stage that is only built, and not shipped.
const NOT_SHIPPED: &str = "stands in the file, for everybody who can read that. The image that is shipped does not name it.";

fn of_env(
    subject: &Subject<'_>,
    instruction: &Instruction,
    name: &str,
    value: &str,
) -> Option<(String, Level)> {
    if value.is_empty() || is_harmless(value) || is_of_nothing(subject, instruction, value) {
        return None;
    }
    if !instruction.stage.is_some_and(|stage| subject.is_shipped(stage)) {
        if value.starts_with('$') {
            let message =
                format!("{name} is filled at build time, and stays in the build's cache.");
            return Some((message, Level::Hint));
        }
        return Some((format!("{name} {NOT_SHIPPED}"), Level::Warning));
    }
    if value.starts_with('$') {
        let message = format!(
            "{name} is filled at build time, and everybody who has the image can read it there."
        );
        return Some((message, Level::Warning));
    }
    Some((
        format!("{name} stands in the image for everybody who has it: docker inspect shows it."),
        Level::Error,
    ))
}

/// Whether a value is a variable alone that no ARG brings: then no build fills it.
fn is_of_nothing(subject: &Subject<'_>, instruction: &Instruction, value: &str) -> bool {
    let Some(rest) = value.strip_prefix('$') else { return false };
    let name = rest.strip_prefix('{').and_then(|it| it.strip_suffix('}')).unwrap_or(rest);
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let Some(stage) = instruction.stage.filter(|_| is_name) else { return false };
    let chain = subject.chain(stage);
    let mut arguments = subject.pairs(Keyword::Arg).filter(|(_, it, _)| {
        it.span.start < instruction.span.start && it.stage.is_some_and(|it| chain.contains(&it))
    });
    !arguments
        .any(|(_, _, pairs)| pairs.iter().any(|pair| pair.key.value(&subject.file.source) == name))
}

fn of_arg(
    subject: &Subject<'_>,
    instruction: &Instruction,
    name: &str,
    value: Option<&str>,
) -> Option<(String, Level)> {
    let is_shipped = instruction.stage.is_some_and(|stage| subject.is_shipped(stage));
    match value {
        Some(value) if value.is_empty() || is_harmless(value) || value.starts_with('$') => None,
        Some(_) if !is_shipped => {
            Some((format!("A default for {name} {NOT_SHIPPED}"), Level::Warning))
        }
        Some(_) => Some((
            format!("A default for {name} is in the file, and in the history of the image."),
            Level::Warning,
        )),
        None if is_shipped => Some((
            format!("A build argument is no secret: docker history shows the value of {name}."),
            Level::Warning,
        )),
        None => Some((
            format!(
                "A build argument is no secret: {name} stays in the build's cache and in its provenance."
            ),
            Level::Hint,
        )),
    }
}

/// A text that says itself that it is to be replaced.
fn is_placeholder(lower: &str) -> bool {
    let says = [
        "your",
        "placeholder",
        "replace",
        "change_me",
        "set_me",
        "setme",
        "fixme",
        "todo",
        "dummy",
        "example",
        "here",
        "<",
    ];
    says.iter().any(|word| lower.contains(word))
        || lower.bytes().all(|byte| matches!(byte, b'x' | b'*' | b'.'))
        || lower.len() > 3 && lower.bytes().all(|byte| byte == lower.as_bytes()[0])
}
