//! `pid1`: the program that a container starts as its process 1.

use super::belief;
use super::candidate::{Answer, Candidate, Lead, Mistake};
use super::command_line::Start;
use super::scene::Scene;
use super::{Generated, NotAsked, Request};
use crate::doc::Text;

const HINT: &str =
    "Docker starts the first word of the command line. In shell form that is a shell.";

pub(super) fn questions(
    request: &Request<'_>,
    scene: &Scene<'_>,
) -> Result<Vec<Generated>, NotAsked> {
    let start = Start::of(scene)?;
    let line = start.line();
    let right = line.first().ok_or_else(|| NotAsked::because("the image starts nothing"))?;
    let lines = start.mistakes(scene);
    let mut mistakes: Vec<Mistake> = lines
        .iter()
        // An option is no program, whatever a belief puts first.
        .filter(|(line, _)| line.first().is_some_and(|program| !program.starts_with('-')))
        .filter_map(|(line, belief)| {
            // Of a command line that begins with CMD's program, the start is what tells.
            let is_cmd = **belief == belief::CMD_REPLACES_ENTRYPOINT;
            let belief = if is_cmd { &belief::CMD_IS_FIRST } else { *belief };
            Some(Mistake::new(Answer::code(line.first()?), belief))
        })
        .collect();
    if let Some(program) = &start.replaced_by {
        mistakes.push(Mistake::new(Answer::code(program), &belief::SHELL_FORM_IS_STYLE));
    }
    let init = Answer::words("Docker's own init process");
    mistakes.push(Mistake::new(init, &belief::DOCKER_IS_FIRST));
    let candidate = Candidate {
        key: String::new(),
        about: None,
        prompt: Text::from("Which program does Docker start as process 1 of a container?"),
        right: Answer::code(right),
        mistakes,
        neighbours: Vec::new(),
        proof: start.proof.clone(),
        lead: Lead::Decide,
        note: start.note.clone(),
        hint: HINT,
        why: start.why(),
    };
    let why_not = NotAsked::because("there is too little to confuse in what it starts");
    request.best(scene, vec![candidate], why_not)
}
