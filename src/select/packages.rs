//! The packages that a command installs.

use crate::checks::packages::{APK, APT, DNF, NODE, PIP};
use crate::shell::{self, SimpleCommand};

/// How a package manager is told to install.
struct Installer {
    programs: &'static [&'static str],
    verbs: &'static [&'static str],
    /// Options whose value is the next word.
    with_value: &'static [&'static str],
}

const INSTALLERS: [Installer; 6] = [
    Installer { programs: &["apt-get", "apt", "aptitude"], verbs: &["install"], with_value: &APT },
    Installer { programs: &["apk"], verbs: &["add"], with_value: &APK },
    Installer {
        programs: &["yum", "dnf", "microdnf", "tdnf", "zypper"],
        verbs: &["install", "in"],
        with_value: &DNF,
    },
    Installer { programs: &["pip", "pip2", "pip3"], verbs: &["install"], with_value: &PIP },
    Installer {
        programs: &["npm", "pnpm", "yarn"],
        verbs: &["install", "i", "add"],
        with_value: &NODE,
    },
    Installer {
        programs: &["gem", "cargo", "go"],
        verbs: &["install"],
        with_value: &["-v", "--version", "--git", "--root", "--features"],
    },
];

/// The packages, each as written and, where a version follows, without it.
pub(super) fn installed(command: &SimpleCommand) -> Vec<String> {
    let words: Vec<&str> = command.words.iter().map(|word| word.text.as_str()).collect();
    let words = shell::without_interpreter(&words);
    let Some((program, rest)) = words.split_first() else { return Vec::new() };
    let program = shell::program_name(program);
    let Some(installer) = INSTALLERS.iter().find(|it| it.programs.contains(&program)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut installs = false;
    let mut words = rest.iter();
    while let Some(word) = words.next() {
        if installer.with_value.contains(word) {
            words.next();
        } else if word.starts_with('-') {
        } else if !installs {
            if !installer.verbs.contains(word) {
                return Vec::new();
            }
            installs = true;
        } else {
            found.push((*word).to_owned());
            found.extend(without_version(word));
        }
    }
    found
}

/// `curl` of `curl=7.*`, `flask` of `flask[async]>=3`, `left-pad` of `left-pad@1`.
fn without_version(word: &str) -> Option<String> {
    let end = word.char_indices().skip(1).find(|(_, it)| "=<>~!@[;".contains(*it))?.0;
    Some(word[..end].to_owned())
}
