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
        let downloads = run.script.of_program(&["curl", "wget"]).next().is_some();
        if !downloads || verifies(&run.script.text) {
            continue;
        }
        for call in run.script.of_program(&["curl", "wget"]) {
            let to_program = writes_program(call);
            let address = call.arguments().iter().find(|word| {
                let address = resolved(subject, run, &word.text);
                address.starts_with("https://") && (to_program || is_artefact(&address))
            });
            let Some(address) = address else { continue };
            let message = "Nothing compares what comes with what was meant: if somebody exchanges the file, the build does not notice.";
            found.push(Draft::at(address.span, message));
        }
    }
    for (_, instruction, transfer) in subject.transfers() {
        for word in transfer.sources.iter() {
            let address = word.value(&subject.file.source);
            let path = address.split(['#', '?']).next().unwrap_or_default();
            // An API answers with what is there now: that is asked for to notice changes.
            let is_api = address.starts_with("https://api.");
            let is_web = address.starts_with("https://") && !path.ends_with(".git") && !is_api;
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

/// Whether the text of a RUN compares what it downloads with something.
pub(super) fn verifies(text: &str) -> bool {
    let words = [
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
    words.iter().any(|word| text.contains(word))
}

/// A word with the variable at its beginning replaced, where its value is known.
pub(super) fn resolved<'w>(
    subject: &Subject<'_>,
    run: &RunView<'_>,
    word: &'w str,
) -> std::borrow::Cow<'w, str> {
    let expand = || {
        let rest = word.strip_prefix('$')?;
        let (name, rest) = match rest.strip_prefix('{') {
            Some(inner) => inner.split_once('}')?,
            None => {
                let is_name = |it: char| it.is_ascii_alphanumeric() || it == '_';
                rest.split_at(rest.find(|it| !is_name(it)).unwrap_or(rest.len()))
            }
        };
        Some(format!("{}{rest}", subject.variable(run.index, name)?))
    };
    expand().map_or(std::borrow::Cow::Borrowed(word), std::borrow::Cow::Owned)
}

/// Whether a download is written to where programs lie.
fn writes_program(call: &Call) -> bool {
    let option = if call.program() == "wget" { "-O" } else { "-o" };
    let file = call.option_value(&[option, "--output", "--output-document"]).unwrap_or_default();
    [file, call.after.trim().trim_start_matches('>').trim()]
        .iter()
        .any(|path| path.starts_with('/') && path.contains("bin/"))
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
        ".phar",
    ];
    ends.iter().any(|end| path.ends_with(end)) || path.contains("/releases/download/")
}
