//! Moving a RUN above the COPY whose files it cannot read, with what it does read copied alone.

use std::collections::BTreeSet;

use super::brought::{self, Brought};
use super::lines::{Lines, Piece, shown};
use super::reads::{Reads, in_image};
use super::{Candidate, Move, step_of};
use crate::arrange::Arrange as _;
use crate::build::Build;
use crate::build::step::{Owner, Step};
use crate::context::Tree;
use crate::dockerfile::{Dockerfile, Instruction, Keyword};

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

/// A COPY of the context between a RUN and the place where it would go.
struct Between<'a> {
    number: usize,
    at: &'a Instruction,
    brings: Vec<Brought>,
    role: Role,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// The RUN goes past it.
    Passed,
    /// It brings what the RUN reads and nothing else, so it goes up with it.
    Carried,
}

impl<'a> Scene<'a> {
    fn candidate(&self, number: usize) -> Option<Candidate> {
        let run = self.file.instructions.get(number)?;
        let stage = run.stage.filter(|stage| self.build.is_needed(*stage))?;
        if self.build.is_windows(stage) {
            return None;
        }
        let mut reads = Reads::of(self.file, run)?;
        let step = self.step(run)?;
        let is_usual_shell = step.argv.as_ref().is_some_and(|argv| {
            argv.first().is_some_and(|shell| shell.ends_with("sh"))
                && !step.unknown.contains(&"argv")
        });
        if !is_usual_shell {
            return None;
        }
        let directory = self.directory(step, &reads)?;
        let wanted = reads.files(directory.as_deref());
        let mut between: Vec<Between<'_>> = Vec::new();
        for at in (0..number).rev() {
            let above = &self.file.instructions[at];
            if above.stage != run.stage {
                break;
            }
            match above.keyword {
                Some(Keyword::Copy) => {
                    let Some(copy) = self.copy_between(at, above, &wanted) else { break };
                    if !self.keeps_owners(&copy, &mut reads) {
                        break;
                    }
                    between.push(copy);
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
        // What would be carried past nothing stays.
        while between.last().is_some_and(|copy| copy.role == Role::Carried) {
            between.pop();
        }
        let top = between.last()?.number;
        between.reverse();
        if !self.can_be_carried(&between) {
            return None;
        }
        let there = self.brought_above(run, top);
        let mut pieces = self.lists(&reads, &wanted, directory.as_deref(), &between, &there)?;
        pieces.push(Piece::Block(number));
        let text = self.lines.moved(&pieces, top)?;
        let top = &self.file.instructions[top];
        Some(Candidate { text, what: words(self.file, top, &pieces, &reads) })
    }

    fn step(&self, instruction: &Instruction) -> Option<&'a Step> {
        step_of(self.build, instruction)
    }

    /// The directory of a RUN that reads or writes files of it; none where it does not.
    fn directory(&self, step: &Step, reads: &Reads) -> Option<Option<String>> {
        if reads.is_elsewhere() {
            return Some(None);
        }
        if step.unknown.contains(&"cwd") {
            return None;
        }
        Some(Some(step.cwd.as_deref().unwrap_or("/").to_owned()))
    }

    /// A COPY of the context into no folder of the system.
    fn copy_between(
        &self,
        number: usize,
        at: &'a Instruction,
        wanted: &[String],
    ) -> Option<Between<'a>> {
        let step = self.step(at)?;
        if !brought::is_plain(self.build, step, self.sent) {
            return None;
        }
        let brings = brought::brought(self.build, step, self.sent);
        let is_list = |it: &Brought| it.fills(wanted).is_some();
        let role = match !brings.is_empty() && brings.iter().all(is_list) {
            true => Role::Carried,
            false => Role::Passed,
        };
        Some(Between { number, at, brings, role })
    }

    /// Whether a COPY finds the accounts that it names as before, once the RUN stands above it:
    /// of a name that is not there, BuildKit makes root.
    fn keeps_owners(&self, copy: &Between<'_>, reads: &mut Reads) -> bool {
        if copy.role == Role::Carried {
            return true;
        }
        let step = self.step(copy.at);
        let copies = step.and_then(|step| step.copies.as_ref()).into_iter().flatten();
        let owners = copies.flat_map(|copied| [&copied.user, &copied.group]).flatten();
        for owner in owners {
            let Owner::Name(name) = owner else { continue };
            if reads.makes.contains(name) {
                return false;
            }
            if reads.brings_packages && name != "root" {
                reads.others.push(name.clone());
            }
        }
        true
    }

    /// Whether each COPY that goes up finds there what it finds now, and leaves
    /// what those above it bring as it is.
    fn can_be_carried(&self, between: &[Between<'_>]) -> bool {
        between.iter().enumerate().all(|(place, copy)| {
            let passed = || between[..place].iter().filter(|it| it.role == Role::Passed);
            copy.role == Role::Passed
                || copy.brings.iter().all(|list| {
                    // Those above may have made the folder that it goes into.
                    list.in_folder.is_none()
                        && passed().all(|above| {
                            let same = self.flags(above.at) == self.flags(copy.at);
                            above.brings.iter().all(|it| {
                                it == list && same
                                    || it.places().all(|path| !is_at_or_below(path, &list.to))
                            })
                        })
                })
        })
    }

    /// What the COPY lines of the stage above a place bring.
    fn brought_above(&self, run: &Instruction, place: usize) -> BTreeSet<Brought> {
        let above = self.file.instructions[..place].iter().filter(|it| it.stage == run.stage);
        let steps =
            above.filter(|it| it.keyword == Some(Keyword::Copy)).filter_map(|it| self.step(it));
        steps.flat_map(|step| brought::brought(self.build, step, self.sent)).collect()
    }

    /// The COPY lines that bring what the RUN reads, before it; `None` where it
    /// would not find what it finds now, or could be disturbed later.
    fn lists(
        &self,
        reads: &Reads,
        wanted: &[String],
        directory: Option<&str>,
        between: &[Between<'_>],
        there: &BTreeSet<Brought>,
    ) -> Option<Vec<Piece>> {
        let mut pieces = Vec::new();
        let fills = |it: &Brought| it.fills(wanted).cloned();
        let mut found: BTreeSet<String> = there.iter().filter_map(fills).collect();
        for copy in between {
            found.extend(copy.brings.iter().filter_map(fills));
            if copy.role == Role::Carried {
                pieces.push(Piece::Block(copy.number));
                continue;
            }
            if is_disturbed(reads, directory, &copy.brings) {
                return None;
            }
            let is_carried = |list: &Brought| {
                let carried = between.iter().filter(|it| it.role == Role::Carried);
                let mut same = carried.filter(|it| self.flags(it.at) == self.flags(copy.at));
                same.any(|it| it.brings.contains(list))
            };
            let lists = copy.brings.iter().filter_map(|it| Some((it, it.fills(wanted)?)));
            let mut lists: Vec<(&Brought, &String)> =
                lists.filter(|(it, _)| !there.contains(it) && !is_carried(it)).collect();
            lists.arrange_by_key(|(it, to)| (wanted.iter().position(|path| path == *to), &it.from));
            let mut folders: Vec<&str> = lists.iter().filter_map(|(_, to)| above(to)).collect();
            folders.dedup();
            for folder in folders {
                let here = lists.iter().filter(|(_, to)| above(to) == Some(folder));
                let names: Vec<&str> = here.map(|(it, _)| it.from.as_str()).collect();
                let to = destination(reads, directory, folder);
                pieces.push(Piece::New(self.copy_line(copy.at, &names, &to)?));
            }
        }
        let is_found = |name: &String| found.contains(&in_image(directory, name));
        // What was not found is brought by something that is not looked into, or is missing.
        let has_all = reads.needed.iter().all(is_found);
        let has_any = reads.any_of.iter().all(|group| group.iter().any(is_found));
        (has_all && has_any).then_some(pieces)
    }

    /// The flags of an instruction as they are written.
    fn flags(&self, at: &Instruction) -> Vec<&'a str> {
        at.flags.iter().map(|flag| self.file.source.slice(flag.span)).collect()
    }

    /// A COPY of these files with the flags of another.
    fn copy_line(&self, like: &Instruction, names: &[&str], to: &str) -> Option<String> {
        let is_plain = |name: &&str| {
            name.bytes().all(|it| it.is_ascii_alphanumeric() || b"._-/+@".contains(&it))
        };
        let flags = self.flags(like);
        let keeps_meaning = flags.iter().all(|flag| {
            flag.starts_with("--chown=") || flag.starts_with("--chmod=") || *flag == "--link"
        });
        if names.is_empty() || !names.iter().all(is_plain) || !keeps_meaning || !is_plain(&to) {
            return None;
        }
        let words = ["COPY"].into_iter().chain(flags).chain(names.iter().copied());
        let words: Vec<&str> = words.chain([to]).collect();
        Some(words.join(" "))
    }
}

/// Whether what a COPY brings would cover what the RUN wrote, or be read as well.
fn is_disturbed(reads: &Reads, directory: Option<&str>, brings: &[Brought]) -> bool {
    let apart = reads.apart.iter().map(|apart| (in_image(directory, &apart.path), apart));
    let apart: Vec<_> = apart.collect();
    let upward: Vec<(String, &str)> = reads
        .upward
        .iter()
        .filter_map(|name| {
            let path = in_image(directory, name);
            Some((above(&path)?.to_owned(), name.rsplit('/').next()?))
        })
        .collect();
    brings.iter().flat_map(Brought::places).any(|path| {
        apart.iter().any(|(whole, apart)| apart.holds(whole, path))
            || upward.iter().any(|(folder, name)| {
                let base = path.rsplit('/').next();
                let is_above = above(path)
                    .is_some_and(|its| its != folder.as_str() && is_at_or_below(its, folder));
                base == Some(name) && is_above
            })
    })
}

/// How a COPY names a folder: as the RUN names its files.
fn destination(reads: &Reads, directory: Option<&str>, folder: &str) -> String {
    let is_absolute = reads.needed.iter().chain(&reads.optional).any(|name| name.starts_with('/'));
    let inside = directory.filter(|_| !is_absolute).and_then(|directory| {
        let rest = folder.strip_prefix(directory.trim_end_matches('/'))?;
        (rest.is_empty() || rest.starts_with('/')).then(|| rest.trim_matches('/'))
    });
    match inside {
        Some("") => "./".to_owned(),
        Some(inside) => format!("./{inside}/"),
        None => format!("{}/", folder.trim_end_matches('/')),
    }
}

/// Whether the second path is the first, or lies below it.
fn is_at_or_below(path: &str, other: &str) -> bool {
    let rest = other.strip_prefix(path.trim_end_matches('/'));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The folder that a path lies in.
fn above(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(folder, _)| if folder.is_empty() { "/" } else { folder })
}

fn words(file: &Dockerfile, top: &Instruction, pieces: &[Piece], reads: &Reads) -> Move {
    let (mut moved, mut new) = (Vec::new(), Vec::new());
    for piece in pieces {
        match piece {
            Piece::Block(number) => moved.extend(file.instructions.get(*number)),
            Piece::New(line) => new.push(line.as_str()),
        }
    }
    let moved: Vec<String> = moved.into_iter().map(|at| shown(file, at)).collect();
    let mut words = format!("Move `{}` above `{}`", moved.join("` and `"), shown(file, top));
    if !new.is_empty() {
        words = format!("{words}, below a new `{}`", new.join("` and `"));
    }
    let mut assumes = reads.assumes.clone();
    assumes.sort();
    assumes.dedup();
    if assumes.is_empty() {
        assumes.push("it reads none of the files that are copied there".to_owned());
    }
    let others: BTreeSet<&String> = reads.others.iter().collect();
    let condition = |name| format!("no package makes an account called {name}");
    assumes.extend(others.into_iter().map(condition));
    Move { words, assumes }
}
