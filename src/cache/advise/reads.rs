//! Which files of its directory the command of a RUN reads, where that can be told.
//!
//! Only commands that are known for it count: installations of packages by
//! name, and of the packages that a list of the project names. What such a
//! list may hold is taken for granted and said ([`Reads::assumes`]).

mod pip;

use crate::build::paths;
use crate::dockerfile::{Arguments, Dockerfile, Form, Instruction, Keyword};
use crate::shell::{self, SimpleCommand};

/// What a RUN reads of the files in the image. Each path is one in the
/// directory of the RUN, or begins with a `/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reads {
    /// Files that have to be there.
    pub needed: Vec<String>,
    /// Files that are read where they are there.
    pub optional: Vec<String>,
    /// Of each of these groups at least one has to be there.
    pub any_of: Vec<Vec<String>>,
    /// What it writes, and what it would read as well, so that more is read than can be told.
    pub apart: Vec<Apart>,
    /// What would be read as well in any folder above that of the path.
    pub upward: Vec<String>,
    /// Names that may be those of accounts which it makes.
    pub makes: Vec<String>,
    /// Whether it installs packages of the system, which may bring accounts.
    pub brings_packages: bool,
    /// Accounts that no package is to bring.
    pub others: Vec<String>,
    /// What is taken for granted, in words.
    pub assumes: Vec<String>,
}

/// Files that are not to be brought by what the RUN goes past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Apart {
    /// The file, or the folder with all that it holds.
    pub path: String,
    /// In the folder only what ends like one of these, where it names any.
    pub ends: &'static [&'static str],
}

impl Apart {
    fn all_of(path: &str) -> Self {
        Self { path: path.to_owned(), ends: &[] }
    }

    /// Whether a file of the image is one of them, with the whole `path` of theirs.
    pub(super) fn holds(&self, path: &str, file: &str) -> bool {
        let inside = file.strip_prefix(path.trim_end_matches('/'));
        match (inside, self.ends) {
            (Some(inside), []) => inside.is_empty() || inside.starts_with('/'),
            (Some(inside), ends) => {
                inside.starts_with('/') && ends.iter().any(|end| inside.ends_with(end))
            }
            (None, _) => false,
        }
    }
}

impl Reads {
    /// Whether its directory makes no difference: it reads and writes nothing there.
    pub(super) fn is_elsewhere(&self) -> bool {
        let groups = self.any_of.iter().flatten();
        let files = self.needed.iter().chain(&self.optional).chain(groups).chain(&self.upward);
        let mut paths = files.chain(self.apart.iter().map(|apart| &apart.path));
        paths.all(|path| path.starts_with('/'))
    }

    /// The files of the image that it reads, or may read, for a RUN in this directory.
    pub(super) fn files(&self, directory: Option<&str>) -> Vec<String> {
        let groups = self.any_of.iter().flatten();
        let names = self.needed.iter().chain(groups).chain(&self.optional);
        let mut files: Vec<String> = Vec::new();
        for file in names.map(|name| in_image(directory, name)) {
            if !files.contains(&file) {
                files.push(file);
            }
        }
        files
    }

    /// The same, of a command that is sent into another folder.
    fn inside(mut self, folder: &str) -> Self {
        let groups = self.any_of.iter_mut().flatten();
        let files = self.needed.iter_mut().chain(&mut self.optional).chain(groups);
        let paths =
            files.chain(&mut self.upward).chain(self.apart.iter_mut().map(|it| &mut it.path));
        for path in paths.filter(|path| !path.starts_with('/')) {
            *path = format!("{}/{path}", folder.trim_end_matches('/'));
        }
        self
    }

    fn join(&mut self, other: Self) {
        self.needed.extend(other.needed);
        self.optional.extend(other.optional);
        self.any_of.extend(other.any_of);
        self.apart.extend(other.apart);
        self.upward.extend(other.upward);
        self.makes.extend(other.makes);
        self.brings_packages |= other.brings_packages;
        self.assumes.extend(other.assumes);
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

/// The path of a file of a RUN from the root of the image.
pub(super) fn in_image(directory: Option<&str>, name: &str) -> String {
    match directory {
        Some(directory) if !name.starts_with('/') => paths::clean(&format!("{directory}/{name}")),
        _ => paths::clean(name),
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
    let (words, folder) = sent_to(&words)?;
    let reads = of_words(&words)?;
    match folder {
        // Where its packages go instead of where it reads.
        Some(_) if reads == Reads::default() => None,
        Some(folder) => Some(reads.inside(folder)),
        None => Some(reads),
    }
}

/// The words of a command without the flag that sends it into another folder, and that folder.
fn sent_to<'a>(words: &[&'a str]) -> Option<(Vec<&'a str>, Option<&'a str>)> {
    let flags: &[&str] = match words.first() {
        Some(&"npm") => &["--prefix"],
        Some(&"go") => &["-C"],
        Some(&"composer") => &["-d", "--working-dir"],
        Some(&"poetry") => &["-C", "--directory"],
        _ => &[],
    };
    let (mut left, mut folder) = (Vec::new(), None);
    let mut rest = words.iter().copied();
    while let Some(word) = rest.next() {
        let found = match word.split_once('=') {
            Some((flag, value)) if flags.contains(&flag) => value,
            _ if flags.contains(&word) => rest.next()?,
            _ => {
                left.push(word);
                continue;
            }
        };
        if folder.replace(found).is_some() || !is_told(found) {
            return None;
        }
    }
    Some((left, folder))
}

fn of_words(words: &[&str]) -> Option<Reads> {
    match words {
        ["apt-get" | "apt" | "apk" | "dnf" | "yum" | "microdnf", rest @ ..] => {
            system_packages(rest)
        }
        ["useradd" | "adduser" | "groupadd" | "addgroup", rest @ ..] => {
            let is_elsewhere = |word: &&str| word.contains('/') && !is_of_the_system(word);
            let names = rest.iter().flat_map(|word| word.split(['=', ',', ':']));
            let makes = names.map(str::to_owned).collect();
            (!rest.iter().any(is_elsewhere)).then(|| Reads { makes, ..Reads::default() })
        }
        ["rm", rest @ ..] => {
            let paths = rest.iter().filter(|word| !word.starts_with('-'));
            paths.copied().all(is_package_list).then(Reads::default)
        }
        ["set", ..] | ["true"] => Some(Reads::default()),
        ["pip" | "pip3", verb, rest @ ..]
        | ["python" | "python3", "-m", "pip", verb, rest @ ..] => pip::reads(verb, rest),
        ["uv", "pip", "install", rest @ ..] => pip::of_uv(rest),
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
            let words = "pyproject.toml names no other file of the project";
            Some(listed(&["pyproject.toml"], &["poetry.lock", "poetry.toml"], &[], words))
        }
        _ => None,
    }
}

