//! The ignore file lets through what does not belong.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "dockerignore-entries",
    level: Level::Warning,
    category: Category::Security,
    standing: Usually::On,
    page: include_str!("dockerignore_entries.md"),
    check,
};

/// Names at the top of a context that hardly ever belong into an image, and why.
pub(super) const UNWANTED: [(&str, &str); 12] = [
    (".git", "the history of the repository"),
    (".env", "settings and secrets of this machine"),
    ("node_modules", "packages of this machine"),
    (".venv", "an environment of this machine"),
    ("venv", "an environment of this machine"),
    ("__pycache__", "compiled files of this machine"),
    (".aws", "secrets of this machine"),
    (".ssh", "keys of this machine"),
    (".npmrc", "settings that may hold a token"),
    (".terraform", "what Terraform downloaded"),
    ("id_rsa", "a private key"),
    (".svn", "the history of the repository"),
];

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let (Some(ignore), Some(files)) = (&subject.around.ignore, &subject.around.files) else {
        return Vec::new();
    };
    let Some(name) = &ignore.name else { return Vec::new() };
    let sent: Vec<&(&str, &str)> = UNWANTED
        .iter()
        .filter(|(name, _)| files.get(*name).is_some_and(|file| file.is_sent))
        .collect();
    let Some((first, what)) = sent.first() else { return Vec::new() };
    let whole = subject
        .transfers()
        .filter(|(_, it, _)| subject.flag(it, "from").is_none())
        .find_map(|(_, it, transfer)| {
            let word = transfer
                .sources
                .iter()
                .find(|word| matches!(word.value(&subject.file.source), "." | "./"))?;
            Some((it, word))
        });
    let Some((instruction, word)) = whole else { return Vec::new() };
    let excluded = instruction.flags.iter().any(|flag| subject.text(flag.span).contains(first));
    if excluded {
        return Vec::new();
    }
    let names: Vec<&str> = sent.iter().map(|(name, _)| *name).collect();
    let message = match names.as_slice() {
        [_] => format!("{name} does not leave out {first}, {what}: it is copied with the rest."),
        _ => format!(
            "{name} does not leave out {}: they are copied with the rest.",
            names.join(", ")
        ),
    };
    vec![Draft::at(word.span, message)]
}
