//! A download without encryption.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "download-http",
    level: Level::Warning,
    category: Category::Security,
    standing: Usually::On,
    page: include_str!("download_http.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for run in &subject.runs {
        let verifies =
            ["sha256", "sha512", "gpg ", "gpgv", "shasum", "sha1sum", "md5sum", "checksum"];
        let programs = ["curl", "wget", "rpm", "pip", "pip3"];
        let downloads = run.script.of_program(&programs).next().is_some();
        if !downloads || verifies.iter().any(|word| run.script.text.contains(word)) {
            continue;
        }
        for call in run.script.of_program(&programs) {
            let words = call.arguments().iter().filter(|word| {
                is_outside(&super::download_unverified::resolved(subject, run, &word.text))
            });
            found.extend(words.map(|word| Draft::at(word.span, MESSAGE)));
        }
    }
    for (_, instruction, transfer) in subject.transfers() {
        let words =
            transfer.sources.iter().filter(|word| is_outside(word.value(&subject.file.source)));
        if subject.flag(instruction, "checksum").is_none() {
            found.extend(words.map(|word| Draft::at(word.span, MESSAGE)));
        }
    }
    found
}

const MESSAGE: &str =
    "Everybody on the way can exchange what comes from here, and nothing compares it.";

/// An address of `http` in the internet: no name of this machine or network.
fn is_outside(address: &str) -> bool {
    let Some(rest) = address.strip_prefix("http://") else { return false };
    let host = rest.split(['/', ':', '?']).next().unwrap_or_default();
    let own = [
        "localhost",
        "127.",
        "10.",
        "192.168.",
        "172.",
        "0.0.0.0",
        "169.254.",
        "host.docker.internal",
    ];
    host.contains('.')
        && !host.contains('$')
        && !own.iter().any(|it| host.starts_with(it))
        && ![".local", ".internal", ".lan", ".test", ".corp"].iter().any(|end| host.ends_with(end))
}
