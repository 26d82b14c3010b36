//! `cache-after-edit` and `cache-after-touch`: which steps run again after a
//! file of the reader's folder was edited, or after its time alone changed.

use std::collections::{BTreeMap, BTreeSet};

use super::models::{self, Model};
use super::{Case, Play, best, most_changes};
use crate::arrange::Arrange as _;
use crate::cache::{Change, Forecast, State};
use crate::context::{EntryKind, IgnoreFile, NodeId, Snapshot, Usage};
use crate::doc::Text;
use crate::dockerfile::{Keyword, StageId};
use crate::explain::mask::mask_text;
use crate::quiz::generate::scene::Scene;
use crate::quiz::generate::{Generated, NotAsked, Request, belief};
use crate::quiz::question_seed;
use crate::source::{Span, safe_line};

/// A folder with more paths is not gone through in the middle of a lesson.
const MOST_PATHS: usize = 20_000;
/// So many files are looked at to find some that different instructions take.
const MOST_FILES: usize = 5_000;
/// A longer path would not fit into a question.
const LONGEST_PATH: usize = 60;

const HINT_TOUCH: &str = "What of a file does a step compare?";

/// What happens to the file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    Edit,
    Touch,
}

/// Which steps an edit runs again.
pub(in crate::quiz::generate) fn after_edit(
    request: &Request<'_>,
    scene: &Scene<'_>,
    snapshot: Option<&Snapshot>,
) -> Result<Vec<Generated>, NotAsked> {
    questions(request, scene, snapshot, Deed::Edit)
}

/// Which steps another time of a file runs again: none.
pub(in crate::quiz::generate) fn after_touch(
    request: &Request<'_>,
    scene: &Scene<'_>,
    snapshot: Option<&Snapshot>,
) -> Result<Vec<Generated>, NotAsked> {
    questions(request, scene, snapshot, Deed::Touch)
}

fn questions(
    request: &Request<'_>,
    scene: &Scene<'_>,
    snapshot: Option<&Snapshot>,
    deed: Deed,
) -> Result<Vec<Generated>, NotAsked> {
    let unread = || NotAsked::because("the files beside this Dockerfile were not read");
    let snapshot = snapshot.ok_or_else(unread)?;
    let usage = Usage::of(scene.file, scene.options, scene.build, snapshot);
    check(snapshot, &usage)?;
    let files = files(request, scene, snapshot, &usage, deed)?;
    let state = State::of_snapshot(snapshot, scene.file.source.text(), scene.options.clone());
    let play = Play::new(state.inputs());
    let cases = files.into_iter().filter_map(|file| case(scene, &play, &state, file, deed));
    let cases = cases.collect();
    best(request, scene, cases, NotAsked::because("a build of this folder does not start"))
}

/// Whether it is certain what the instructions take, and a build does not stop at them.
pub(super) fn check(snapshot: &Snapshot, usage: &Usage) -> Result<(), NotAsked> {
    if snapshot.len() > MOST_PATHS {
        return Err(NotAsked::because("the folder holds too many files to go through them here"));
    }
    if snapshot.ignore.refused.is_some() {
        return Err(NotAsked::because("a build stops at the ignore file"));
    }
    if usage.may_take_more() {
        return Err(NotAsked::because("the file alone does not tell what an instruction takes"));
    }
    match usage.stops().next() {
        Some((taker, _)) => {
            let line = taker.line;
            Err(NotAsked::because(format!(
                "line {line} takes what this folder does not send; if another folder is sent, \
                 name it with --context"
            )))
        }
        None => Ok(()),
    }
}

/// A file, and the lines of the steps that take it.
pub(super) struct Taken {
    pub path: String,
    pub takers: BTreeSet<u32>,
}

/// For each group of instructions a file that they take; the seed chooses which.
pub(super) fn files(
    request: &Request<'_>,
    scene: &Scene<'_>,
    snapshot: &Snapshot,
    usage: &Usage,
    deed: Deed,
) -> Result<Vec<Taken>, NotAsked> {
    let wanted = match &request.ask.path {
        Some(pattern) => {
            Some(IgnoreFile::of_patterns(std::slice::from_ref(pattern)).map_err(|_| {
                NotAsked::because(format!("{} is no pattern of paths", safe_line(pattern)))
            })?)
        }
        None => None,
    };
    let mut groups: BTreeMap<BTreeSet<u32>, (u64, String)> = BTreeMap::new();
    let of_files = snapshot.ids().filter(|id| snapshot[*id].kind == EntryKind::File);
    for id in of_files.take(MOST_FILES) {
        let path = snapshot.path(id);
        let is_wanted = match &wanted {
            Some(pattern) => pattern.decide(&path, None).is_ok_and(|(it, _)| it.ignored),
            None => is_usual(&path),
        };
        // What an edit of a list changes nobody knows: it can leave out anything.
        let is_open = deed == Deed::Edit && path.ends_with(".dockerignore");
        if !is_wanted || is_open || !is_showable(snapshot, &path) {
            continue;
        }
        let takers = takers(snapshot, usage, id);
        if takers.is_empty() && deed == Deed::Touch {
            continue;
        }
        let rank = question_seed(request.seed, &path);
        let best = groups.entry(takers).or_insert_with(|| (rank, path.clone()));
        if rank < best.0 {
            *best = (rank, path);
        }
    }
    if groups.is_empty() {
        return Err(NotAsked::because(match &request.ask.path {
            Some(pattern) => format!("no file of the folder fits {}", safe_line(pattern)),
            None if deed == Deed::Touch => "no step takes a file of the folder".to_owned(),
            None => "the folder holds no file that could be edited".to_owned(),
        }));
    }
    let mut files: Vec<Taken> =
        groups.into_iter().map(|(takers, (_, path))| Taken { path, takers }).collect();
    // What no step takes tells least.
    files.arrange_by_key(|file| file.takers.is_empty());
    files.truncate(most_changes(scene));
    Ok(files)
}

