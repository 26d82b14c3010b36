//! Which steps run again: the questions in which the reader marks the cache.
//!
//! The right marks are the engine's forecast. A wrong belief is a [`Model`]: it
//! marks the same steps as if it were true. A step of which the file cannot
//! tell what becomes of it is not among the options.

mod after_arg;
mod after_file;
mod models;
mod order;

pub(super) use after_arg::questions as after_arg;
pub(super) use after_file::{after_edit, after_touch};
pub(super) use order::order;

use std::collections::{BTreeMap, BTreeSet};

use self::models::Model;
use super::candidate::{self, Lead, Part, Prompt, feedback, line_of};
use super::scene::Scene;
use super::{Generated, InFile, Meaning, NotAsked, Request, first_id, in_order};
use crate::arrange::Arrange as _;
use crate::cache::{
    Change, Daemon, Forecast, Inputs, Reason, State, Status, StepForecast, sentence,
};
use crate::doc::{Block, Text};
use crate::dockerfile::{Instruction, Keyword};
use crate::explain::mask::mask_text;
use crate::fact::listed;
use crate::lesson::{Diagnosis, QuestionKind};
use crate::quiz::question_seed;
use crate::source::{Span, safe_line};

/// How many steps are offered, and how many of them run at most.
const MOST_STEPS: usize = 7;
const MOST_RUNNING: usize = 4;
/// With fewer steps there is nothing to mark.
const FEWEST_STEPS: usize = 2;
/// With fewer beliefs that lead elsewhere a question is a guess.
const FEWEST_MODELS: usize = 2;
/// How many steps an explanation gives the reasons of.
const MOST_REASONS: usize = 3;
/// How many changes are tried: each costs one build of the file.
const MOST_CHANGES: usize = 8;
/// Of a longer file fewer changes are tried.
const LONG_FILE: usize = 2_000;
/// So many of a long file.
const MOST_CHANGES_OF_LONG: usize = 2;

/// What the option is called that stands for no step at all.
const NONE: &str = "none of them";

/// A build that was done, and what the next one would do.
struct Play {
    daemon: Daemon,
    inputs: Inputs,
}

impl Play {
    fn new(inputs: Inputs) -> Self {
        let mut daemon = Daemon::default();
        daemon.build(&inputs);
        Self { daemon, inputs }
    }

    /// What a build of changed inputs does; `None` where it does not start.
    fn after(&self, change: impl FnOnce(&mut Inputs)) -> Option<Forecast> {
        let mut inputs = self.inputs.clone();
        change(&mut inputs);
        self.predict(&inputs)
    }

    /// The same after a change of what was built.
    fn after_change(&self, state: &State, change: &Change) -> Option<Forecast> {
        let mut state = state.clone();
        state.apply(change, None);
        self.predict(&state.inputs())
    }

    fn predict(&self, inputs: &Inputs) -> Option<Forecast> {
        let forecast = self.daemon.predict(inputs);
        forecast.failure.is_none().then_some(forecast)
    }
}

/// How many changes of a file are tried.
fn most_changes(scene: &Scene<'_>) -> usize {
    let is_long = scene.file.instructions.len() > LONG_FILE;
    if is_long { MOST_CHANGES_OF_LONG } else { MOST_CHANGES }
}

/// A change with what follows from it.
struct Case {
    /// Tells it from the other changes, whatever lines are added above.
    key: String,
    prompt: Text,
    forecast: Forecast,
    /// The most telling first; the last one marks every step.
    models: Vec<Model>,
    /// The belief of who thinks that nothing runs.
    none: Model,
    /// What decides it beside the steps that run by themselves.
    proof: Vec<Span>,
    /// What to say where nothing runs.
    why_none: Text,
    hint: Text,
}

/// A step that can be marked.
struct Markable<'a> {
    at: &'a Instruction,
    text: Text,
    step: &'a StepForecast,
    runs: bool,
}

/// The questions that tell most, at most as many as are asked for.
fn best(
    request: &Request<'_>,
    scene: &Scene<'_>,
    cases: Vec<Case>,
    or: NotAsked,
) -> Result<Vec<Generated>, NotAsked> {
    let answer = cases.first().map(|case| answer(scene, case));
    let made = cases.into_iter().filter_map(|case| {
        let rank = question_seed(request.seed, &case.key);
        question(scene, case).map(|(worth, made)| (worth, rank, made))
    });
    let mut made: Vec<(usize, u64, Generated)> = made.collect();
    made.arrange_by_key(|(worth, rank, _)| (std::cmp::Reverse(*worth), *rank));
    if made.is_empty() {
        return Err(answer.map_or(or, NotAsked::all_agree));
    }
    let count = request.ask.count as usize;
    Ok(made.into_iter().take(count).map(|(_, _, made)| made).collect())
}

