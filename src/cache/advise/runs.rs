//! Moving a RUN above the COPY whose files it cannot read, with what it does read copied alone.

use std::collections::BTreeSet;

use super::super::content::{Contents, Selection};
use super::super::earlier;
use super::lines::{Lines, shown};
use super::reads::Reads;
use super::{Candidate, Move};
use crate::arrange::Arrange as _;
use crate::build::Build;
use crate::build::paths;
use crate::build::step::{Copied, Step};
use crate::context::{EntryKind, Tree};
use crate::dockerfile::go::has_wildcards;
use crate::dockerfile::{Dockerfile, Instruction, Keyword};

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

/// The RUNs that can go up, from the top down.
pub(super) fn candidates(
    file: &Dockerfile,
    build: &Build,
    lines: &Lines,
    sent: &Tree,
) -> Vec<Candidate> {
    let scene = Scene { file, build, lines, sent };
    (0..file.instructions.len()).filter_map(|number| scene.candidate(number)).collect()
}

struct Scene<'a> {
    file: &'a Dockerfile,
    build: &'a Build,
    lines: &'a Lines,
    sent: &'a Tree,
}

/// A COPY of the context that a RUN would pass.
struct Passed<'a> {
    at: &'a Instruction,
    copies: &'a [Copied],
}

impl<'a> Scene<'a> {
    fn candidate(&self, number: usize) -> Option<Candidate> {
        let run = self.file.instructions.get(number)?;
        let stage = run.stage.filter(|stage| self.build.is_needed(*stage))?;
        if self.build.is_windows(stage) {
            return None;
        }
        let reads = Reads::of(self.file, run)?;
        let step = self.step(run)?;
        let is_usual_shell = step.argv.as_ref().is_some_and(|argv| {
            argv.first().is_some_and(|shell| shell.ends_with("sh"))
                && !step.unknown.contains(&"argv")
        });
        if !is_usual_shell {
            return None;
        }
        let directory = self.directory(step, &reads)?;
        let wanted = self.wanted(&reads, directory.as_deref());
        let mut passed: Vec<Passed<'_>> = Vec::new();
        let mut place = number;
        for at in (0..number).rev() {
            let above = &self.file.instructions[at];
            if above.stage != run.stage {
                break;
            }
            match above.keyword {
                Some(Keyword::Copy | Keyword::Add) => {
                    let Some(copy) = self.passable(above, &wanted) else { break };
                    passed.push(copy);
                    place = at;
                }
                // They change nothing that a RUN gets.
                Some(
                    Keyword::Expose
                    | Keyword::Label
                    | Keyword::Cmd
                    | Keyword::Entrypoint
                    | Keyword::Healthcheck
                    | Keyword::Stopsignal
                    | Keyword::Maintainer,
                ) => {}
                _ => break,
            }
        }
        if passed.is_empty() {
            return None;
        }
        let there = self.brought_above(run, place);
        let copies =
            self.copies_of_lists(&reads, &wanted, directory.as_deref(), &passed, &there)?;
        let text = self.lines.moved(number, place, &copies)?;
        Some(Candidate { text, what: words(self.file, run, &passed, &copies, &reads) })
    }

