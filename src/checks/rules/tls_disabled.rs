//! Certificates or signatures are not checked.

use std::cell::LazyCell;

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "tls-disabled",
    level: Level::Warning,
    category: Category::Security,
    standing: Usually::On,
    page: include_str!("tls_disabled.md"),
    check,
};

/// What switches a check off: the program, the words, and what is lost.
const SWITCHES: [(&[&str], &[&str]); 8] = [
    (&["curl"], &["-k", "--insecure"]),
    (&["wget"], &["--no-check-certificate"]),
    (&["pip", "pip3"], &["--trusted-host"]),
    (&["apt-get", "apt"], &["--allow-unauthenticated", "--force-yes"]),
    (&["apk"], &["--allow-untrusted"]),
    (&["yum", "dnf", "microdnf", "tdnf"], &["--nogpgcheck"]),
    (&["zypper"], &["--no-gpg-checks", "--allow-unsigned-rpm"]),
    (&["rpm"], &["--nosignature", "--nodigest"]),
];

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    let names_settings = subject.says_any(&["strict-ssl", "http.sslVerify"]);
    for run in &subject.runs {
        let is_verified = LazyCell::new(|| super::download_unverified::verifies(&run.script.text));
        for call in &run.script.calls {
            let program = call.program();
            if matches!(program, "curl" | "wget") && *is_verified {
                continue;
            }
            for (programs, options) in &SWITCHES {
                if !programs.contains(&program) || is_local(call) || fetches_nothing(call) {
                    continue;
                }
                let is_switch = |word: &&Word| {
                    options.iter().any(|option| {
                        let rest = word.text.strip_prefix(option);
                        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
                    }) || program == "curl" && is_bundled_k(&word.text)
                };
                found.extend(
                    call.arguments()
                        .iter()
                        .filter(is_switch)
                        .map(|word| Draft::at(word.span, message(program))),
                );
            }
            if !names_settings {
                continue;
            }
            let words: Vec<&str> = call.words.iter().map(|word| word.text.as_str()).collect();
            let strict = words.windows(2).any(|pair| pair[0] == "strict-ssl" && pair[1] == "false")
                || words.contains(&"strict-ssl=false");
            let git =
                words.windows(2).any(|pair| pair[0] == "http.sslVerify" && pair[1] == "false")
                    || words.contains(&"http.sslVerify=false");
            if strict || git {
                found.push(Draft::at(call.span(), message(program)));
            }
        }
    }
    for (_, _, pairs) in subject.pairs(Keyword::Env) {
        for pair in pairs {
            let name = pair.key.value(&subject.file.source);
            let value =
                pair.value.as_ref().map_or("", |value| subject.text(value.span).trim_matches('"'));
            let off = matches!(
                (name, value),
                ("NODE_TLS_REJECT_UNAUTHORIZED", "0")
                    | ("GIT_SSL_NO_VERIFY", "1" | "true")
                    | ("PYTHONHTTPSVERIFY", "0")
            );
            if off {
                found.push(Draft::at(pair.key.span, "No certificate is checked any more, in the container either: anybody can answer in another's name."));
            }
        }
    }
    found
}

/// `-sSLk`.
fn is_bundled_k(word: &str) -> bool {
    word.len() > 2
        && word.starts_with('-')
        && !word.starts_with("--")
        && word.contains('k')
        && word[1..].bytes().all(|byte| b"fsSLkOvgiIRJjnqNGal46#".contains(&byte))
}

/// Whether a package manager only removes or tidies, which no signature is needed for.
fn fetches_nothing(call: &Call) -> bool {
    packages::verb(call).is_some_and(|verb| {
        matches!(
            verb.text.as_str(),
            "remove" | "purge" | "autoremove" | "clean" | "autoclean" | "del" | "erase"
        )
    })
}

fn is_local(call: &Call) -> bool {
    call.arguments()
        .iter()
        .any(|word| word.text.contains("//localhost") || word.text.contains("//127.0.0.1"))
        || call
            .arguments()
            .iter()
            .any(|word| word.text.starts_with("./") && word.text.ends_with(".apk"))
}

fn message(program: &str) -> &'static str {
    match program {
        "apt-get" | "apt" | "apk" | "yum" | "dnf" | "microdnf" | "tdnf" | "zypper" | "rpm" => {
            "Signatures are not checked: whoever can change the package on its way or on the mirror decides what is installed."
        }
        _ => "The certificate is not checked: anybody on the way can answer in the server's name.",
    }
}
