//! `cache-order`: the order of lines in which an edit runs least again.
//!
//! Every order of the lines is built by the engine. Those are right in which
//! the lines do what they do in the reader's file, the image is the same, and
//! as few steps run again as in any other.

use std::sync::Arc;

use serde_json::{Value, json};

use super::after_file::{Deed, Taken, check, edit, files};
use super::{Play, candidate};
use crate::analysis::Analysis;
use crate::arrange::Arrange as _;
use crate::build;
use crate::build::step::Step;
use crate::cache::{self, State, Status, files_brought, files_read};
use crate::context::{Snapshot, Tree, Usage};
use crate::doc::Text;
use crate::dockerfile::{self, Instruction, Keyword, StageId};
use crate::lesson::{Diagnosis, Question, QuestionKind};
use crate::quiz::generate::candidate::{Lead, Prompt, feedback, line_of};
use crate::quiz::generate::scene::Scene;
use crate::quiz::generate::{Belief, Generated, InFile, NotAsked, Request, belief, in_order};
use crate::source::{Source, Span};

const HINT: &str =
    "Ask of each line what it needs from above, and of the edit which line reads the file.";
const TRIES: u32 = 3;
/// Each line more makes five times the orders, and each order is one build.
const MOST_LINES: usize = 4;
/// In a longer file the orders take too long in the middle of a lesson.
const LONGEST_FILE: usize = 400;

/// The lines of a stage whose order decides what an edit runs again.
struct Lines<'a> {
    stage: StageId,
    /// In the order of the file.
    lines: Vec<&'a Instruction>,
    /// Their places among the instructions of the file.
    slots: Vec<usize>,
    install: &'a Instruction,
    /// What takes the file that is edited.
    code: &'a Instruction,
    /// For each file that the installation finds, the places among the
    /// instructions of the file of those that bring it.
    providers: Vec<Vec<usize>>,
    edited: String,
}

/// Which order runs least again.
pub(in crate::quiz::generate) fn order(
    request: &Request<'_>,
    scene: &Scene<'_>,
    snapshot: Option<&Snapshot>,
) -> Result<Vec<Generated>, NotAsked> {
    let unread = || NotAsked::because("the files beside this Dockerfile were not read");
    let snapshot = snapshot.ok_or_else(unread)?;
    if scene.file.instructions.len() > LONGEST_FILE {
        return Err(NotAsked::because(
            "the file is too long to try other orders of its lines here",
        ));
    }
    let usage = Usage::of(scene.file, scene.options, scene.build, snapshot);
    check(snapshot, &usage)?;
    let files = files(request, scene, snapshot, &usage, Deed::Edit)?;
    let runs = || scene.built().filter(|at| at.keyword == Some(Keyword::Run));
    let mut why_not = NotAsked::because(
        match runs().all(|at| files_read(scene.file, scene.build, at).is_some()) {
            true => {
                "no single stage copies a list of packages, installs from it and copies the rest"
            }
            // One of them may be such an installation.
            false => "layerwise cannot tell which files each of its commands reads",
        },
    );
    let text = scene.file.source.text();
    let sent = cache::sent(&State::of_snapshot(snapshot, text, scene.options.clone()));
    for install in runs() {
        let Some(lines) = lines(scene, install, &files, &sent) else { continue };
        match question(scene, snapshot, &lines) {
            Some(made) => return Ok(vec![made]),
            None => {
                why_not =
                    NotAsked::because("the order of its lines makes no difference that is sure");
            }
        }
    }
    Err(why_not)
}

/// The lines around an installation; `None` where it reads no list that a line brings.
fn lines<'a>(
    scene: &Scene<'a>,
    install: &'a Instruction,
    files: &[Taken],
    sent: &Tree,
) -> Option<Lines<'a>> {
    let stage = install.stage?;
    let needed = files_read(scene.file, scene.build, install)?;
    let of_stage = || scene.stage(stage).iter();
    let copies = || of_stage().filter(|at| at.keyword == Some(Keyword::Copy) && is_plain(at));
    let brings = |at: &Instruction| files_brought(scene.build, at, sent, &needed);
    let list = copies().find(|at| !brings(at).is_empty())?;
    let takes = |file: &Taken, at: &Instruction| file.takers.contains(&at.lines.first.get());
    let (code, edited) = files.iter().find_map(|file| {
        let code = copies().find(|at| takes(file, at) && at.span != list.span)?;
        (!takes(file, list)).then(|| (code, file.path.clone()))
    })?;
    let mut chosen = vec![list, install, code];
    let is_before = |at: &&Instruction| at.span.start < list.span.start.min(code.span.start);
    let directory = of_stage().filter(|at| at.keyword == Some(Keyword::Workdir)).find(is_before);
    let settled = [Keyword::Expose, Keyword::Cmd, Keyword::Label];
    let setting = of_stage().find(|at| at.keyword.is_some_and(|it| settled.contains(&it)));
    chosen.extend(directory.or(setting).filter(|at| is_plain(at)));
    chosen.truncate(MOST_LINES);
    if !is_plain(install) {
        return None;
    }
    chosen.arrange_by_key(|at| at.span.start);
    let place = |at: &&Instruction| {
        scene.file.instructions.partition_point(|it| it.span.start < at.span.start)
    };
    let slots = chosen.iter().map(place).collect();
    let brought = of_stage().filter(|at| at.keyword == Some(Keyword::Copy));
    let brought: Vec<(usize, Vec<&str>)> = brought.map(|at| (place(&at), brings(at))).collect();
    let all = |path: &String| {
        let bring = brought.iter().filter(|(_, paths)| paths.contains(&path.as_str()));
        bring.map(|(at, _)| *at).collect::<Vec<usize>>()
    };
    let own = place(&install);
    let providers: Vec<Vec<usize>> =
        needed.iter().map(all).filter(|all| all.iter().any(|at| *at < own)).collect();
    if providers.is_empty() {
        return None;
    }
    Some(Lines { stage, lines: chosen, slots, install, code, providers, edited })
}

