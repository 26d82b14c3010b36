//! Where in the image the COPY lines of a stage put the files of the context.

use super::super::content::{Contents, Selection};
use super::super::earlier;
use crate::build::Build;
use crate::build::paths;
use crate::build::step::{Copied, Step};
use crate::context::{EntryKind, Tree};
use crate::dockerfile::go::has_wildcards;

/// Folders of the system: what is copied there may change what a command does.
const OF_THE_SYSTEM: [&str; 16] = [
    "bin",
    "boot",
    "dev",
    "etc",
    "lib",
    "lib32",
    "lib64",
    "proc",
    "root",
    "run",
    "sbin",
    "sys",
    "tmp",
    "usr",
    "var",
    "nonexistent",
];

/// Those of `/usr/local` (Filesystem Hierarchy Standard 3.0, section 4.9).
const OF_USR_LOCAL: [&str; 11] =
    ["bin", "etc", "games", "include", "lib", "lib64", "libexec", "man", "sbin", "share", "src"];

/// Folders that every image has in which a package tool runs.
const ALWAYS_THERE: [&str; 6] = ["/", "/tmp", "/home", "/mnt", "/opt", "/srv"];

/// A file that a COPY brings; each path from the root of the image.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Brought {
    /// Its path in the context.
    pub from: String,
    /// Where it goes.
    pub to: String,
    /// Where it goes instead, should the image have a folder at that path.
    pub in_folder: Option<String>,
    /// Whether it is a regular file, and no link or device.
    pub is_file: bool,
}

impl Brought {
    /// Which of these paths it fills. A command that reads `/x/list` finds a
    /// folder at `/x`, so what is copied to `/x` went into it.
    pub(super) fn fills<'a>(&self, wanted: &'a [String]) -> Option<&'a String> {
        let is_it = |path: &&String| **path == self.to || Some(*path) == self.in_folder.as_ref();
        wanted.iter().find(is_it).filter(|_| self.is_file)
    }

    /// Every path that it may have.
    pub(super) fn places(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.to.as_str()).chain(self.in_folder.as_deref())
    }
}

/// What a source is, and where its COPY puts it.
struct Source<'a> {
    copied: &'a Copied,
    path: String,
    is_pattern: bool,
    is_folder: bool,
    /// Whether the destination is a folder for certain.
    is_into_folder: bool,
}

impl<'a> Source<'a> {
    /// The source of a COPY at this line of a stage.
    fn of(copied: &'a Copied, build: &Build, step: &Step, sent: &Tree) -> Self {
        let path = copied.src.trim_start_matches('/').to_owned();
        let is_pattern = has_wildcards(&path);
        let root = path.trim_matches('/');
        let is_folder = !is_pattern
            && (root.is_empty() || sent.get(root).is_some_and(|entry| entry.is_folder()));
        let to = paths::clean(&copied.dest);
        let above = build.steps.iter().filter(|it| it.stage == step.stage && it.line < step.line);
        let is_into_folder = copied.dest.ends_with('/')
            || ALWAYS_THERE.contains(&to.as_str())
            || above.filter_map(|it| it.path.as_deref()).any(|made| paths::clean(made) == to);
        Self { copied, path, is_pattern, is_folder, is_into_folder }
    }

    fn brings(&self, sent: &Tree) -> Vec<Brought> {
        let (include, exclude) = (self.copied.include.clone(), self.copied.exclude.clone());
        let (path, is_pattern) = (self.path.clone(), self.is_pattern);
        let root = if is_pattern { "" } else { path.trim_matches('/') };
        let root = root.to_owned();
        let selection = Selection { path, include, exclude, is_pattern };
        let mut brought = Vec::new();
        for from in earlier::taken(&Contents::new(sent), &selection) {
            let Some(entry) = sent.get(from).filter(|entry| !entry.is_folder()) else { continue };
            let inner = match self.is_folder {
                true => from[root.len()..].trim_start_matches('/'),
                false => from.rsplit('/').next().unwrap_or(from),
            };
            let inside = paths::clean(&format!("{}/{inner}", self.copied.dest));
            let (to, in_folder) = match self.is_pattern || self.is_folder || self.is_into_folder {
                true => (inside, None),
                false => (paths::clean(&self.copied.dest), Some(inside)),
            };
            let (from, is_file) = (from.to_owned(), entry.kind == EntryKind::File);
            brought.push(Brought { from, to, in_folder, is_file });
        }
        brought
    }

    /// Whether it goes to no folder of the system. A folder that is copied
    /// gives what it is copied to its own rights; a file does not.
    fn is_of_the_project(&self, sent: &Tree) -> bool {
        match self.is_folder || self.is_pattern {
            true => is_of_the_project(&self.copied.dest),
            false => {
                let brought = self.brings(sent);
                brought.iter().flat_map(Brought::places).all(is_of_the_project)
            }
        }
    }
}

/// What a COPY brings of the context, in no order.
pub(super) fn brought(build: &Build, step: &Step, sent: &Tree) -> Vec<Brought> {
    let copies = step.copies.iter().flatten().filter(|copied| is_of_the_context(copied));
    copies.flat_map(|copied| Source::of(copied, build, step, sent).brings(sent)).collect()
}

/// Whether a COPY takes files of the context as they are, into no folder of the system.
pub(super) fn is_plain(build: &Build, step: &Step, sent: &Tree) -> bool {
    let is_known = !step.sources_unknown && !step.destination_unknown;
    is_known
        && step.copies.iter().flatten().all(|copied| {
            is_of_the_context(copied)
                && !copied.unpack
                && Source::of(copied, build, step, sent).is_of_the_project(sent)
        })
}

fn is_of_the_context(copied: &Copied) -> bool {
    copied.from.as_deref() == Some("context") && copied.inline.is_none()
}

/// Whether no program looks at a path that was not told of it. What lies in
/// `/tmp` or `/usr/src` is somebody's own, by its name; the folder itself is everybody's.
fn is_of_the_project(path: &str) -> bool {
    let cleaned = paths::clean(path);
    let mut parts = cleaned.trim_start_matches('/').split('/');
    match (parts.next().unwrap_or_default(), parts.next(), parts.next()) {
        ("tmp", own, _) => own.is_some(),
        // Node's own guide works there; the sources of the kernel are others' business.
        ("usr", Some("src"), Some(own)) => !own.starts_with("linux"),
        // What is installed without a package has its folders there, and beside them one of its own.
        ("usr", Some("local"), Some(own)) => !OF_USR_LOCAL.contains(&own),
        ("var", Some("www" | "task"), own) => own.is_some(),
        (first, ..) => !first.is_empty() && !OF_THE_SYSTEM.contains(&first),
    }
}
