//! Programs that run the command behind them.

use std::ops::Range;

use super::words::{is_assignment, is_shell, program_name};

/// Where the command itself stands among words; all places are in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// The place of each program that wraps it.
    pub(super) wrappers: Vec<usize>,
    /// The place of its own program.
    pub(super) program: usize,
    /// The words that are scripts of their own: `sh -c '…'`.
    pub(super) scripts: Vec<usize>,
    /// Whether the command itself is what runs such a script.
    pub(super) opens: bool,
    /// Words that a program runs as a command: `find … -exec rm {} +`.
    pub(super) executed: Vec<Range<usize>>,
}

/// A program that runs the command behind it.
struct Wrapper {
    name: &'static str,
    /// The word that must follow for it to be so: `run` of `poetry run`.
    verb: &'static str,
    /// Options whose value is the next word.
    with_value: &'static [&'static str],
    /// How many words stand between its options and the command.
    operands: usize,
}

const fn plain(name: &'static str) -> Wrapper {
    Wrapper { name, verb: "", with_value: &[], operands: 0 }
}

const fn with(name: &'static str, with_value: &'static [&'static str]) -> Wrapper {
    Wrapper { name, verb: "", with_value, operands: 0 }
}

const fn behind(name: &'static str, operands: usize) -> Wrapper {
    Wrapper { name, verb: "", with_value: &[], operands }
}

const fn verb(name: &'static str, verb: &'static str) -> Wrapper {
    const OPTIONS: &[&str] = &[
        "-n",
        "--name",
        "-p",
        "--prefix",
        "--with",
        "--python",
        "--extra",
        "--group",
        "--project",
        "--directory",
        "-C",
    ];
    Wrapper { name, verb, with_value: OPTIONS, operands: 0 }
}

const WRAPPERS: &[Wrapper] = &[
    with(
        "sudo",
        &["-u", "-g", "-h", "-p", "-C", "-T", "-U", "-r", "-t", "-D", "-R", "--user", "--group"],
    ),
    with("doas", &["-u", "-C"]),
    with("env", &["-u", "--unset", "-C", "--chdir"]),
    with("exec", &["-a"]),
    plain("command"),
    plain("builtin"),
    plain("nohup"),
    plain("setsid"),
    plain("eatmydata"),
    plain("fakeroot"),
    plain("catchsegv"),
    plain("linux32"),
    plain("linux64"),
    plain("ccache"),
    with("time", &["-f", "-o", "--format", "--output"]),
    with("nice", &["-n", "--adjustment"]),
    with("ionice", &["-c", "-n", "--class", "--classdata"]),
    with("stdbuf", &["-i", "-o", "-e"]),
    with("strace", &["-o", "-e", "-s"]),
    with("xvfb-run", &["-s", "-n", "-e", "-f", "-p", "-w", "--server-args", "--server-num"]),
    with(
        "xargs",
        &[
            "-n",
            "-P",
            "-I",
            "-L",
            "-a",
            "-d",
            "-E",
            "-s",
            "--max-args",
            "--max-procs",
            "--arg-file",
            "--delimiter",
        ],
    ),
    with("tini", &["-p", "-e"]),
    with("catatonit", &[]),
    with("dumb-init", &["-r", "--rewrite"]),
    with("setpriv", &["--reuid", "--regid", "--groups"]),
    with("npx", &["-p", "--package"]),
    with("bunx", &["-p", "--package"]),
    Wrapper {
        name: "timeout",
        verb: "",
        with_value: &["-s", "-k", "--signal", "--kill-after"],
        operands: 1,
    },
    behind("gosu", 1),
    behind("su-exec", 1),
    behind("chroot", 1),
    behind("setarch", 1),
    Wrapper { name: "flock", verb: "", with_value: &["-w", "-E", "--timeout"], operands: 1 },
    verb("poetry", "run"),
    verb("pipenv", "run"),
    verb("pdm", "run"),
    verb("hatch", "run"),
    verb("uv", "run"),
    verb("conda", "run"),
    verb("mamba", "run"),
    verb("micromamba", "run"),
    verb("bundle", "exec"),
    verb("rbenv", "exec"),
    verb("pyenv", "exec"),
    verb("asdf", "exec"),
    verb("pnpm", "exec"),
    verb("pnpm", "dlx"),
    verb("yarn", "dlx"),
    verb("npm", "exec"),
    verb("npm", "x"),
    verb("runuser", "-u"),
];

/// Finds the command itself behind what wraps it, and the scripts among its words.
pub(super) fn see_through(texts: &[&str]) -> Seen {
    let mut seen = Seen::default();
    while let Some(behind) = past_wrapper(&texts[seen.program..]) {
        seen.wrappers.push(seen.program);
        seen.program += behind;
    }
    let words = &texts[seen.program..];
    seen.scripts.extend(script_of(words).map(|at| at + seen.program));
    seen.opens = !seen.scripts.is_empty();
    seen.executed = executed(words)
        .into_iter()
        .map(|range| range.start + seen.program..range.end + seen.program)
        .collect();
    for range in &seen.executed {
        let start = range.start;
        seen.scripts.extend(script_of(&texts[range.clone()]).map(|at| at + start));
    }
    seen.scripts.sort_unstable();
    seen
}

/// How many words lead to the command that the first one wraps; `None` when it wraps none.
fn past_wrapper(words: &[&str]) -> Option<usize> {
    let name = program_name(words.first()?);
    let second = words.get(1).copied().unwrap_or_default();
    let wrapper = WRAPPERS.iter().find(|wrapper| {
        wrapper.name == name && (wrapper.verb.is_empty() || wrapper.verb == second)
    })?;
    // `command -v git` only asks where git is.
    if name == "command" && matches!(second, "-v" | "-V") {
        return None;
    }
    let mut at = if wrapper.verb.is_empty() { 1 } else { 2 };
    if wrapper.verb == "-u" {
        at += 1;
    }
    let mut operands = wrapper.operands;
    while let Some(word) = words.get(at) {
        if *word == "--" {
            at += 1;
            if operands == 0 {
                break;
            }
        } else if wrapper.with_value.contains(word) {
            at += 2;
        } else if word.starts_with('-') && word.len() > 1 || is_assignment(word) {
            at += 1;
        } else if operands > 0 {
            operands -= 1;
            at += 1;
        } else {
            break;
        }
    }
    (at < words.len()).then_some(at)
}

/// The word that is a script: the one behind `-c` of a shell, `su` or `runuser`.
fn script_of(words: &[&str]) -> Option<usize> {
    let (program, rest) = words.split_first()?;
    let switches_user = matches!(program_name(program), "su" | "runuser" | "script");
    if program_name(program) == "eval" || program_name(program) == "trap" {
        return rest.first().filter(|word| word.contains(' ')).map(|_| 1);
    }
    if !is_shell(program) && !switches_user {
        return None;
    }
    let mut takes_value = false;
    for (index, word) in rest.iter().enumerate() {
        if std::mem::take(&mut takes_value) {
            continue;
        }
        let cluster = word.starts_with('-') && !word.starts_with("--") && word.len() > 1;
        if cluster && word.ends_with('c') || *word == "--command" {
            return (index + 2 < words.len()).then_some(index + 2);
        }
        takes_value = cluster && word.ends_with('o') || matches!(*word, "--init-file" | "--rcfile");
        if !switches_user && !takes_value && !word.starts_with(['-', '+']) {
            return None;
        }
    }
    None
}

/// What `find` runs for the files that it finds.
fn executed(words: &[&str]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if words.first().is_none_or(|program| program_name(program) != "find") {
        return found;
    }
    let mut start = None;
    for (index, word) in words.iter().enumerate() {
        match (start, *word) {
            (None, "-exec" | "-execdir" | "-ok" | "-okdir") => start = Some(index + 1),
            (Some(begin), ";" | "+") => {
                if begin < index {
                    found.push(begin..index);
                }
                start = None;
            }
            _ => {}
        }
    }
    if let Some(begin) = start.filter(|begin| *begin < words.len()) {
        found.push(begin..words.len());
    }
    found
}

/// The words of a command without the `python -m` before a program of Python.
pub fn without_interpreter<'w, 's>(words: &'w [&'s str]) -> &'w [&'s str] {
    match words {
        [program, "-m", rest @ ..] if program_name(program).starts_with("python") => rest,
        _ => words,
    }
}
