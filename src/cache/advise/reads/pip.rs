//! What pip reads: the lists that it is given, each from the path where it stands.

use super::{Apart, Reads, is_package, is_told, owned};

const PLAIN: [&str; 14] = [
    "-q",
    "--quiet",
    "-U",
    "--upgrade",
    "--user",
    "--no-cache-dir",
    "--no-deps",
    "--no-input",
    "--no-compile",
    "--require-hashes",
    "--break-system-packages",
    "--prefer-binary",
    "--disable-pip-version-check",
    "--system",
];

/// How the names of packages end that pip builds or downloads. What lies there
/// already under such a name is taken instead.
const PACKAGES: [&str; 4] = [".whl", ".gz", ".zip", ".bz2"];

/// What `pip install`, `pip wheel` and `pip download` read, with these words behind them.
pub(super) fn reads(verb: &str, words: &[&str]) -> Option<Reads> {
    let folders: &[&str] = match verb {
        "install" => &["-t", "--target", "--prefix", "--root"],
        "wheel" => &["-w", "--wheel-dir"],
        "download" => &["-d", "--dest"],
        _ => return None,
    };
    let mut reads = Reads::default();
    let mut into = (verb != "install").then_some(".");
    let mut rest = words.iter().copied();
    while let Some(word) = rest.next() {
        let (flag, given) = match word.split_once('=') {
            Some((flag, value)) if flag.starts_with("--") => (flag, Some(value)),
            _ => (word, None),
        };
        let is_list = matches!(flag, "-r" | "--requirement" | "-c" | "--constraint");
        if !is_list && !folders.contains(&flag) {
            if PLAIN.contains(&word) || is_index(word) || is_package(word) {
                continue;
            }
            return None;
        }
        let path = given.or_else(|| rest.next()).filter(|path| is_told(path))?;
        if is_list {
            reads
                .assumes
                .push(format!("{path} names no other file of the project, with -r, -e or a path"));
            reads.needed.push(path.to_owned());
        } else {
            into = Some(path);
        }
    }
    let ends: &[&str] = if verb == "install" { &[] } else { &PACKAGES };
    reads.apart.extend(into.map(|path| Apart { path: path.to_owned(), ends }));
    Some(reads)
}

/// What `uv pip install` reads: settings of the project too, and an environment beside them.
pub(super) fn of_uv(words: &[&str]) -> Option<Reads> {
    let mut reads = reads("install", words)?;
    let settings = ["uv.toml", "pyproject.toml", ".venv"];
    reads.apart.extend(settings.map(Apart::all_of));
    reads.upward = owned(&settings);
    Some(reads)
}

fn is_index(word: &str) -> bool {
    ["--index-url=", "--extra-index-url=", "--trusted-host=", "--root-user-action=", "--timeout="]
        .iter()
        .any(|start| word.starts_with(start))
}
