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
            let source = if is_interpreter(call.program()) {
                piped_from(&run.script, place)
            } else {
                given_to_shell(subject, call).then_some(call)
            };
            let Some(source) = source else { continue };
            let end = call.words.first().map_or(call.span(), |word| word.span);
            let span =
                if std::ptr::eq(source, call) { call.span() } else { source.span().join(end) };
            let words = source.arguments().iter().map(|word| word.text.as_str());
            let address = words.collect::<Vec<_>>().join(" ");
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

fn is_interpreter(program: &str) -> bool {
    let version = program.strip_prefix("python").unwrap_or("x");
    matches!(program, "sh" | "bash" | "zsh" | "ash" | "dash" | "perl" | "ruby" | "node" | "php")
        || version.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.'))
}

/// The download whose output an interpreter reads from a pipe, be it through a
/// program that changes the text on its way.
fn piped_from(script: &Script, place: usize) -> Option<&Call> {
    let mut call = script.calls.get(place).filter(|call| reads_input(call))?;
    for before in script.calls[..place].iter().rev().filter(|call| !call.is_inner) {
        if call.joint != Joint::Pipe {
            return None;
        }
        if matches!(before.program(), "curl" | "wget") {
            return Some(before);
        }
        if !["sed", "tee", "tr", "cat", "awk", "grep", "gunzip", "envsubst"]
            .contains(&before.program())
        {
            return None;
        }
        call = before;
    }
    None
}

/// Whether the text of a download is given to a shell: `sh -c "$(curl …)"`, `source <(curl …)`.
fn given_to_shell(subject: &Subject<'_>, call: &Call) -> bool {
    if !call.is_inner || !matches!(call.program(), "curl" | "wget") {
        return false;
    }
    let start = call.span().start;
    let from =
        subject.file.source.text()[..start as usize].rfind('\n').map_or(0, |at| at as u32 + 1);
    let before = subject.text(Span::new(from, start)).trim_end();
    ["-c \"$(", "-c $(", "-c \"`", "eval \"$(", "eval $(", "source <(", "bash <(", "sh <("]
        .iter()
        .any(|opening| before.ends_with(opening))
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
