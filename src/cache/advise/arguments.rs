//! Moving an ARG down, below installations that do not use it.
//!
//! A command that builds the project may read any variable of its environment,
//! so an ARG passes no such RUN: only those of which it is known what they do.

use super::lines::{Lines, Piece, shown};
use super::reads::Reads;
use super::{Candidate, Move};
use crate::build::Build;
use crate::dockerfile::{Arguments, Dockerfile, Instruction, Keyword};

/// What the names of variables begin with that installations read from their environment.
const OF_TOOLS: [&str; 30] = [
    "APT",
    "ALL_PROXY",
    "BUNDLE",
    "CC",
    "CFLAGS",
    "CGO",
    "COMPOSER",
    "CPP",
    "CXX",
    "DEB",
    "GEM",
    "GIT",
    "GO",
    "HOME",
    "HTTP",
    "LANG",
    "LC_",
    "LD",
    "MAKE",
    "NODE",
    "NO_PROXY",
    "NPM",
    "PATH",
    "PIP",
    "PNPM",
    "POETRY",
    "PYTHON",
    "TZ",
    "UV",
    "YARN",
];

/// Each ARG of a needed stage that can go below a RUN, from the bottom up.
pub(super) fn candidates(file: &Dockerfile, build: &Build, lines: &Lines) -> Vec<Candidate> {
    let numbers = (0..file.instructions.len()).rev();
    numbers.filter_map(|number| candidate(file, build, lines, number)).collect()
}

fn candidate(file: &Dockerfile, build: &Build, lines: &Lines, number: usize) -> Option<Candidate> {
    let argument = file.instructions.get(number)?;
    let stage = argument.stage.filter(|stage| build.is_needed(*stage))?;
    let names = names(file, argument)?;
    let below = file.instructions.iter().enumerate().skip(number + 1);
    let of_stage = below.take_while(|(_, below)| below.stage == Some(stage));
    let mut last = None;
    let (mut place, mut next) = (number + 1, None);
    for (at, below) in of_stage {
        if !may_pass(file, argument, below, &names) {
            // Right above what stops it, where it is looked for.
            (place, next) = (at, Some(below));
            break;
        }
        if below.keyword == Some(Keyword::Run) {
            last = Some(below);
            place = at + 1;
        }
    }
    let last = last?;
    let place_words = match next {
        Some(next) => format!("above `{}`", shown(file, next)),
        None => format!("below `{}`", shown(file, last)),
    };
    let words = format!("Move `{}` down, {place_words}", shown(file, argument));
    let names = names.join(" or ");
    let assumes = vec![format!("no program that is called in between reads {names}")];
    let text = lines.moved(&[Piece::Block(number)], place)?;
    Some(Candidate { text, what: Move { words, assumes } })
}

/// The names that an ARG declares; `None` for what is not moved.
fn names(file: &Dockerfile, argument: &Instruction) -> Option<Vec<String>> {
    let Arguments::Pairs(pairs) = &argument.arguments else { return None };
    let names: Vec<String> =
        pairs.iter().map(|pair| pair.key.value(&file.source).to_owned()).collect();
    let is_plain = |name: &String| {
        let is_of_tools = OF_TOOLS.iter().any(|start| name.to_ascii_uppercase().starts_with(start));
        !name.is_empty()
            && !is_of_tools
            && name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_')
    };
    let is_movable = argument.keyword == Some(Keyword::Arg) && names.iter().all(is_plain);
    is_movable.then_some(names)
}

/// Whether an ARG may go below an instruction: that does not name what it
/// declares, sets nothing that it takes, and calls only what is known.
fn may_pass(
    file: &Dockerfile,
    argument: &Instruction,
    below: &Instruction,
    names: &[String],
) -> bool {
    let text = file.source.slice(below.span);
    if names.iter().any(|name| mentions(text, name)) {
        return false;
    }
    let own = file.source.slice(argument.span);
    match below.keyword {
        Some(Keyword::Run) => Reads::of(file, below).is_some(),
        Some(Keyword::Env | Keyword::Arg) => {
            let Arguments::Pairs(pairs) = &below.arguments else { return false };
            pairs.iter().all(|pair| !mentions(own, pair.key.value(&file.source)))
        }
        // A trigger runs elsewhere, and a shell decides how a command is read.
        Some(Keyword::Onbuild | Keyword::Shell | Keyword::From) | None => false,
        Some(_) => true,
    }
}

/// Whether a name stands in a text as a word of its own.
fn mentions(text: &str, name: &str) -> bool {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let behind = text[at + name.len()..].chars().next();
        !before.is_some_and(is_part) && !behind.is_some_and(is_part)
    })
}