/// Whether a reader would think of editing it: nothing hidden is.
fn is_usual(path: &str) -> bool {
    !path.split('/').any(|part| part.starts_with('.') || part == "node_modules")
}

/// Whether the question can name it. The Dockerfile itself is asked about by its lines.
fn is_showable(snapshot: &Snapshot, path: &str) -> bool {
    snapshot.dockerfile.as_deref() != Some(path)
        && path.chars().count() <= LONGEST_PATH
        && safe_line(path) == path
        && mask_text(path) == path
}

fn takers(snapshot: &Snapshot, usage: &Usage, id: NodeId) -> BTreeSet<u32> {
    let places = usage.takers_of(snapshot, id).into_iter();
    let takers = places.map(|place| &usage.takers[place.index()]);
    takers.filter(|taker| taker.in_target).map(|taker| taker.line.get()).collect()
}

fn case(scene: &Scene<'_>, play: &Play, state: &State, file: Taken, deed: Deed) -> Option<Case> {
    let edited = play.after_change(state, &edit(&file.path))?;
    let proof = proof(scene, &file.takers);
    if proof.is_empty() {
        return None;
    }
    let (prompt, hint) = match deed {
        Deed::Edit => {
            let prompt = Text::from("You change something in ").code(&*file.path);
            (prompt, hint(scene, &file.path))
        }
        Deed::Touch => {
            let command = format!("touch {}", file.path);
            (Text::from("You run ").code(command), Text::from(HINT_TOUCH))
        }
    };
    let prompt = prompt.plain(" and build again. Which of these steps run again?");
    let none = Model::nothing(&belief::FILES_DO_NOT_COUNT);
    let (forecast, models, why_none) = match deed {
        Deed::Edit => {
            let models = wrong_after_edit(scene, &edited, &file);
            (edited, models, "No step takes this file, so every one is cached.")
        }
        Deed::Touch => {
            let touched = play.after_change(state, &Change::Touch { path: file.path.clone() })?;
            let models = vec![
                Model::new(&belief::TIME_COUNTS, models::running(&edited)),
                Model::new(&belief::TIME_COUNTS, file.takers.clone()),
                Model::new(&belief::A_CHANGE_RUNS_EVERYTHING, models::all(&touched)),
            ];
            (touched, models, "Only its time changed, and no key contains that.")
        }
    };
    let why_none = Text::from(why_none);
    Some(Case { key: file.path, prompt, forecast, models, none, proof, why_none, hint })
}

/// Names the file: on a small screen the prompt is out of view by then.
fn hint(scene: &Scene<'_>, path: &str) -> Text {
    let stages = (0..scene.build.stage_count()).filter_map(|it| u32::try_from(it).ok());
    let built = stages.filter(|stage| scene.build.is_needed(StageId(*stage))).count();
    let start = if built > 1 { "Find in each stage" } else { "Find" };
    Text::from(format!("{start} the first step that takes "))
        .code(path)
        .plain(". Then look what goes on from it.")
}

/// The smallest edit.
pub(super) fn edit(path: &str) -> Change {
    Change::Append { path: path.to_owned(), text: "\n".to_owned() }
}

fn wrong_after_edit(scene: &Scene<'_>, edited: &Forecast, file: &Taken) -> Vec<Model> {
    let running = models::running(edited);
    let all = models::all(edited);
    let Some(first) = file.takers.first().copied() else {
        let takes = |step: &crate::build::step::Step| {
            let copies = step.copies.iter().flatten();
            copies.into_iter().any(|copied| copied.from.as_deref() == Some("context"))
        };
        return vec![
            Model::new(&belief::EVERY_FILE_COUNTS, models::spread(scene, takes)),
            Model::new(&belief::A_CHANGE_RUNS_EVERYTHING, all),
        ];
    };
    let name = file.path.rsplit('/').next().unwrap_or_default();
    let names_it = |line: u32| {
        let mut instructions = scene.file.instructions.iter();
        let at = instructions.find(|it| it.lines.first.get() == line);
        at.is_none_or(|it| {
            it.keyword != Some(Keyword::Run) || scene.file.source.slice(it.span).contains(name)
        })
    };
    let by_name = running.iter().copied().filter(|line| names_it(*line)).collect();
    let below = all.range(first..).copied().collect();
    vec![
        Model::new(&belief::ONLY_THE_CHANGED_RUNS, file.takers.clone()),
        Model::new(&belief::A_RUN_KNOWS_ITS_FILES, by_name),
        Model::new(&belief::EVERYTHING_BELOW_RUNS, below),
        Model::new(&belief::A_CHANGE_RUNS_EVERYTHING, all),
    ]
}

/// The instructions that take the file; where there is none, those that take others.
fn proof(scene: &Scene<'_>, takers: &BTreeSet<u32>) -> Vec<Span> {
    let takes = |keyword: Option<Keyword>| matches!(keyword, Some(Keyword::Copy | Keyword::Add));
    let at = scene.built().filter(|at| match takers.is_empty() {
        true => takes(at.keyword),
        false => takers.contains(&at.lines.first.get()),
    });
    at.map(|at| at.span).collect()
}