    fn step(&self, instruction: &Instruction) -> Option<&'a Step> {
        let line = instruction.lines.first.get();
        self.build.steps.iter().find(|step| step.line == line && step.kind != "LINK")
    }

    /// The directory of a RUN that reads files of it; none where it reads none.
    fn directory(&self, step: &Step, reads: &Reads) -> Option<Option<String>> {
        if reads.nothing() {
            return Some(None);
        }
        if step.unknown.contains(&"cwd") {
            return None;
        }
        Some(Some(step.cwd.as_deref().unwrap_or("/").to_owned()))
    }

    /// The files in the image that a RUN reads, with those that it may read.
    fn wanted(&self, reads: &Reads, directory: Option<&str>) -> Vec<String> {
        let Some(directory) = directory else { return Vec::new() };
        let names = reads.needed.iter().map(String::as_str);
        let names = names.chain(reads.optional.iter().copied());
        names.map(|name| paths::clean(&format!("{directory}/{name}"))).collect()
    }

    /// A COPY of the context into no folder of the system, which does more than bring the lists.
    fn passable(&self, at: &'a Instruction, wanted: &[String]) -> Option<Passed<'a>> {
        let step = self.step(at)?;
        let copies = step.copies.as_deref()?;
        let is_known = !step.sources_unknown && !step.destination_unknown;
        let is_plain = copies.iter().all(|copied| {
            copied.from.as_deref() == Some("context")
                && copied.inline.is_none()
                && !copied.unpack
                && is_of_the_project(&copied.dest)
        });
        if !is_known || !is_plain || at.keyword == Some(Keyword::Add) {
            return None;
        }
        let brings: BTreeSet<String> = self.brings(copies).into_iter().map(|(_, to)| to).collect();
        let brings_more = wanted.is_empty() || brings.iter().any(|path| !wanted.contains(path));
        brings_more.then_some(Passed { at, copies })
    }

    /// The files of the context that a COPY takes, with where each of them goes.
    fn brings(&self, copies: &[Copied]) -> Vec<(String, String)> {
        let contents = Contents::new(self.sent);
        let mut brought = Vec::new();
        for copied in copies {
            let path = copied.src.trim_start_matches('/').to_owned();
            let is_pattern = has_wildcards(&path);
            let (include, exclude) = (copied.include.clone(), copied.exclude.clone());
            let root = if is_pattern { String::new() } else { path.trim_matches('/').to_owned() };
            let is_folder =
                root.is_empty() || self.sent.get(&root).is_some_and(|it| it.is_folder());
            let selection = Selection { path, include, exclude, is_pattern };
            for from in earlier::taken(&contents, &selection) {
                if self.sent.get(from).is_none_or(|it| it.kind != EntryKind::File) {
                    continue;
                }
                let inner = match (is_pattern, is_folder) {
                    (false, true) => from[root.len()..].trim_start_matches('/'),
                    _ => from.rsplit('/').next().unwrap_or(from),
                };
                let is_one_file = !is_pattern && !is_folder && !copied.dest.ends_with('/');
                let to = if is_one_file {
                    copied.dest.clone()
                } else {
                    format!("{}/{inner}", copied.dest)
                };
                brought.push((from.to_owned(), paths::clean(&to)));
            }
        }
        brought
    }

    /// What the COPY lines of the stage above a place bring.
    fn brought_above(&self, run: &Instruction, place: usize) -> BTreeSet<(String, String)> {
        let above = self.file.instructions[..place].iter().filter(|it| it.stage == run.stage);
        let steps = above.filter(|it| it.keyword == Some(Keyword::Copy)).map(|it| self.step(it));
        let copies = steps.filter_map(|step| step?.copies.as_deref());
        let of_context = copies
            .filter(|copies| copies.iter().all(|copied| copied.from.as_deref() == Some("context")));
        of_context.flat_map(|copies| self.brings(copies)).collect()
    }

    /// The COPY lines that bring what the RUN reads, before it; `None` where it
    /// would not find what it finds now, or could be disturbed later.
    fn copies_of_lists(
        &self,
        reads: &Reads,
        wanted: &[String],
        directory: Option<&str>,
        passed: &[Passed<'_>],
        there: &BTreeSet<(String, String)>,
    ) -> Option<Vec<String>> {
        let Some(directory) = directory else { return Some(Vec::new()) };
        let in_directory = |name: &str| paths::clean(&format!("{directory}/{name}"));
        let mut lines = Vec::new();
        let mut found: BTreeSet<String> = there.iter().map(|(_, to)| to.clone()).collect();
        for copy in passed.iter().rev() {
            let brought = self.brings(copy.copies);
            let is_there = |folder: &&'static str| {
                let (folder, below) = (in_directory(folder), in_directory(folder) + "/");
                brought.iter().any(|(_, to)| *to == folder || to.starts_with(&below))
            };
            // What it brings would cover what the RUN wrote, or be read as well.
            if reads.writes.iter().any(&is_there) || reads.unless.iter().any(&is_there) {
                return None;
            }
            let mut lists: Vec<&(String, String)> =
                brought.iter().filter(|it| wanted.contains(&it.1) && !there.contains(it)).collect();
            lists.arrange_by_key(|it| (wanted.iter().position(|path| *path == it.1), &it.0));
            let mut folders: Vec<&str> = lists.iter().filter_map(|(_, to)| above(to)).collect();
            folders.dedup();
            for folder in folders {
                let here = lists.iter().filter(|(_, to)| above(to) == Some(folder));
                let names: Vec<&str> = here.map(|(from, _)| from.as_str()).collect();
                lines.push(self.copy_line(copy.at, &names, folder, directory)?);
            }
            found.extend(lists.into_iter().map(|(_, to)| to.clone()));
        }
        let is_found = |name: &str| found.contains(&in_directory(name));
        // What was not found is brought by something that is not looked into, or is missing.
        let has_all = reads.needed.iter().all(|name| is_found(name));
        let has_any = reads.any_of.is_empty() || reads.any_of.iter().any(|name| is_found(name));
        (has_all && has_any).then_some(lines)
    }

    /// A COPY of these files with the flags of another.
    fn copy_line(
        &self,
        like: &Instruction,
        names: &[&str],
        folder: &str,
        directory: &str,
    ) -> Option<String> {
        let is_plain = |name: &&str| {
            name.bytes().all(|it| it.is_ascii_alphanumeric() || b"._-/+@".contains(&it))
        };
        let flags: Vec<&str> =
            like.flags.iter().map(|flag| self.file.source.slice(flag.span)).collect();
        let keeps_meaning = flags.iter().all(|flag| {
            flag.starts_with("--chown=") || flag.starts_with("--chmod=") || *flag == "--link"
        });
        let inside = folder.strip_prefix(directory.trim_end_matches('/'))?;
        let inside = inside.trim_start_matches('/');
        if names.is_empty() || !names.iter().all(is_plain) || !keeps_meaning || !is_plain(&inside) {
            return None;
        }
        let to = if inside.is_empty() { "./".to_owned() } else { format!("./{inside}/") };
        let words = ["COPY"].into_iter().chain(flags).chain(names.iter().copied());
        let words: Vec<&str> = words.chain([to.as_str()]).collect();
        Some(words.join(" "))
    }
}

/// The folder that a path lies in.
fn above(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(folder, _)| if folder.is_empty() { "/" } else { folder })
}

fn is_of_the_project(destination: &str) -> bool {
    let cleaned = paths::clean(destination);
    let first = cleaned.trim_start_matches('/').split('/').next().unwrap_or_default().to_owned();
    !first.is_empty() && !OF_THE_SYSTEM.contains(&first.as_str())
}

fn words(
    file: &Dockerfile,
    run: &Instruction,
    passed: &[Passed<'_>],
    copies: &[String],
    reads: &Reads,
) -> Move {
    let top = passed.last().map(|copy| shown(file, copy.at)).unwrap_or_default();
    let mut words = format!("Move `{}` above `{top}`", shown(file, run));
    if !copies.is_empty() {
        words = format!("{words}, below a new `{}`", copies.join("` and `"));
    }
    let mut assumes = reads.assumes.clone();
    assumes.sort();
    assumes.dedup();
    if assumes.is_empty() {
        assumes.push("it reads none of the files that are copied there".to_owned());
    }
    Move { words, assumes }
}
