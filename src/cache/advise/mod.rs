//! A better order: the same image, with fewer steps that run after a usual change.
//!
//! Every step of the advice is tried out: it is kept where the changed file
//! parses, gives the same configuration of the image, and runs fewer commands
//! again after some usual change and no more after any other. The numbers are
//! the engine's own forecasts of both files.

mod arguments;
mod brought;
mod lines;
mod reads;
mod runs;
pub(super) mod usual;
mod words;

use std::sync::Arc;

use self::lines::Lines;
use self::usual::Usual;
pub use self::words::{BETTER, NOTHING_GAINED};
use super::forecast::{Daemon, Forecast, Status};
use super::state::State;
use crate::build::step::Step;
use crate::build::{self, Build};
use crate::context::Tree;
use crate::diff::{Names, unified};
use crate::dockerfile::{self, Dockerfile, Instruction, ProblemLevel};
use crate::source::Source;

/// A longer file is not rearranged: every try evaluates all of it.
const LONGEST_FILE: usize = 500;
/// After so many changes of the order nothing more is looked for.
const MOST_MOVES: usize = 24;
/// So many usual changes of one kind are tried.
const MOST_OF_A_KIND: usize = 3;

/// What a usual change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A file of the project.
    Source,
    /// A file that lists dependencies.
    List,
    /// A build argument.
    Argument,
}

/// How much runs again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rerun {
    /// The steps that run, those that depend on what RUN wrote included.
    pub steps: usize,
    /// How many of them run for certain; the others depend on what a RUN wrote.
    pub certain: usize,
    /// How many of them are RUN.
    pub runs: usize,
}

/// What one usual change runs again, before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gain {
    /// What is changed.
    pub kind: Kind,
    /// The file or the argument; from outside.
    pub name: String,
    /// With the file as it is.
    pub before: Rerun,
    /// With the advice.
    pub after: Rerun,
}

/// One change of the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// What is done, as a sentence without its full stop; texts in it are from outside.
    pub words: String,
    /// What is taken for granted, as ends of a sentence that begins with "if".
    pub assumes: Vec<String>,
}

/// A better order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// The whole file in the better order.
    pub text: String,
    /// What changes, as a unified diff.
    pub diff: String,
    /// What is done, in order.
    pub moves: Vec<Move>,
    /// What each usual change runs again, before and after.
    pub gains: Vec<Gain>,
}

/// What there is to say about the order of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Advised {
    /// This order is better.
    Better(Box<Advice>),
    /// Nothing better is known; what the usual changes run again now.
    Nothing(Vec<Gain>),
    /// Nothing can be said, for this reason.
    Unknown(String),
}

/// The files of the image, each with its whole path, that the command of a RUN
/// needs, or reads where they are there; `None` where that cannot be told.
pub fn files_read(file: &Dockerfile, build: &Build, run: &Instruction) -> Option<Vec<String>> {
    let reads = reads::Reads::of(file, run)?;
    let directory = match reads.is_elsewhere() {
        true => None,
        false => {
            let step = step_of(build, run).filter(|step| !step.unknown.contains(&"cwd"))?;
            Some(step.cwd.as_deref().unwrap_or("/"))
        }
    };
    Some(reads.files(directory))
}

/// Which of these files of the image a COPY of the context brings; `sent` is
/// what the build is sent.
pub fn files_brought<'a>(
    build: &Build,
    copy: &Instruction,
    sent: &Tree,
    wanted: &'a [String],
) -> Vec<&'a str> {
    let Some(step) = step_of(build, copy) else { return Vec::new() };
    let brought = brought::brought(build, step, sent);
    let is_brought =
        |path: &&String| brought.iter().any(|it| it.fills(std::slice::from_ref(*path)).is_some());
    wanted.iter().filter(is_brought).map(String::as_str).collect()
}

/// The step of an instruction that has one.
fn step_of<'a>(build: &'a Build, instruction: &Instruction) -> Option<&'a Step> {
    let line = instruction.lines.first.get();
    build.steps.iter().find(|step| step.line == line && step.kind != "LINK")
}

/// Looks for a better order of the Dockerfile of a state. Takes time in line
/// with the number of steps times that of files.
pub fn advise(state: &State) -> Advised {
    let file = parsed(&state.dockerfile);
    let is_broken = file.problems.iter().any(|problem| problem.level == ProblemLevel::Error);
    if is_broken {
        return Advised::Unknown("BuildKit refuses this file as it stands".to_owned());
    }
    if file.instructions.len() > LONGEST_FILE {
        let words = format!("it has more than {LONGEST_FILE} instructions");
        return Advised::Unknown(words);
    }
    let sent = usual::sent(state);
    let usual = usual::changes(state, &file, &sent, MOST_OF_A_KIND);
    if usual.is_empty() {
        let words = "no step takes a file of the folder, and no stage has a build argument";
        return Advised::Unknown(words.to_owned());
    }
    let trial = Trial { usual, sent, config: config(state) };
    if let Some(failure) = build::evaluate(&file, &state.options).failure {
        return Advised::Unknown(format!("a build of it stops: {}", failure.text));
    }
    trial.search(state)
}

