//! `user-at-runtime`: who runs in the container.

use super::belief;
use super::candidate::{Answer, Candidate, Lead, Mistake};
use super::scene::Scene;
use super::{Generated, NotAsked, Request, user, user_at_line};
use crate::doc::Text;
use crate::dockerfile::Instruction;
use crate::source::Span;

const HINT: &str = "Look for the last `USER` of the stage that becomes the image.";

pub(super) fn questions(
    request: &Request<'_>,
    scene: &Scene<'_>,
) -> Result<Vec<Generated>, NotAsked> {
    let why_not = NotAsked::because("it names no two other users that could be thought of");
    let candidate = candidate(scene)?;
    request.best(scene, vec![candidate], why_not)
}

fn candidate(scene: &Scene<'_>) -> Result<Candidate, NotAsked> {
    let user = scene.known(scene.runtime()?.user, "the user")?;
    let right = &user.value.written;
    let is_missing = |line: &Span| user.proof.iter().any(|proof| proof.covers(*line));
    if user::without_account(scene).iter().any(is_missing) {
        return Err(NotAsked::because(user::NOBODY));
    }
    let is_set = user::lines(scene.whole(scene.target)).last().is_some();
    let why = if is_set {
        Text::from("The last ")
            .code("USER")
            .plain(" of the stage, or of those it builds on, decides.")
    } else {
        Text::from("No ").code("USER").plain(" counts here, so the base image decides.")
    };
    let mut mistakes = mistakes(scene, right);
    let mut neighbours = user_at_line::others(scene, &belief::ANOTHER_USER);
    user::drop_same(scene, right, &mut mistakes);
    user::drop_same(scene, right, &mut neighbours);
    Ok(Candidate {
        key: String::new(),
        about: None,
        prompt: Text::from("Which user does a container of this image run as?"),
        right: user::answer(right),
        mistakes,
        neighbours,
        proof: user.proof,
        lead: Lead::Decide,
        note: user.note,
        hint: HINT,
        why,
    })
}

fn mistakes(scene: &Scene<'_>, right: &str) -> Vec<Mistake> {
    let whole = scene.whole(scene.target);
    let set = |lines: Vec<&Instruction>, last: bool| {
        let line = if last { lines.last().copied() } else { lines.first().copied() };
        user::set_by(scene, line?)
    };
    let found = [
        (right.split_once(" #").map(|it| it.0.to_owned()), &belief::COMMENT_BEHIND_USER),
        (user::only_created(scene, &whole), &belief::CREATING_IS_ENOUGH),
        (set(user::lines(scene.elsewhere(scene.target)), true), &belief::STAGES_SHARE_USER),
        (set(user::lines(whole.iter().copied()), false), &belief::EARLIER_USER_COUNTS),
        (Some(String::new()), &belief::CONTAINER_IS_ALWAYS_ROOT),
    ];
    let mut mistakes: Vec<Mistake> = found
        .into_iter()
        .filter_map(|(user, belief)| Some(Mistake::new(user::answer(&user?), belief)))
        .collect();
    let host = Answer::words("the user who calls `docker run` on the host");
    mistakes.push(Mistake::new(host, &belief::USER_OF_THE_HOST));
    mistakes
}