/// Whether a line can be moved as it stands.
fn is_plain(at: &Instruction) -> bool {
    at.heredocs.is_empty()
}

fn question(scene: &Scene<'_>, snapshot: &Snapshot, lines: &Lines<'_>) -> Option<Generated> {
    let own: Vec<usize> = (0..lines.lines.len()).collect();
    let facts = Facts::of(scene.analysis, lines, &own)?;
    let mut found: Vec<(usize, Vec<usize>)> = Vec::new();
    let all = permutations(lines.lines.len());
    for places in &all {
        if !is_provided(lines, places) {
            continue;
        }
        let text = written(scene, lines, places);
        let analysis = analysis(scene, &text);
        if Facts::of(&analysis, lines, places).as_ref() != Some(&facts) {
            continue;
        }
        // What runs again has to be sure in every order that is compared.
        found.push((runs(scene, snapshot, lines, &text)?, places.clone()));
    }
    let least = found.iter().map(|(runs, _)| *runs).min()?;
    let right: Vec<Vec<usize>> =
        found.into_iter().filter(|(runs, _)| *runs == least).map(|(_, places)| places).collect();
    if right.len() * 2 > all.len() {
        return None;
    }
    Some(generated(scene, lines, &right))
}

/// Whether the installation finds each file that it finds in the order of the file.
fn is_provided(lines: &Lines<'_>, places: &[usize]) -> bool {
    let now = |at: usize| {
        let line = lines.slots.iter().position(|slot| *slot == at);
        let place = line.and_then(|line| places.iter().position(|place| *place == line));
        place.map_or(at, |place| lines.slots[place])
    };
    let own = lines.lines.iter().position(|at| at.span == lines.install.span);
    let install = own.map_or(0, |own| now(lines.slots[own]));
    lines.providers.iter().all(|all| all.iter().any(|at| now(*at) < install))
}

/// The question; the first right order is the file's own where that is one.
fn generated(scene: &Scene<'_>, lines: &Lines<'_>, right: &[Vec<usize>]) -> Generated {
    let own: Vec<usize> = (0..lines.lines.len()).collect();
    let first = right.iter().find(|places| **places == own).unwrap_or(&right[0]);
    let place_of = |place: &usize| first.iter().position(|it| it == place).unwrap_or_default();
    let others = right.iter().filter(|places| *places != first);
    let orders = others.map(|places| places.iter().map(place_of).collect()).collect();
    let texts =
        first.iter().map(|place| Text::new().code(line_of(scene.file, lines.lines[*place].span)));
    let kind = QuestionKind::Order(texts.collect());
    let words = Text::from("Put these lines so that a change in ")
        .code(lines.edited.as_str())
        .plain(" runs as few steps again as it can.");
    let proof: Vec<Span> = in_order(lines.lines.iter().map(|at| at.span).collect());
    let why = candidate::text(&format!(
        "What reads `{}` stands as far down as it can, and the installation above it. {}",
        lines.edited,
        match right.len() {
            1 => "",
            _ => "Every order with the same image and as few steps is right.",
        }
    ));
    let explanation = candidate::explanation(scene.file, why, None, (Lead::Decide, &proof));
    let prompt = Prompt { file: scene.file, about: None, words };
    let mut question: Question = candidate::question(&prompt, kind, HINT, explanation);
    question.tries = TRIES;
    question.orders = orders;
    question.misconception = belief::COPYING_EARLY_IS_FREE.id.map(str::to_owned);
    let wrong =
        permutations(lines.lines.len()).into_iter().filter(|places| !right.contains(places));
    let wrong =
        wrong.map(|places| (places.iter().map(place_of).collect(), believed(lines, &places)));
    let wrong: Vec<(Vec<usize>, &Belief)> = wrong.collect();
    let beliefs = [
        &belief::LINES_SEE_WHAT_IS_BELOW,
        &belief::COPYING_EARLY_IS_FREE,
        &belief::WORKDIR_MAY_STAND_ANYWHERE,
        &belief::SETTINGS_MAY_STAND_ANYWHERE,
    ];
    let beliefs = beliefs.into_iter().filter(|it| wrong.iter().any(|(_, other)| other == it));
    let beliefs = beliefs.map(Some).collect();
    let diagnosis = |(marked, belief): (Vec<usize>, &Belief)| Diagnosis {
        marked,
        typed: None,
        feedback: feedback(belief),
    };
    question.diagnoses = wrong.into_iter().map(diagnosis).collect();
    let about = Vec::new();
    Generated { question, proof, about, beliefs, in_file: InFile::No }
}