fn parsed(text: &str) -> Dockerfile {
    dockerfile::parse(Arc::new(Source::new("Dockerfile", text.as_bytes().to_vec())))
}

/// The configuration of the image, as the recordings write it.
fn config(state: &State) -> Option<serde_json::Value> {
    let build = build::evaluate(&parsed(&state.dockerfile), &state.options);
    if build.failure.is_some() {
        return None;
    }
    build::facts(&build).more.remove("config")
}

/// A file with one change of its order.
struct Candidate {
    text: String,
    what: Move,
}

/// What every candidate is compared by.
struct Trial {
    usual: Vec<Usual>,
    sent: Tree,
    config: Option<serde_json::Value>,
}

impl Trial {
    fn search(&self, state: &State) -> Advised {
        let before = self.reruns(state);
        let (mut best, mut reruns) = (state.clone(), before.clone());
        let mut moves: Vec<Move> = Vec::new();
        while moves.len() < MOST_MOVES
            && let Some((text, found, what)) = self.improve(&best, &reruns)
        {
            best.set_dockerfile(&text);
            reruns = found;
            moves.push(what);
        }
        let gains = self.gains(&before, &reruns);
        if moves.is_empty() {
            return Advised::Nothing(gains);
        }
        let diff = diff(&state.dockerfile, &best.dockerfile);
        let text = best.dockerfile;
        Advised::Better(Box::new(Advice { text, diff, moves, gains }))
    }

    /// The first change of the order that saves something and costs nothing.
    fn improve(&self, state: &State, now: &[Rerun]) -> Option<(String, Vec<Rerun>, Move)> {
        let file = parsed(&state.dockerfile);
        let build = build::evaluate(&file, &state.options);
        let lines = Lines::of(&file);
        let mut candidates = runs::candidates(&file, &build, &lines, &self.sent);
        candidates.extend(arguments::candidates(&file, &build, &lines));
        candidates.into_iter().find_map(|candidate| {
            let mut changed = state.clone();
            changed.set_dockerfile(&candidate.text);
            if config(&changed) != self.config {
                return None;
            }
            let reruns = self.reruns(&changed);
            is_better(now, &reruns).then_some((candidate.text, reruns, candidate.what))
        })
    }

    /// What each usual change runs again, once the state was built.
    fn reruns(&self, state: &State) -> Vec<Rerun> {
        let mut daemon = Daemon::default();
        daemon.build(&state.inputs());
        let after = |usual: &Usual| {
            let mut changed = state.clone();
            changed.apply(&usual.change, None);
            Rerun::of(&daemon.predict(&changed.inputs()))
        };
        self.usual.iter().map(after).collect()
    }

    fn gains(&self, before: &[Rerun], after: &[Rerun]) -> Vec<Gain> {
        let pairs = self.usual.iter().zip(before).zip(after);
        let gain = |((usual, before), after): ((&Usual, &Rerun), &Rerun)| Gain {
            kind: usual.kind,
            name: usual.name.clone(),
            before: *before,
            after: *after,
        };
        pairs.map(gain).collect()
    }
}

impl Rerun {
    fn of(forecast: &Forecast) -> Self {
        let again = forecast.steps.iter().filter(|step| step.status != Status::Cached);
        let is_run = |kind: &str| kind == "RUN";
        let (mut steps, mut certain, mut runs) = (0, 0, 0);
        for step in again.filter(|step| !step.is_inputless) {
            steps += 1;
            certain += usize::from(step.status == Status::Runs);
            runs += usize::from(is_run(step.kind));
        }
        Self { steps, certain, runs }
    }
}

/// Whether fewer commands run somewhere, and nowhere more.
fn is_better(now: &[Rerun], then: &[Rerun]) -> bool {
    let pairs = || now.iter().zip(then);
    pairs().all(|(now, then)| then.runs <= now.runs)
        && pairs().any(|(now, then)| then.runs < now.runs)
}

/// A unified diff of two versions of the file.
fn diff(before: &str, after: &str) -> String {
    let names = Names { old: "Dockerfile", new: "Dockerfile, in the better order" };
    unified(names, before, after)
}
