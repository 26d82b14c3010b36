//! What package managers are told in a RUN.

use super::script::{Call, Word};

/// A package manager.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each is the manager of the same name")]
pub(crate) enum Manager {
    Apt,
    Apk,
    /// yum, dnf, microdnf, tdnf.
    Dnf,
    Zypper,
    Pip,
    /// npm.
    Npm,
    Yarn,
    Pnpm,
}

/// A command that installs.
#[derive(Clone, Debug)]
pub(crate) struct Install<'c> {
    /// With what.
    pub manager: Manager,
    /// The command.
    pub call: &'c Call,
    /// The word that says so: `install`, `add`, `ci`.
    pub verb: &'c Word,
    /// What is named behind it, options left out.
    pub packages: Vec<&'c Word>,
}

// Options whose value is the next word.
pub(crate) const APT: [&str; 7] =
    ["-o", "--option", "-c", "--config-file", "-t", "--target-release", "-a"];
pub(crate) const APK: [&str; 7] =
    ["-t", "--virtual", "-X", "--repository", "-p", "--root", "--arch"];
pub(crate) const DNF: [&str; 6] =
    ["-c", "--config", "--installroot", "--releasever", "-x", "--repo"];
pub(crate) const PIP: [&str; 16] = [
    "-r",
    "--requirement",
    "-c",
    "--constraint",
    "-e",
    "--editable",
    "-i",
    "--index-url",
    "--extra-index-url",
    "-f",
    "--find-links",
    "-t",
    "--target",
    "--prefix",
    "--root",
    "--trusted-host",
];
pub(crate) const NODE: [&str; 5] = ["--prefix", "--registry", "-C", "--cwd", "--cache"];

/// The manager that a command calls, and the place of its name among the words.
pub(super) fn manager(call: &Call) -> Option<(Manager, usize)> {
    let program = call.program();
    // Asked of every command by many checks: most programs begin with another letter.
    if !matches!(
        program.as_bytes().first(),
        Some(b'a' | b'd' | b'm' | b'n' | b'p' | b't' | b'y' | b'z')
    ) {
        return None;
    }
    if program.starts_with("python") && call.words.get(1).is_some_and(|word| word.text == "-m") {
        let is_pip = call.words.get(2).is_some_and(|word| word.text == "pip");
        return is_pip.then_some((Manager::Pip, 2));
    }
    let manager = match program {
        "apt-get" | "apt" | "aptitude" => Manager::Apt,
        "apk" => Manager::Apk,
        "yum" | "dnf" | "microdnf" | "tdnf" => Manager::Dnf,
        "zypper" => Manager::Zypper,
        "npm" => Manager::Npm,
        "yarn" => Manager::Yarn,
        "pnpm" => Manager::Pnpm,
        name if is_pip(name) => Manager::Pip,
        _ => return None,
    };
    Some((manager, 0))
}

/// `pip`, `pip3`, `pip3.11`.
fn is_pip(name: &str) -> bool {
    name.strip_prefix("pip")
        .is_some_and(|rest| rest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.')))
}

impl Manager {
    fn with_value(self) -> &'static [&'static str] {
        match self {
            Manager::Apt => &APT,
            Manager::Apk => &APK,
            Manager::Dnf | Manager::Zypper => &DNF,
            Manager::Pip => &PIP,
            Manager::Npm | Manager::Yarn | Manager::Pnpm => &NODE,
        }
    }

    fn installs(self, verb: &str) -> bool {
        match self {
            Manager::Apt | Manager::Pip => verb == "install",
            Manager::Apk => verb == "add",
            Manager::Dnf => matches!(verb, "install" | "groupinstall" | "localinstall"),
            Manager::Zypper => matches!(verb, "install" | "in"),
            Manager::Npm => matches!(verb, "install" | "i" | "add" | "ci" | "clean-install"),
            Manager::Yarn | Manager::Pnpm => matches!(verb, "install" | "i" | "add"),
        }
    }
}

/// The first word behind a manager's name that is no option.
pub(super) fn verb(call: &Call) -> Option<&Word> {
    let (manager, at) = manager(call)?;
    verb_of(call, manager, at)
}

fn verb_of(call: &Call, manager: Manager, at: usize) -> Option<&Word> {
    let mut words = call.words.iter().skip(at + 1);
    while let Some(word) = words.next() {
        if manager.with_value().contains(&word.text.as_str()) {
            words.next();
        } else if !word.text.starts_with('-') {
            return Some(word);
        }
    }
    None
}

/// What a command installs; `None` when it installs nothing.
pub(crate) fn install(call: &Call) -> Option<Install<'_>> {
    let (manager, at) = manager(call)?;
    let verb = verb_of(call, manager, at).filter(|word| manager.installs(&word.text));
    let bare_yarn = manager == Manager::Yarn && call.words.len() == at + 1;
    let verb = verb.or_else(|| call.words.first().filter(|_| bare_yarn))?;
    let mut packages = Vec::new();
    let behind = call.words.iter().skip_while(|word| !std::ptr::eq(*word, verb)).skip(1);
    let mut words = behind;
    while let Some(word) = words.next() {
        if manager.with_value().contains(&word.text.as_str()) {
            words.next();
        } else if !word.text.starts_with(['-', '<', '>']) {
            packages.push(word);
        }
    }
    Some(Install { manager, call, verb, packages })
}

/// The name of a package without its version.
pub(crate) fn name_of(package: &str) -> &str {
    let end = package.char_indices().skip(1).find(|(_, it)| "=<>~!@[;:".contains(*it));
    &package[..end.map_or(package.len(), |(at, _)| at)]
}
