//! The changes that come up every day: an edit of a source file, of a list of
//! dependencies, of a build argument.

use std::collections::BTreeMap;

use super::super::content::Contents;
use super::super::earlier;
use super::super::graph::{Graph, Origin};
use super::super::scenario::Change;
use super::super::state::State;
use super::super::transfer;
use super::Kind;
use crate::arrange::Arrange as _;
use crate::build;
use crate::context::{EntryKind, IgnoreFile, Tree};
use crate::dockerfile::{Arguments, Dockerfile, Keyword};

/// The files that list what a project depends on.
const LISTS: [&str; 21] = [
    "requirements.txt",
    "pyproject.toml",
    "poetry.lock",
    "uv.lock",
    "Pipfile",
    "Pipfile.lock",
    "package.json",
    "package-lock.json",
    "npm-shrinkwrap.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "go.mod",
    "go.sum",
    "Cargo.toml",
    "Cargo.lock",
    "Gemfile",
    "Gemfile.lock",
    "composer.json",
    "composer.lock",
    "pom.xml",
    "build.gradle",
];

/// Whether a file of this name lists what a project depends on.
pub fn lists_dependencies(name: &str) -> bool {
    LISTS.contains(&name)
}

/// Endings of files that are edited all day, the most telling first.
const SOURCES: [&str; 16] = [
    ".py", ".ts", ".js", ".go", ".rs", ".rb", ".php", ".java", ".kt", ".cs", ".c", ".cpp", ".sh",
    ".html", ".css", ".md",
];

/// So many files are looked at.
const MOST_FILES: usize = 5_000;

/// A change of every day.
#[derive(Clone, Debug)]
pub(in crate::cache) struct Usual {
    pub kind: Kind,
    /// The file or the argument.
    pub name: String,
    pub change: Change,
}

/// The files that a build of the state is sent.
pub fn sent(state: &State) -> Tree {
    let inputs = state.inputs();
    match IgnoreFile::read(&inputs.ignore) {
        Ok(ignore) => transfer::sent(&inputs.context, &ignore),
        Err(_) => Tree::default(),
    }
}

/// The usual changes of a file in its folder, at most so many `most` of a kind.
pub(in crate::cache) fn changes(
    state: &State,
    file: &Dockerfile,
    sent: &Tree,
    most: usize,
) -> Vec<Usual> {
    let mut changes = of_files(state, sent, most);
    changes.extend(of_arguments(state, file, most));
    changes
}

/// One source file for each way in which the instructions take files, the way
/// that most files go first, and the lists that are there.
fn of_files(state: &State, sent: &Tree, most: usize) -> Vec<Usual> {
    let inputs = state.inputs();
    let build = build::evaluate(&inputs.file, &inputs.options);
    let graph = Graph::of(&build, &inputs);
    let contents = Contents::new(sent);
    let mut takers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, vertex) in graph.vertices.iter().enumerate() {
        let context = vertex.inputs.iter().filter(|input| input.from == Origin::Context);
        for selection in context.flat_map(|input| &input.selections) {
            for path in earlier::taken(&contents, selection) {
                takers.entry(path).or_default().push(number);
            }
        }
    }
    let mut lists = Vec::new();
    let mut groups: BTreeMap<Vec<usize>, (usize, Vec<&str>)> = BTreeMap::new();
    let is_file = |path: &str| sent.get(path).is_some_and(|it| it.kind == EntryKind::File);
    let files = takers.into_iter().filter(|(path, _)| is_file(path) && is_usual(state, path));
    for (path, numbers) in files.take(MOST_FILES) {
        let base = path.rsplit('/').next().unwrap_or(path);
        if LISTS.contains(&base) {
            lists.push(path);
        } else {
            let group = groups.entry(numbers).or_default();
            group.0 += 1;
            group.1.push(path);
        }
    }
    let mut groups: Vec<(usize, Vec<&str>)> = groups.into_values().collect();
    groups.arrange_by_key(|(count, _)| std::cmp::Reverse(*count));
    let sources = groups.iter().filter_map(|(_, paths)| paths.iter().min_by_key(|it| rank(it)));
    let usual = |kind: Kind| {
        move |path: &str| {
            let change = Change::Append { path: path.to_owned(), text: "\n".to_owned() };
            Usual { kind, name: path.to_owned(), change }
        }
    };
    let sources = sources.take(most).copied().map(usual(Kind::Source));
    let mut changes: Vec<Usual> = sources.collect();
    lists.arrange_by_key(|path| (path.matches('/').count(), *path));
    changes.extend(lists.into_iter().take(most).map(usual(Kind::List)));
    changes
}

/// Nothing hidden, nor the Dockerfile itself or a list of its own.
fn is_usual(state: &State, path: &str) -> bool {
    state.dockerfile_path.as_deref() != Some(path)
        && !path.ends_with(".dockerignore")
        && !path.split('/').any(|part| part.starts_with('.') || part == "node_modules")
}

/// What is edited most comes first: programs before their settings and declarations.
fn rank(path: &str) -> (usize, bool, usize, &str) {
    let end = SOURCES.iter().position(|end| path.ends_with(end)).unwrap_or(SOURCES.len());
    let base = path.rsplit('/').next().unwrap_or(path);
    let is_aside = base.contains(".config.") || base.contains(".d.");
    (end, is_aside, path.matches('/').count(), path)
}

/// The arguments that the file declares, as far as a build of every day changes them.
fn of_arguments(state: &State, file: &Dockerfile, most: usize) -> Vec<Usual> {
    let mut names: Vec<&str> = Vec::new();
    for instruction in &file.instructions {
        let Arguments::Pairs(pairs) = &instruction.arguments else { continue };
        // What stands above all stages chooses images; that is no change of every day.
        if instruction.keyword != Some(Keyword::Arg) || instruction.stage.is_none() {
            continue;
        }
        for pair in pairs {
            let name = pair.key.value(&file.source);
            if !name.is_empty() && !is_given_by_itself(name) && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let usual = |name: &str| {
        let given = state.options.arguments.get(name).map(String::as_str);
        let value = if given == Some("another") { "other" } else { "another" };
        let change = Change::SetArg { name: name.to_owned(), value: value.to_owned() };
        Usual { kind: Kind::Argument, name: name.to_owned(), change }
    };
    names.into_iter().take(most).map(usual).collect()
}

/// Whether BuildKit or the surroundings set it, and not the reader.
fn is_given_by_itself(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.ends_with("_proxy")
        || name.starts_with("BUILDKIT_")
        || name == "SOURCE_DATE_EPOCH"
        || ["TARGET", "BUILD"].iter().any(|start| {
            let rest = name.strip_prefix(start).unwrap_or_default();
            matches!(rest, "PLATFORM" | "OS" | "OSVERSION" | "ARCH" | "VARIANT")
        })
}
