//! A script from the network is run unseen.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "curl-pipe-shell",
    level: Level::Warning,
    category: Category::Security,
    standing: Usually::On,
    page: include_str!("curl_pipe_shell.md"),
    check,
};

/// Where well-known installers come from.
const KNOWN: [&str; 13] = [
    "sh.rustup.rs",
    "astral.sh",
    "get.docker.com",
    "deb.nodesource.com",
    "rpm.nodesource.com",
    "install.python-poetry.org",
    "raw.githubusercontent.com/nvm-sh",
    "bun.sh",
    "deno.land",
    "get.helm.sh",
    "packagecloud.io",
    "getcomposer.org",
    "bootstrap.pypa.io",
];

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for run in &subject.runs {
        for (place, call) in run.script.calls.iter().enumerate() {
            if !matches!(
                call.program(),
                "sh" | "bash"
                    | "zsh"
                    | "ash"
                    | "dash"
                    | "python"
                    | "python3"
                    | "perl"
                    | "ruby"
                    | "node"
                    | "php"
            ) {
                continue;
            }
            let from_pipe = call.joint == Joint::Pipe && reads_input(call);
            let source = run.script.left_of(place);
            let source =
                source.filter(|source| from_pipe && matches!(source.program(), "curl" | "wget"));
            let inner = call.arguments().iter().find(|word| {
                ["$(curl", "$(wget", "`curl", "`wget"].iter().any(|start| word.text.contains(start))
            });
            let (span, address) = match (source, inner) {
                (Some(source), _) => {
                    let address = source
                        .arguments()
                        .iter()
                        .map(|word| word.text.as_str())
                        .collect::<Vec<_>>()
                        .join(" ");
                    let end = call.words.first().map_or(call.span(), |word| word.span);
                    (source.span().join(end), address)
                }
                (None, Some(word)) => (call.span(), word.text.clone()),
                _ => continue,
            };
            let draft = if KNOWN.iter().any(|known| address.contains(known)) {
                Draft::at(span, "What this address sends today is run as it comes. It is a well-known installer; a version and a checksum make the build say so if it changes.").level(Level::Hint)
            } else {
                Draft::at(
                    span,
                    "What this address sends today is run as it comes: nobody has seen it, and nothing notices when it changes.",
                )
            };
            found.push(draft);
        }
    }
    found
}

/// Whether an interpreter reads its program from the pipe: it is given no file.
fn reads_input(call: &Call) -> bool {
    let mut words = call.arguments().iter().map(|word| word.text.as_str());
    match words.next() {
        None | Some("-" | "-s") => true,
        Some("-c" | "-m") => false,
        Some(option) if option.starts_with('-') => {
            words.next().is_none_or(|next| next.starts_with('-'))
        }
        Some(_) => false,
    }
}