/// What an installation from a list reads, and the folders that are to stay apart from it.
fn listed(needed: &[&str], optional: &[&str], apart: &[&str], assumes: &str) -> Reads {
    Reads {
        needed: owned(needed),
        optional: owned(optional),
        apart: apart.iter().map(|path| Apart::all_of(path)).collect(),
        assumes: vec![assumes.to_owned()],
        ..Reads::default()
    }
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
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
    let brings_packages = matches!(*verb, "install" | "add" | "upgrade" | "dist-upgrade" | "fix");
    let reads = Reads { brings_packages, ..Reads::default() };
    (VERBS.contains(verb) && !names_a_file).then_some(reads)
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

/// A package by name, perhaps with a version.
fn is_package(word: &str) -> bool {
    let is_name = word.starts_with(|it: char| it.is_ascii_alphanumeric());
    let ends_like_file =
        [".whl", ".gz", ".zip", ".txt", ".py"].iter().any(|end| word.ends_with(end));
    is_name && !word.contains(['/', '\\', '$', ':', '@']) && !ends_like_file
}

/// A path that is read as it stands: inside the directory, or from the root.
fn is_told(path: &str) -> bool {
    !path.is_empty()
        && !path.starts_with(['-', '~'])
        && !path.contains(['$', '*', '?', '[', '\\', ':'])
        && !path.split('/').any(|part| part == "..")
}

const SCRIPTS: &str =
    "no script of package.json that npm, yarn or pnpm runs at an installation reads other files";

fn npm(words: &[&str], any_of: &[&str]) -> Option<Reads> {
    let is_global = words.iter().any(|word| matches!(*word, "-g" | "--global"));
    if is_global {
        let fits = |word: &&str| word.starts_with('-') || is_package(word.trim_start_matches('@'));
        return words.iter().all(fits).then(Reads::default);
    }
    let lists = ["package-lock.json", "npm-shrinkwrap.json", ".npmrc"];
    let mut reads = listed(&["package.json"], &lists, &["node_modules"], SCRIPTS);
    reads.any_of.extend((!any_of.is_empty()).then(|| owned(any_of)));
    // A project above may have this one as a workspace.
    reads.upward = owned(&["package.json"]);
    only_flags(words).then_some(reads)
}

fn yarn() -> Reads {
    let lists = ["yarn.lock", ".yarnrc", ".yarnrc.yml", ".npmrc"];
    let apart = ["node_modules", ".yarn", "packages"];
    let reads = listed(&["package.json"], &lists, &apart, SCRIPTS);
    Reads { upward: owned(&["package.json", ".yarnrc", ".yarnrc.yml", ".npmrc"]), ..reads }
}

fn pnpm() -> Reads {
    let lists = ["pnpm-lock.yaml", ".npmrc"];
    let apart = ["node_modules", "pnpm-workspace.yaml"];
    let reads = listed(&["package.json"], &lists, &apart, SCRIPTS);
    Reads { upward: owned(&["package.json", "pnpm-workspace.yaml"]), ..reads }
}

fn go() -> Reads {
    let words = "go.mod replaces no module by a folder of the project";
    let reads = listed(&["go.mod"], &["go.sum"], &["go.work", "vendor"], words);
    Reads { upward: owned(&["go.work"]), ..reads }
}

fn bundle() -> Reads {
    let words = "the Gemfile names no other file of the project, with path: or gemspec";
    listed(&["Gemfile"], &["Gemfile.lock"], &["vendor", ".bundle"], words)
}

fn composer() -> Reads {
    let words = "composer.json names no folder of the project as a repository";
    listed(&["composer.json"], &["composer.lock"], &["vendor"], words)
}

/// Scripts and the map of classes would read the code.
fn is_without_code(words: &[&str]) -> bool {
    only_flags(words) && words.contains(&"--no-scripts") && words.contains(&"--no-autoloader")
}
