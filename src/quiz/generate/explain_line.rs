//! `explain-line`: what a line does, in the reader's own words, with the points
//! that the engine knows of it.

use super::candidate::{self, Lead, Prompt};
use super::scene::Scene;
use super::{Generated, InFile, NotAsked, Request, in_order, pointed, user};
use crate::arrange::Arrange as _;
use crate::doc::Text;
use crate::dockerfile::{Instruction, Keyword, StageId};
use crate::explain::{self, mask::mask_text};
use crate::lesson::QuestionKind;
use crate::quiz::question_seed;
use crate::source::{Span, safe_line};

const HINT: &str = "Who runs it, where, when, and what is left of it in the image?";
/// With fewer points there is little to compare an answer with.
const FEWEST_POINTS: usize = 3;

pub(super) fn questions(
    request: &Request<'_>,
    scene: &Scene<'_>,
) -> Result<Vec<Generated>, NotAsked> {
    let runs = scene.built().filter(|at| at.keyword == Some(Keyword::Run)).collect();
    let mut asked: Vec<(u64, Asked<'_>)> = Vec::new();
    for run in request.some(runs) {
        let text = scene.file.source.slice(run.span);
        let known = run.stage.and_then(|stage| asked_about(scene, run, stage));
        asked.extend(known.map(|known| (question_seed(request.seed, text), known)));
    }
    if asked.is_empty() {
        return Err(NotAsked::because("too little is known of what its `RUN` lines find"));
    }
    asked.arrange_by_key(|(rank, _)| *rank);
    let count = request.ask.count as usize;
    Ok(asked.into_iter().take(count).map(|(_, asked)| question(scene, asked)).collect())
}

/// A line with what is known of it.
struct Asked<'a> {
    run: &'a Instruction,
    points: Vec<String>,
    /// The lines that decide them.
    proof: Vec<Span>,
}

fn asked_about<'a>(scene: &Scene<'a>, run: &'a Instruction, stage: StageId) -> Option<Asked<'a>> {
    let (points, proof) = points(scene, run).filter(|_| !scene.build.is_windows(stage))?;
    (points.len() >= FEWEST_POINTS).then_some(Asked { run, points, proof })
}

fn question(scene: &Scene<'_>, asked: Asked<'_>) -> Generated {
    let Asked { run, mut points, mut proof } = asked;
    points.splice(..0, command(scene, run));
    proof.push(run.span);
    let proof = in_order(proof);
    let why = explain::instruction_at(scene.file, run.lines.first)
        .map(|id| pointed::does(scene.file, id))
        .unwrap_or_default();
    let explanation = candidate::explanation(scene.file, why, None, (Lead::Decide, &proof));
    let words = Text::from("What does this line do? Explain it to a colleague.");
    let prompt = Prompt { file: scene.file, about: Some(run.span), words };
    let kind = QuestionKind::Explain { rubric: points };
    let question = candidate::question(&prompt, kind, HINT, explanation);
    let (about, beliefs) = (vec![run.span], Vec::new());
    Generated { question, proof, about, beliefs, in_file: InFile::No }
}

/// What the commands of a RUN do; `None` where nothing can be said of them.
fn command(scene: &Scene<'_>, run: &Instruction) -> Option<String> {
    let id = explain::instruction_at(scene.file, run.lines.first)?;
    let words = explain::gist(scene.file, id).words();
    let words = words.trim().trim_end_matches('.');
    (!words.is_empty()).then(|| words.to_owned())
}

/// What is known of a RUN, with the lines that decide it.
fn points(scene: &Scene<'_>, run: &Instruction) -> Option<(Vec<String>, Vec<Span>)> {
    let before = scene.before(run)?;
    let mut points =
        vec!["It runs while the image is built, and never when a container starts".to_owned()];
    let mut proof = Vec::new();
    let user = &before.state.user;
    if !user.unknown {
        let name = if user::is_root(&user.value) { "root" } else { &user.value };
        points.push(format!("The user {} runs it", shown(name)));
        proof.extend(user.set_by);
    }
    let directory = &before.state.directory;
    if !directory.unknown {
        let path = if directory.value.is_empty() { "/" } else { &directory.value };
        points.push(format!("It starts in the directory {}", shown(path)));
        proof.extend(directory.set_by);
    }
    if scene.step(run).is_some() {
        points.push("The files that it changes become a layer".to_owned());
    }
    Some((points, proof))
}

fn shown(value: &str) -> String {
    safe_line(&mask_text(value)).into_owned()
}
