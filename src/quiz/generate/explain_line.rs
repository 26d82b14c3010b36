//! `explain-line`: what a line does, in the reader's own words, with the points
//! that the engine knows of it.

use super::candidate::{self, Prompt};
use super::scene::Scene;
use super::{Generated, InFile, NotAsked, Request, in_order, user};
use crate::doc::Text;
use crate::dockerfile::{Instruction, Keyword, StageId};
use crate::explain::mask::mask_text;
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
    let mut made: Vec<(u64, Generated)> = Vec::new();
    for run in request.some(runs) {
        let text = scene.file.source.slice(run.span);
        let question = run.stage.and_then(|stage| question(scene, run, stage));
        made.extend(question.map(|made| (question_seed(request.seed, text), made)));
    }
    if made.is_empty() {
        return Err(NotAsked::because("too little is known of what its `RUN` lines find"));
    }
    made.sort_by_key(|(rank, _)| *rank);
    Ok(made.into_iter().take(request.ask.count as usize).map(|(_, made)| made).collect())
}

fn question(scene: &Scene<'_>, run: &Instruction, stage: StageId) -> Option<Generated> {
    if scene.build.is_windows(stage) {
        return None;
    }
    let (points, mut proof) = points(scene, run)?;
    if points.len() < FEWEST_POINTS {
        return None;
    }
    proof.push(run.span);
    let proof = in_order(proof);
    let explanation = candidate::explanation(scene.file, Text::default(), None, &proof);
    let words = Text::from("What does this line do? Explain it to a colleague.");
    let prompt = Prompt { file: scene.file, about: Some(run.span), words };
    let question =
        candidate::question(&prompt, QuestionKind::Explain { rubric: points }, HINT, explanation);
    let (about, beliefs) = (vec![run.span], Vec::new());
    Some(Generated { question, proof, about, beliefs, in_file: InFile::No })
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
