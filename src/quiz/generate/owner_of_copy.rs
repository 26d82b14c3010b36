//! `owner-of-copy`: who owns what a COPY brings in.

use super::belief;
use super::candidate::{Answer, Candidate, Lead, Mistake};
use super::scene::Scene;
use super::{Generated, NotAsked, Request, user, user_at_line};
use crate::build::step::{Copied, Owner};
use crate::doc::Text;
use crate::dockerfile::{Instruction, Keyword, StageId};

const HINT: &str = "Look at the flags of the line itself.";

pub(super) fn questions(
    request: &Request<'_>,
    scene: &Scene<'_>,
) -> Result<Vec<Generated>, NotAsked> {
    let mut why_not = NotAsked::because("no `COPY` brings in files of the context");
    let copies = scene.built().filter(|at| at.keyword == Some(Keyword::Copy)).collect();
    let mut candidates = Vec::new();
    for copy in request.some(copies) {
        let Some(stage) = copy.stage.filter(|stage| !scene.build.is_windows(*stage)) else {
            continue;
        };
        match candidate(scene, copy, stage) {
            Ok(candidate) => candidates.extend(candidate.map(|it| (stage, it))),
            Err(reason) => why_not = reason,
        }
    }
    // Who owns a file matters where it is shipped.
    let shipped = scene.chain(scene.target);
    let is_shipped = |(stage, _): &(StageId, Candidate)| shipped.contains(stage);
    let (shipped, others): (Vec<_>, Vec<_>) = candidates.into_iter().partition(is_shipped);
    let candidates = |list: Vec<(StageId, Candidate)>| list.into_iter().map(|(_, it)| it);
    let shipped: Vec<Candidate> = candidates(shipped).collect();
    match request.best(scene, shipped.clone(), why_not.clone()) {
        Ok(questions) if questions.len() == request.ask.count as usize => Ok(questions),
        _ => request.best(scene, shipped.into_iter().chain(candidates(others)).collect(), why_not),
    }
}

/// What could be asked about a COPY; `None` where it takes files from elsewhere,
/// which keep the owners that they have there.
fn candidate<'a>(
    scene: &Scene<'a>,
    copy: &'a Instruction,
    stage: StageId,
) -> Result<Option<Candidate>, NotAsked> {
    let Some(step) = scene.step(copy) else { return Ok(None) };
    if step.unknown.contains(&"copies") {
        return Err(scene.hidden(stage, "a value that the line uses"));
    }
    let copies = step.copies.as_deref().unwrap_or_default();
    let is_local = |copied: &Copied| copied.from.as_deref() == Some("context");
    if copies.is_empty() || !copies.iter().all(is_local) {
        return Ok(None);
    }
    let owner = copies[0].user.as_ref();
    let has_user = match owner {
        Some(Owner::Name(name)) => user::exists(scene, copy, stage, name),
        _ => true,
    };
    let has_group = match &copies[0].group {
        Some(Owner::Name(name)) => user::group_exists(scene, copy, stage, name),
        _ => true,
    };
    if !has_user || !has_group {
        let words =
            "the image may not have the user or the group that `--chown` names when the line runs";
        return Err(NotAsked::because(words));
    }
    let right = owner.map(|user| written(user, copies[0].group.as_ref()));
    let why = match right {
        Some(_) => Text::new().code("--chown").plain(" decides."),
        None => Text::from("Without ")
            .code("--chown")
            .plain(", files of the context arrive as root's, whatever ")
            .code("USER")
            .plain(" says."),
    };
    let right = right.unwrap_or_default();
    let mut mistakes = mistakes(scene, copy, stage);
    let mut neighbours = user_at_line::others(scene, &belief::ANOTHER_OWNER);
    user::drop_same(scene, &right, &mut mistakes);
    user::drop_same(scene, &right, &mut neighbours);
    Ok(Some(Candidate {
        key: scene.file.source.slice(copy.span).to_owned(),
        about: Some(copy.span),
        prompt: Text::from("Who owns the files that this line copies?"),
        right: user::answer(&right),
        mistakes,
        neighbours,
        proof: vec![copy.span],
        lead: Lead::Decide,
        note: None,
        hint: HINT,
        why,
    }))
}

fn written(user: &Owner, group: Option<&Owner>) -> String {
    let one = |owner: &Owner| match owner {
        Owner::Number(number) => number.to_string(),
        Owner::Name(name) => name.clone(),
    };
    match group {
        // Root's group is part of the answer where the user is somebody else.
        Some(group) if one(group) != one(user) || *user != Owner::Number(0) => {
            format!("{}:{}", one(user), one(group))
        }
        _ => one(user),
    }
}

fn mistakes<'a>(scene: &Scene<'a>, copy: &'a Instruction, stage: StageId) -> Vec<Mistake> {
    let in_force = scene.before(copy).map(|before| &before.state.user).filter(|it| !it.unknown);
    let last = scene.end(stage).map(|end| &end.state.user).filter(|it| !it.unknown);
    let above = scene.above(stage, copy.span);
    let found = [
        (in_force.map(|user| user.value.to_string()), &belief::COPY_FOLLOWS_USER),
        (last.map(|user| user.value.to_string()), &belief::COPY_FOLLOWS_THE_LAST_USER),
        (user::only_created(scene, &above), &belief::CREATING_IS_ENOUGH),
        (Some(String::new()), &belief::COPY_IS_ALWAYS_ROOT),
    ];
    let mut mistakes: Vec<Mistake> = found
        .into_iter()
        .filter_map(|(user, belief)| Some(Mistake::new(user::answer(&user?), belief)))
        .collect();
    let host = Answer::words("whoever owns them on the host");
    mistakes.push(Mistake::new(host, &belief::COPY_KEEPS_THE_OWNER));
    mistakes
}
