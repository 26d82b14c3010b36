//! `user-at-line`: who runs an instruction.

use super::belief;
use super::candidate::{Answer, Candidate, Lead, Mistake};
use super::scene::Scene;
use super::{Generated, NotAsked, Request, user};
use crate::doc::Text;
use crate::dockerfile::{Instruction, Keyword, StageId};
use crate::source::Span;

const HINT: &str = "Look for the last `USER` above, in this stage and in those it builds on.";

pub(super) fn questions(
    request: &Request<'_>,
    scene: &Scene<'_>,
) -> Result<Vec<Generated>, NotAsked> {
    let mut why_not =
        NotAsked::because("it has no `RUN` for which two other users could be thought of");
    let runs = scene.built().filter(|at| at.keyword == Some(Keyword::Run)).collect();
    let missing = user::without_account(scene);
    let mut candidates = Vec::new();
    for run in request.some(runs) {
        let Some(stage) = run.stage else { continue };
        match candidate(scene, (run, stage), &missing) {
            Ok(candidate) => candidates.push(candidate),
            Err(reason) => why_not = reason,
        }
    }
    request.best(scene, candidates, why_not)
}

fn candidate<'a>(
    scene: &Scene<'a>,
    (run, stage): (&'a Instruction, StageId),
    missing: &[Span],
) -> Result<Candidate, NotAsked> {
    let before = scene.before(run).ok_or_else(|| NotAsked::because("the stage is not built"))?;
    let right = &before.state.user;
    if right.unknown {
        return Err(scene.hidden(stage, "the user"));
    }
    let sets = |line: &Span| right.set_by.is_some_and(|set_by| set_by.covers(*line));
    if missing.iter().any(sets) {
        return Err(NotAsked::because(user::NOBODY));
    }
    let proof = right.set_by.or_else(|| scene.root(stage)).into_iter().chain([run.span]);
    let why = if user::is_root(&right.value) && right.set_by.is_none() {
        Text::from("Nothing above names a user, so root runs it.")
    } else {
        Text::from("The last ").code("USER").plain(" above decides.")
    };
    let mut mistakes = mistakes(scene, run, stage, &right.value);
    let mut neighbours = others(scene, &belief::ANOTHER_USER);
    user::drop_same(scene, &right.value, &mut mistakes);
    user::drop_same(scene, &right.value, &mut neighbours);
    Ok(Candidate {
        key: scene.file.source.slice(run.span).to_owned(),
        about: Some(run.span),
        prompt: Text::from("Which user runs this line during the build?"),
        right: user::answer(&right.value),
        mistakes,
        neighbours,
        proof: proof.collect(),
        lead: Lead::Decide,
        note: Scene::note(before, right),
        hint: HINT,
        why,
    })
}

fn mistakes<'a>(
    scene: &Scene<'a>,
    run: &'a Instruction,
    stage: StageId,
    right: &str,
) -> Vec<Mistake> {
    let above = scene.above(stage, run.span);
    let set = |lines: &[&Instruction], last: bool| {
        let line = if last { lines.last() } else { lines.first() };
        user::set_by(scene, line?)
    };
    let own = user::lines(above.iter().copied());
    let found = [
        (right.split_once(" #").map(|it| it.0.to_owned()), &belief::COMMENT_BEHIND_USER),
        (user::only_created(scene, &above), &belief::CREATING_IS_ENOUGH),
        (set(&user::lines(scene.elsewhere(stage)), true), &belief::STAGES_SHARE_USER),
        (set(&user::lines(scene.below(stage, run.span)), true), &belief::LATER_USER_COUNTS),
        (set(&own, false), &belief::EARLIER_USER_COUNTS),
        (Some(String::new()), root_belief(&own, stage)),
    ];
    let mut mistakes: Vec<Mistake> = found
        .into_iter()
        .filter_map(|(user, belief)| Some(Mistake::new(user::answer(&user?), belief)))
        .collect();
    let host = Answer::words("the user who calls `docker build` on the host");
    mistakes.push(Mistake::new(host, &belief::USER_OF_THE_HOST));
    mistakes
}

/// Why somebody would say root.
fn root_belief(own: &[&Instruction], stage: StageId) -> &'static belief::Belief {
    let is_inherited = own.last().is_some_and(|user| user.stage != Some(stage));
    if is_inherited { &belief::USER_IS_NOT_INHERITED } else { &belief::BUILD_IS_ALWAYS_ROOT }
}

/// The users of all USER lines, and who would choose one of them.
pub(super) fn others(scene: &Scene<'_>, belief: &'static belief::Belief) -> Vec<Mistake> {
    let lines = user::lines(&scene.file.instructions);
    let users = lines.into_iter().take(8).filter_map(|line| user::set_by(scene, line));
    users.map(|it| Mistake::new(user::answer(&it), belief)).collect()
}