/// What leads to a wrong order.
fn believed(lines: &Lines<'_>, places: &[usize]) -> &'static Belief {
    let place = |span: Span| places.iter().position(|place| lines.lines[*place].span == span);
    if !is_provided(lines, places) {
        return &belief::LINES_SEE_WHAT_IS_BELOW;
    }
    if place(lines.code.span) < place(lines.install.span) {
        return &belief::COPYING_EARLY_IS_FREE;
    }
    let has_directory = lines.lines.iter().any(|at| at.keyword == Some(Keyword::Workdir));
    match has_directory {
        true => &belief::WORKDIR_MAY_STAND_ANYWHERE,
        false => &belief::SETTINGS_MAY_STAND_ANYWHERE,
    }
}

/// The file with the lines in another order, each in the place of one of them.
fn written(scene: &Scene<'_>, lines: &Lines<'_>, places: &[usize]) -> String {
    let source = &scene.file.source;
    let mut text = source.text().to_owned();
    for (slot, place) in lines.lines.iter().zip(places).rev() {
        let range = slot.span.start as usize..slot.span.end as usize;
        text.replace_range(range, source.slice(lines.lines[*place].span));
    }
    text
}

fn analysis(scene: &Scene<'_>, text: &str) -> Analysis {
    let source = Source::new(scene.file.source.name.clone(), text.as_bytes().to_vec());
    let file = dockerfile::parse(Arc::new(source));
    Analysis::of(Arc::new(file), scene.options.clone())
}

/// What must not change: what each of the lines does, and the image.
#[derive(PartialEq)]
struct Facts {
    steps: Vec<String>,
    config: Value,
}

impl Facts {
    /// The facts of a file in which the lines stand in this order; the steps
    /// in the order of the reader's file. `None` where a build stops.
    fn of(analysis: &Analysis, lines: &Lines<'_>, places: &[usize]) -> Option<Self> {
        if analysis.stop().is_some() {
            return None;
        }
        let mut steps = vec![String::new(); lines.lines.len()];
        for (slot, place) in lines.slots.iter().zip(places) {
            let at = analysis.file.instructions.get(*slot)?;
            let line = at.lines.first.get();
            let step = analysis.build.steps.iter().find(|step| step.line == line);
            if let Some(step) = step {
                let Step { argv, cwd, user, copies, path, .. } = step;
                steps[*place] = format!("{argv:?} {cwd:?} {user:?} {copies:?} {path:?}");
            }
        }
        let config = json!(build::facts(&analysis.build)).get("config").cloned()?;
        Some(Self { steps, config })
    }
}

/// How many steps of the stage an edit runs again; `None` where that is not sure.
fn runs(scene: &Scene<'_>, snapshot: &Snapshot, lines: &Lines<'_>, text: &str) -> Option<usize> {
    let state = State::of_snapshot(snapshot, text, scene.options.clone());
    let play = Play::new(state.inputs());
    let forecast = play.after_change(&state, &edit(&lines.edited))?;
    let stage = lines.stage.0 as usize;
    let steps = || forecast.steps.iter().filter(|step| step.stage == stage);
    let is_sure = |status: Status| matches!(status, Status::Cached | Status::Runs);
    if !steps().all(|step| is_sure(step.status)) {
        return None;
    }
    Some(steps().filter(|step| step.status == Status::Runs).count())
}

/// All orders of so many places, the given one first.
fn permutations(count: usize) -> Vec<Vec<usize>> {
    let mut orders: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..count {
        orders = orders
            .into_iter()
            .flat_map(|order| {
                let rest: Vec<usize> = (0..count).filter(|place| !order.contains(place)).collect();
                rest.into_iter().map(move |place| [order.clone(), vec![place]].concat())
            })
            .collect();
    }
    orders
}