/// The question about a change with its answer.
fn answer(scene: &Scene<'_>, case: &Case) -> String {
    let steps = markable(scene, &case.forecast);
    let lines = steps.iter().filter(|step| step.runs).map(|step| step.step.line.to_string());
    let lines: Vec<String> = lines.collect();
    let runs = match lines.as_slice() {
        [] => format!("None. {}", case.why_none.words()),
        [line] => format!("The one in line {line}."),
        lines => format!("Those in lines {}.", listed(lines)),
    };
    format!("{} {}", case.prompt.words(), runs.trim_end())
}

/// The question about a change and how much it tells; `None` where it tells too little.
fn question(scene: &Scene<'_>, case: Case) -> Option<(usize, Generated)> {
    let mut models = case.models;
    models.push(case.none);
    let steps = chosen(markable(scene, &case.forecast), &models);
    if steps.len() < FEWEST_STEPS {
        return None;
    }
    let marks = |model: &Model| -> Vec<bool> {
        steps.iter().map(|step| model.runs.contains(&step.step.line)).collect()
    };
    let right: Vec<bool> = steps.iter().map(|step| step.runs).collect();
    let mut seen = vec![right.clone()];
    let mut wrong: Vec<(&Model, Vec<bool>)> = Vec::new();
    for model in &models {
        let marks = marks(model);
        if !seen.contains(&marks) {
            seen.push(marks.clone());
            wrong.push((model, marks));
        }
    }
    if wrong.len() < FEWEST_MODELS {
        return None;
    }
    let worth = wrong.iter().map(|(it, _)| 1 + usize::from(it.belief.id.is_some())).sum();
    let parts = parts(&steps, &models, case.why_none)?;
    let diagnoses = wrong.into_iter().map(|(model, marks)| Diagnosis {
        marked: marked(&marks),
        typed: None,
        feedback: feedback(model.belief),
    });
    let diagnoses = diagnoses.collect();
    let mut proof = case.proof;
    proof.extend(own_causes(&steps).map(|step| step.at.span));
    let proof = in_order(proof);
    let beliefs: Vec<_> = parts.iter().map(|part| part.belief).collect();
    let explanation = candidate::explanation(scene.file, why(&steps), None, (Lead::Decide, &proof));
    let kind = QuestionKind::Multiple(parts.iter().map(Part::choice).collect());
    let prompt = Prompt { file: scene.file, about: None, words: case.prompt };
    let mut question = candidate::question(&prompt, kind, "", explanation);
    question.hints = vec![vec![Block::paragraph(case.hint)]];
    question.misconception = first_id(&beliefs);
    question.diagnoses = diagnoses;
    question.none = Some(steps.len());
    let in_file = InFile::of_parts(&parts, Meaning::Runs);
    Some((worth, Generated { question, proof, about: Vec::new(), beliefs, in_file }))
}

