//! Which files of its directory the command of a RUN reads, where that can be told.
//!
//! Only commands that are known for it count: installations of packages by
//! name, and of the packages that a list of the project names. What such a
//! list may hold is taken for granted and said ([`Reads::assumes`]).

use crate::dockerfile::{Arguments, Dockerfile, Form, Instruction, Keyword};
use crate::shell::{self, SimpleCommand};

/// What a RUN reads of the files in its directory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reads {
    /// Files that have to be there.
    pub needed: Vec<String>,
    /// Files that are read where they are there; one of `any_of` has to be.
    pub optional: Vec<&'static str>,
    /// Of these at least one has to be there, where it names any.
    pub any_of: &'static [&'static str],
    /// Folders of its directory that it writes to.
    pub writes: Vec<&'static str>,
    /// Where these are in its directory, it reads more than can be told.
    pub unless: Vec<&'static str>,
    /// What is taken for granted, in words.
    pub assumes: Vec<String>,
}

impl Reads {
    /// Whether it reads no file of its directory.
    pub(super) fn nothing(&self) -> bool {
        self.needed.is_empty() && self.any_of.is_empty()
    }

    fn join(&mut self, other: Self) {
        self.needed.extend(other.needed);
        self.optional.extend(other.optional);
        self.writes.extend(other.writes);
        self.unless.extend(other.unless);
        self.assumes.extend(other.assumes);
        if self.any_of.is_empty() {
            self.any_of = other.any_of;
        }
    }

    /// What a RUN reads; `None` where that cannot be told.
    pub(super) fn of(file: &Dockerfile, run: &Instruction) -> Option<Self> {
        let Arguments::Command(command) = &run.arguments else { return None };
        let is_plain = run.keyword == Some(Keyword::Run)
            && command.form == Form::Shell
            && run.heredocs.is_empty()
            && run.flags.iter().all(|flag| is_harmless(file.source.slice(flag.span)));
        let script = run.logical.slice(&file.source, command.text);
        // What is substituted, redirected or piped may read anything.
        if !is_plain || script.contains(['`', '<', '>', '(', ')', '|']) && !has_only_or(&script) {
            return None;
        }
        let mut reads = Self::default();
        let commands = shell::commands(&script);
        if commands.is_empty() {
            return None;
        }
        for command in &commands {
            reads.join(of_command(command)?);
        }
        Some(reads)
    }
}

/// Whether all of the signs that are suspicious belong to `||`.
fn has_only_or(script: &str) -> bool {
    let without = script.replace("||", "");
    !without.contains(['`', '<', '>', '(', ')', '|'])
}

/// Whether a flag brings in no files of the project.
fn is_harmless(flag: &str) -> bool {
    let mount = flag.strip_prefix("--mount=");
    mount.is_some_and(|mount| mount.contains("type=cache") || mount.contains("type=secret"))
        && !flag.contains("from=")
}

fn of_command(command: &SimpleCommand) -> Option<Reads> {
    let words: Vec<&str> = command.words.iter().map(|word| word.text.as_str()).collect();
    match words.as_slice() {
        ["apt-get" | "apt" | "apk" | "dnf" | "yum" | "microdnf", rest @ ..] => {
            system_packages(rest)
        }
        ["useradd" | "adduser" | "groupadd" | "addgroup", rest @ ..] => {
            let is_elsewhere = |word: &&str| word.contains('/') && !is_of_the_system(word);
            (!rest.iter().any(is_elsewhere)).then(Reads::default)
        }
        ["rm", rest @ ..] => {
            let paths = rest.iter().filter(|word| !word.starts_with('-'));
            paths.copied().all(is_package_list).then(Reads::default)
        }
        ["set", ..] | ["true"] => Some(Reads::default()),
        ["pip" | "pip3", "install", rest @ ..]
        | ["python" | "python3", "-m", "pip", "install", rest @ ..]
        | ["uv", "pip", "install", rest @ ..] => pip(rest),
        ["npm", "ci" | "clean-install", rest @ ..] => {
            npm(rest, &["package-lock.json", "npm-shrinkwrap.json"])
        }
        ["npm", "install" | "i", rest @ ..] => npm(rest, &[]),
        ["yarn"] | ["yarn", "--frozen-lockfile" | "--immutable"] => Some(yarn()),
        ["yarn", "install", rest @ ..] if only_flags(rest) => Some(yarn()),
        ["pnpm", "install" | "i", rest @ ..] if only_flags(rest) => Some(pnpm()),
        ["go", "mod", "download" | "verify"] => Some(go()),
        ["bundle", "install", rest @ ..] if only_flags(rest) => Some(bundle()),
        ["bundle", "config", ..] => Some(Reads::default()),
        ["composer", "install", rest @ ..] if is_without_code(rest) => Some(composer()),
        ["poetry", "install", rest @ ..] if only_flags(rest) && rest.contains(&"--no-root") => {
            Some(listed(
                &["pyproject.toml"],
                &["poetry.lock", "poetry.toml"],
                &[],
                "pyproject.toml names no other file of the project",
            ))
        }
        _ => None,
    }
}

