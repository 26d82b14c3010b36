//! A file with secrets is copied.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "secret-file-copied",
    level: Level::Warning,
    category: Category::Security,
    standing: Usually::On,
    page: include_str!("secret_file_copied.md"),
    check,
};

/// Whether a file holds secrets by its name.
pub(crate) fn is_secret_file(path: &str) -> bool {
    let lower = path.trim_end_matches('/').to_ascii_lowercase();
    let name = lower.rsplit('/').next().unwrap_or_default();
    let names = [
        ".env",
        "id_rsa",
        "id_dsa",
        "id_ecdsa",
        "id_ed25519",
        ".netrc",
        ".pypirc",
        ".git-credentials",
        ".htpasswd",
        "credentials.json",
        "service-account.json",
        ".aws",
        ".ssh",
        ".gnupg",
        ".kube",
        "secrets.yml",
        "secrets.yaml",
        "secrets.json",
        "master.key",
    ];
    let is_named = names.contains(&name)
        || name.starts_with(".env.")
            && ["prod", "production", "local", "secret"].iter().any(|it| name.ends_with(it))
        || [".p12", ".pfx", ".jks", ".keystore", ".kdbx"].iter().any(|end| name.ends_with(end))
        || name.ends_with(".key")
        || name.ends_with(".pem") && name.contains("key");
    // Most names are settled by now; to look for words inside of one costs more.
    let harmless = [
        "example", "sample", "template", "dist", "default", "test", "public", ".pub", "cert",
        "ca.", "ca-", "chain", "dummy", "schema",
    ];
    is_named && !harmless.iter().any(|word| name.contains(word))
}

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for (_, instruction, transfer) in subject.transfers() {
        if subject.flag(instruction, "from").is_some() {
            continue;
        }
        for word in transfer.sources.iter() {
            let path = word.value(&subject.file.source);
            if path.starts_with("<<") || path.contains("://") || !is_secret_file(path) {
                continue;
            }
            let is_shipped = instruction.stage.is_some_and(|stage| subject.is_shipped(stage));
            let message = format!(
                "{path} becomes a part of {}, for everybody who gets it.",
                if is_shipped { "the image" } else { "a layer of the build cache" }
            );
            let draft = Draft::at(word.span, message);
            found.push(if is_shipped { draft } else { draft.level(Level::Hint) });
        }
    }
    found
}
