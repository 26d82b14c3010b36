//! Process 1: which program it is, and whether it hears the stop signal.

use crate::fact::Fact;

/// What a container starts as its process 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FirstProcess {
    /// Nothing: neither ENTRYPOINT nor CMD is set, and `docker run` needs a command.
    Nothing,
    /// A program.
    Program {
        /// Its name or path.
        program: String,
    },
    /// A script. The Dockerfile does not show whether it ends in `exec`, which
    /// gives its place to a program.
    Script {
        /// Its name or path.
        path: String,
    },
    /// A shell that certainly gives its place to a program: `sh -c "exec app"`.
    Replaced {
        /// The shell.
        shell: String,
        /// The program.
        program: String,
    },
    /// A shell. Whether it stays beside what it runs depends on the shell: many
    /// give their place to the last command of the text, and none promises it.
    Shell {
        /// The shell.
        shell: String,
        /// What it reads; empty when it is started without a text.
        script: String,
    },
}

/// Whether `docker stop` reaches the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signals {
    /// It gets the signal.
    Reached,
    /// The shell gets it and hands nothing on, unless it gave its place away.
    HeldByShell,
    /// The script gets it; what it does with it stands in the script.
    UpToScript,
    /// There is no program.
    NoProgram,
}

impl FirstProcess {
    /// Whether the container starts with a shell that does not certainly give
    /// its place away; `None` for a script, which may.
    pub fn is_shell(&self) -> Option<bool> {
        match self {
            FirstProcess::Shell { .. } => Some(true),
            FirstProcess::Script { .. } => None,
            _ => Some(false),
        }
    }

    /// Whether the stop signal reaches the program.
    pub fn signals(&self) -> Signals {
        match self {
            FirstProcess::Nothing => Signals::NoProgram,
            FirstProcess::Program { .. } | FirstProcess::Replaced { .. } => Signals::Reached,
            FirstProcess::Shell { .. } => Signals::HeldByShell,
            FirstProcess::Script { .. } => Signals::UpToScript,
        }
    }
}

/// Follows from the command line. A known ENTRYPOINT decides it alone.
pub(super) fn of(entrypoint: &Fact<Vec<String>>, argv: &Fact<Vec<String>>) -> Fact<FirstProcess> {
    let decides = entrypoint.value().is_some_and(|words| !words.is_empty());
    let words = if decides && argv.value().is_none() { entrypoint } else { argv };
    words.clone().map(|words| read(&words))
}

fn read(words: &[String]) -> FirstProcess {
    let Some(program) = words.first() else { return FirstProcess::Nothing };
    if [".sh", ".bash"].iter().any(|end| program.ends_with(end)) {
        return FirstProcess::Script { path: program.clone() };
    }
    if !is_shell(program) {
        return FirstProcess::Program { program: program.clone() };
    }
    let script = script(&words[1..]).unwrap_or_default();
    match replaced_by(script) {
        Some(with) => FirstProcess::Replaced { shell: program.clone(), program: with.to_owned() },
        None => FirstProcess::Shell { shell: program.clone(), script: script.to_owned() },
    }
}

/// Whether a program is a shell, by its name.
pub(super) fn is_shell(program: &str) -> bool {
    let name = program.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
    let name = name.strip_suffix(".exe").unwrap_or(&name);
    matches!(
        name,
        "sh" | "bash" | "dash" | "ash" | "zsh" | "ksh" | "fish" | "cmd" | "powershell" | "pwsh"
    )
}

/// The text behind `-c`.
fn script(arguments: &[String]) -> Option<&str> {
    let is_flag = |word: &String| {
        word.starts_with('-') && word.ends_with('c') && !word.starts_with("--")
            || matches!(word.to_ascii_lowercase().as_str(), "/c" | "-command")
    };
    let at = arguments.iter().position(is_flag)?;
    arguments.get(at + 1).map(String::as_str)
}

/// The program of a text that is nothing but `exec PROGRAM …`.
fn replaced_by(script: &str) -> Option<&str> {
    let has_more = script.contains([';', '&', '|', '\n', '<', '>', '(', '`', '#']);
    let mut words = script.split_whitespace();
    let is_exec = words.next() == Some("exec");
    words
        .next()
        .filter(|program| is_exec && !has_more && !program.starts_with(['-', '$', '"', '\'']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_words(words: &[&str]) -> FirstProcess {
        read(&words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn only_a_lone_exec_certainly_replaces_the_shell() {
        let held = |script: &str| of_words(&["/bin/sh", "-c", script]).is_shell() == Some(true);
        assert!(!held("exec app --port 80"));
        assert!(held("app"));
        assert!(held("cd /app && exec app"));
        assert!(held("exec app | tee log"));
        assert!(held("exec $APP"));
        assert_eq!(of_words(&["/bin/bash", "-euxc", "exec app"]).is_shell(), Some(false));
        assert_eq!(of_words(&["bash"]).is_shell(), Some(true));
        assert_eq!(of_words(&["/docker-entrypoint.sh", "nginx"]).is_shell(), None);
    }

    #[test]
    fn a_program_is_no_shell_and_hears_the_signal() {
        assert_eq!(of_words(&["python", "app.py"]).signals(), Signals::Reached);
        assert_eq!(of_words(&["/usr/bin/shell"]).signals(), Signals::Reached);
        assert_eq!(of_words(&["/bin/sh", "-c", "app"]).signals(), Signals::HeldByShell);
        assert_eq!(of_words(&[]).signals(), Signals::NoProgram);
    }

    #[test]
    fn a_known_entrypoint_decides_although_cmd_is_unknown() {
        let entrypoint = Fact::known(vec!["app".to_owned()], Vec::new());
        assert!(of(&entrypoint, &Fact::unknown("cmd")).value().is_some());
        let none = Fact::known(Vec::new(), Vec::new());
        assert!(of(&none, &Fact::unknown("cmd")).value().is_none());
    }
}