/// What an installation from a list reads.
fn listed(
    needed: &[&str],
    optional: &[&'static str],
    writes: &[&'static str],
    assumes: &str,
) -> Reads {
    Reads {
        needed: needed.iter().map(|name| (*name).to_owned()).collect(),
        optional: optional.to_vec(),
        writes: writes.to_vec(),
        assumes: vec![assumes.to_owned()],
        ..Reads::default()
    }
}

fn only_flags(words: &[&str]) -> bool {
    words.iter().all(|word| word.starts_with("--") && !word.contains('/'))
}

/// `apt-get install -y curl`: packages by name. A path would be a file.
fn system_packages(words: &[&str]) -> Option<Reads> {
    const VERBS: [&str; 14] = [
        "update",
        "upgrade",
        "dist-upgrade",
        "install",
        "add",
        "del",
        "remove",
        "purge",
        "clean",
        "autoclean",
        "autoremove",
        "makecache",
        "fix",
        "cache",
    ];
    let verb = words.iter().find(|word| !word.starts_with('-'))?;
    let names_a_file = words.iter().any(|word| word.contains('/') || word.ends_with(".deb"));
    (VERBS.contains(verb) && !names_a_file).then(Reads::default)
}

fn is_of_the_system(word: &str) -> bool {
    let value = word.rsplit('=').next().unwrap_or(word);
    ["/bin/", "/sbin/", "/usr/", "/nonexistent"].iter().any(|start| value.starts_with(start))
}

fn is_package_list(path: &str) -> bool {
    ["/var/lib/apt/lists", "/var/cache/apt", "/var/cache/apk", "/var/cache/dnf"]
        .iter()
        .any(|start| path.starts_with(start))
}

fn pip(words: &[&str]) -> Option<Reads> {
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
    let mut reads = Reads::default();
    let mut rest = words.iter().copied();
    while let Some(word) = rest.next() {
        let list = match word {
            "-r" | "--requirement" | "-c" | "--constraint" => Some(rest.next()?),
            _ => word.strip_prefix("--requirement=").or_else(|| word.strip_prefix("--constraint=")),
        };
        match list {
            Some(path) if is_inside(path) => {
                reads.assumes.push(format!(
                    "{path} names no other file of the project, with -r, -e or a path"
                ));
                reads.needed.push(path.to_owned());
            }
            Some(_) => return None,
            None if PLAIN.contains(&word) || is_index(word) || is_package(word) => {}
            None => return None,
        }
    }
    Some(reads)
}

fn is_index(word: &str) -> bool {
    ["--index-url=", "--extra-index-url=", "--trusted-host=", "--root-user-action=", "--timeout="]
        .iter()
        .any(|start| word.starts_with(start))
}

/// A package by name, perhaps with a version.
fn is_package(word: &str) -> bool {
    let is_name = word.starts_with(|it: char| it.is_ascii_alphanumeric());
    let ends_like_file =
        [".whl", ".gz", ".zip", ".txt", ".py"].iter().any(|end| word.ends_with(end));
    is_name && !word.contains(['/', '\\', '$', ':', '@']) && !ends_like_file
}

/// A plain path inside the directory.
fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.starts_with(['/', '-', '~'])
        && !path.contains(['$', '*', '?', '[', '\\', ':'])
        && !path.split('/').any(|part| part == "..")
}

const SCRIPTS: &str =
    "no script of package.json that npm, yarn or pnpm runs at an installation reads other files";

fn npm(words: &[&str], any_of: &'static [&'static str]) -> Option<Reads> {
    let is_global = words.iter().any(|word| matches!(*word, "-g" | "--global"));
    if is_global {
        let fits = |word: &&str| word.starts_with('-') || is_package(word.trim_start_matches('@'));
        return words.iter().all(fits).then(Reads::default);
    }
    let lists = ["package-lock.json", "npm-shrinkwrap.json", ".npmrc"];
    let reads = listed(&["package.json"], &lists, &["node_modules"], SCRIPTS);
    only_flags(words).then_some(Reads { any_of, ..reads })
}

fn yarn() -> Reads {
    let lists = ["yarn.lock", ".yarnrc", ".yarnrc.yml", ".npmrc"];
    let reads = listed(&["package.json"], &lists, &["node_modules"], SCRIPTS);
    Reads { unless: vec![".yarn", "packages"], ..reads }
}

fn pnpm() -> Reads {
    let reads =
        listed(&["package.json"], &["pnpm-lock.yaml", ".npmrc"], &["node_modules"], SCRIPTS);
    Reads { unless: vec!["pnpm-workspace.yaml"], ..reads }
}

fn go() -> Reads {
    let words = "go.mod replaces no module by a folder of the project";
    let reads = listed(&["go.mod"], &["go.sum"], &[], words);
    Reads { unless: vec!["go.work", "vendor"], ..reads }
}

fn bundle() -> Reads {
    let words = "the Gemfile names no other file of the project, with path: or gemspec";
    listed(&["Gemfile"], &["Gemfile.lock"], &["vendor"], words)
}

fn composer() -> Reads {
    let words = "composer.json names no folder of the project as a repository";
    listed(&["composer.json"], &["composer.lock"], &["vendor"], words)
}

/// Scripts and the map of classes would read the code.
fn is_without_code(words: &[&str]) -> bool {
    only_flags(words) && words.contains(&"--no-scripts") && words.contains(&"--no-autoloader")
}