/// The steps of the file whose answer is certain, each a line of its own.
fn markable<'a>(scene: &Scene<'a>, forecast: &'a Forecast) -> Vec<Markable<'a>> {
    let linked: BTreeSet<u32> =
        forecast.steps.iter().filter(|step| step.kind == "LINK").map(|step| step.line).collect();
    let mut found = Vec::new();
    for step in &forecast.steps {
        let is_certain = matches!(step.status, Status::Cached | Status::Runs);
        // A linked copy is two steps, and a step without inputs is never shown as cached.
        if !is_certain || step.is_inputless || linked.contains(&step.line) {
            continue;
        }
        let first = scene.file.instructions.partition_point(|it| it.lines.first.get() < step.line);
        let Some(at) = scene.file.instructions.get(first) else { continue };
        // The triggers of a base stand at its FROM, and are no lines that one could mark.
        if at.lines.first.get() == step.line && at.keyword != Some(Keyword::From) {
            let text = Text::new().code(line_of(scene.file, at.span));
            found.push(Markable { at, text, step, runs: step.status == Status::Runs });
        }
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for step in &found {
        *counts.entry(step.text.words()).or_default() += 1;
    }
    let is_single = |step: &Markable<'_>| counts.get(&step.text.words()) == Some(&1);
    let mut texts: Vec<Text> = Vec::new();
    for mut step in std::mem::take(&mut found) {
        if !is_single(&step) {
            let stage = step.at.stage.map(|stage| scene.named(stage)).unwrap_or_default();
            step.text = candidate::join(step.text.plain(" · in "), stage);
        }
        // Of two lines that read the same in one stage nobody could tell which is meant.
        if !texts.contains(&step.text) {
            texts.push(step.text.clone());
            found.push(step);
        }
    }
    found
}

/// Those of the steps about which most beliefs are wrong, in the file's order.
fn chosen<'a>(steps: Vec<Markable<'a>>, models: &[Model]) -> Vec<Markable<'a>> {
    let wrong = |step: &Markable<'_>| {
        models.iter().filter(|it| it.runs.contains(&step.step.line) != step.runs).count()
    };
    let mut ranked: Vec<(usize, Markable<'a>)> =
        steps.into_iter().map(|step| (wrong(&step), step)).collect();
    ranked.arrange_by_key(|(wrong, _)| std::cmp::Reverse(*wrong));
    let (running, cached): (Vec<_>, Vec<_>) =
        ranked.into_iter().map(|(_, step)| step).partition(|step| step.runs);
    let mut chosen: Vec<Markable<'a>> = running.into_iter().take(MOST_RUNNING).collect();
    let left = MOST_STEPS - chosen.len();
    chosen.extend(cached.into_iter().take(left));
    chosen.arrange_by_key(|step| step.at.span.start);
    chosen
}

/// The options: the steps, then that there is none; `None` where an option
/// would be wrong without a belief that leads to it.
fn parts(steps: &[Markable<'_>], models: &[Model], why_none: Text) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    for step in steps {
        let why = format!("It {}.", shown(step.step));
        let belief = models.iter().find(|model| model.runs.contains(&step.step.line));
        let belief = if step.runs { None } else { Some(belief?.belief) };
        let (text, place) = (step.text.clone(), Some(step.at.span));
        parts.push(Part { text, place, belief, why: Text::from(why) });
    }
    let runs = steps.iter().any(|step| step.runs);
    let none = models.iter().find(|model| {
        model.runs.is_empty() || steps.iter().all(|step| !model.runs.contains(&step.step.line))
    });
    let belief = if runs { Some(none?.belief) } else { None };
    parts.push(Part { text: Text::from(NONE), place: None, belief, why: why_none });
    Some(parts)
}

/// The places of the options that are marked; the last one where no step is.
fn marked(marks: &[bool]) -> Vec<usize> {
    let places: Vec<usize> = (0..marks.len()).filter(|place| marks[*place]).collect();
    if places.is_empty() { vec![marks.len()] } else { places }
}

/// The steps that run by themselves, and not because one above them does.
fn own_causes<'a, 's>(
    steps: &'s [Markable<'a>],
) -> impl Iterator<Item = &'s Markable<'a>> + use<'a, 's> {
    let is_above = |step: &StepForecast| matches!(step.reasons.first(), Some(Reason::Above { .. }));
    steps.iter().filter(move |step| step.runs && !is_above(step.step))
}

/// Why the steps run that do.
fn why(steps: &[Markable<'_>]) -> Text {
    let causes: Vec<String> = own_causes(steps)
        .take(MOST_REASONS)
        .map(|it| format!("Line {} {}.", it.step.line, shown(it.step)))
        .collect();
    let follows = steps.iter().filter(|step| step.runs).count() > causes.len();
    let words = match (causes.is_empty(), follows) {
        (true, false) => {
            "Nothing that a step reads has changed, so every one is cached.".to_owned()
        }
        (true, true) => "They run because one above them does.".to_owned(),
        (false, true) => format!("{} What goes on from there runs as well.", causes.join(" ")),
        (false, false) => causes.join(" "),
    };
    Text::from(words)
}

/// The reasons of a step; what comes from the file is masked and made safe.
fn shown(step: &StepForecast) -> String {
    let words = sentence(step);
    let words =
        words.strip_prefix("cached: ").map(|why| format!("is cached: {why}")).unwrap_or(words);
    safe_line(&mask_text(&words)).into_owned()
}
