//! A download that nothing is compared with.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "download-unverified",
    level: Level::Hint,
    category: Category::Security,
    standing: Usually::On,
    page: include_str!("download_unverified.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for run in &subject.runs {
        let verifies = [
            "sha256",
            "sha512",
            "sha384",
            "shasum",
            "sha1sum",
            "md5sum",
            "gpg ",
            "gpgv",
            "minisign",
            "cosign",
            "openssl dgst",
            "--checksum",
            "b2sum",
            "checksum",
            "keyring",
            "apt-key",
        ];
        if verifies.iter().any(|word| run.script.text.contains(word)) {
            continue;
        }
        for call in run.script.of_program(&["curl", "wget"]) {
            let address = call.arguments().iter().find(|word| word.text.starts_with("https://"));
            let Some(address) = address.filter(|word| is_artefact(&word.text)) else { continue };
            let message = "Nothing compares what comes with what was meant: if somebody exchanges the file, the build does not notice.";
            found.push(Draft::at(address.span, message));
        }
    }
    for (_, instruction, transfer) in subject.transfers() {
        for word in transfer.sources.iter() {
            let address = word.value(&subject.file.source);
            let is_web = address.starts_with("https://") && !address.contains(".git");
            if is_web && subject.flag(instruction, "checksum").is_none() {
                found.push(Draft::at(
                    word.span,
                    "With --checksum=sha256:… the build stops if this file is exchanged.",
                ));
            }
        }
    }
    found
}

/// Whether an address is that of a program or an archive.
fn is_artefact(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let ends = [
        ".tar.gz",
        ".tgz",
        ".tar.xz",
        ".tar.bz2",
        ".zip",
        ".deb",
        ".rpm",
        ".apk",
        ".jar",
        ".whl",
        ".bin",
        ".exe",
        ".AppImage",
    ];
    ends.iter().any(|end| path.ends_with(end)) || path.contains("/releases/download/")
}
