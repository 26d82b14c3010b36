//! The invariants of ARCHITECTURE.md that reading the sources can hold.

use std::path::{Path, PathBuf};

/// The modules in the order of the data: each may use those before it, and itself.
const ORDER: [&str; 26] = [
    "source",
    "dockerfile",
    "arrange",
    "diff",
    "fact",
    "shell",
    "mask",
    "build",
    "context",
    "stages",
    "cache",
    "knowledge",
    "analysis",
    "runtime",
    "doc",
    "checks",
    "select",
    "explain",
    "audit",
    "lesson",
    "quiz",
    "progress",
    "curriculum",
    "host",
    "tui",
    "cli",
];

/// The first module that may do input and output.
const FIRST_WITH_IO: &str = "host";

/// One source file without its unit tests and comments.
struct File {
    path: PathBuf,
    module: String,
    lines: Vec<(usize, String)>,
}

impl File {
    fn at(&self, number: usize) -> String {
        format!("{}:{number}", self.path.display())
    }
}

fn sources() -> Vec<File> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for root in ["src", "syntax/src"].map(|root| project.join(root)) {
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|end| end == "rs") {
                    files.push(read(&root, path));
                }
            }
        }
    }
    assert!(files.len() > 10, "found only {} source files", files.len());
    files
}

fn read(root: &Path, path: PathBuf) -> File {
    let below = path.strip_prefix(root).unwrap();
    let first = below.components().next().unwrap().as_os_str().to_string_lossy();
    let module = first.trim_end_matches(".rs").to_owned();
    let in_tests = path.file_name().is_some_and(|name| name == "tests.rs");
    let text = if in_tests { String::new() } else { std::fs::read_to_string(&path).unwrap() };
    let lines = text
        .lines()
        .enumerate()
        .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
        .map(|(index, line)| (index + 1, line.to_owned()))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .collect();
    File { path, module, lines }
}

/// Names of our modules behind each `crate::` of a line.
fn used_modules(line: &str) -> Vec<String> {
    let name = |rest: &str| -> String {
        rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect()
    };
    let mut found = Vec::new();
    for rest in line.split("crate::").skip(1) {
        match rest.strip_prefix('{') {
            Some(group) => found.extend(group.split(',').map(|part| name(part.trim()))),
            None => found.push(name(rest)),
        }
    }
    found
}

fn rank(module: &str) -> Option<usize> {
    ORDER.iter().position(|name| *name == module)
}

#[test]
fn data_flows_one_way() {
    let mut wrong = Vec::new();
    for file in sources() {
        let Some(own) = rank(&file.module) else {
            assert!(["lib", "main"].contains(&file.module.as_str()), "{} has no rank", file.module);
            continue;
        };
        for (number, line) in &file.lines {
            for used in used_modules(line) {
                if rank(&used).is_some_and(|used| used > own) {
                    wrong.push(format!("{} uses {used}, which comes later", file.at(*number)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Lines of modules for which `applies` holds that contain one of the words.
fn uses(applies: impl Fn(&File) -> bool, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for file in sources().iter().filter(|file| applies(file)) {
        for (number, line) in &file.lines {
            if let Some(word) = words.iter().find(|word| line.contains(**word)) {
                found.push(format!("{} says {word}", file.at(*number)));
            }
        }
    }
    found
}

fn is_engine(file: &File) -> bool {
    rank(&file.module) < rank(FIRST_WITH_IO) && rank(&file.module).is_some()
}

#[test]
fn engine_does_no_input_or_output() {
    let words = [
        "std::fs",
        "std::env",
        "std::net",
        "std::process",
        "std::io",
        "SystemTime",
        "Instant",
        "std::thread",
        "env::var",
    ];
    assert_eq!(uses(is_engine, &words), Vec::<String>::new());
}

#[test]
fn only_the_screen_knows_a_terminal() {
    let words = ["ratatui", "crossterm"];
    assert_eq!(uses(|file| !["tui", "lib"].contains(&file.module.as_str()), &words), [""; 0]);
}

#[test]
fn only_the_command_line_prints() {
    let words = ["println!", "print!(", "eprint", "stdout()", "stderr()"];
    let may = ["cli", "tui", "main", "host"];
    assert_eq!(uses(|file| !may.contains(&file.module.as_str()), &words), [""; 0]);
}

#[test]
fn raw_colours_live_in_the_theme() {
    let is_theme = |file: &File| file.path.to_string_lossy().contains("tui/theme");
    let words = ["Color::", "Style::default().fg", ".fg(", ".bg("];
    assert_eq!(uses(|file| !is_theme(file), &words), [""; 0]);
}

#[test]
fn files_stay_small() {
    let large: Vec<String> = sources()
        .iter()
        .filter(|file| file.lines.last().is_some_and(|(number, _)| *number > 600))
        .map(|file| file.path.display().to_string())
        .collect();
    assert_eq!(large, [""; 0]);
}

#[test]
fn the_checks_can_fail() {
    assert_eq!(used_modules("use crate::{doc::Block, tui};"), ["doc", "tui"]);
    assert_eq!(used_modules("crate::source::safe(crate::host::x)"), ["source", "host"]);
    assert!(rank("tui") > rank("doc"));
}
