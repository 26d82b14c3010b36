//! `argv`: the command line that a container starts.

use super::belief;
use super::candidate::{Answer, Candidate, Lead, Mistake, join};
use super::command_line::Start;
use super::scene::Scene;
use super::{Generated, NotAsked, Request};
use crate::doc::Text;

const HINT: &str =
    "Find the last `ENTRYPOINT` and the last `CMD` that count, and look at their forms.";

pub(super) fn questions(
    request: &Request<'_>,
    scene: &Scene<'_>,
) -> Result<Vec<Generated>, NotAsked> {
    let start = Start::of(scene)?;
    let all = start.all_commands(scene);
    let all = all.map(|(first, last)| Mistake::new(both(&first, &last), &belief::ALL_COMMANDS_RUN));
    let mistakes = start.mistakes(scene).into_iter();
    let mistakes = mistakes.map(|(line, belief)| Mistake::new(answer(&line), belief));
    let candidate = Candidate {
        key: String::new(),
        about: None,
        prompt: Text::from("Which command line does a container of this image start with?"),
        right: answer(&start.line()),
        mistakes: all.into_iter().chain(mistakes).collect(),
        neighbours: vec![Mistake::new(
            Answer::words("none: it waits for a command from `docker run`"),
            &belief::IMAGE_NAMES_NOTHING,
        )],
        proof: start.proof.clone(),
        lead: Lead::Decide,
        note: start.note.clone(),
        hint: HINT,
        why: start.why(),
    };
    let why_not = NotAsked::because("there is too little to confuse in what it starts");
    request.best(scene, vec![candidate], why_not)
}

/// A command line as JSON, which tells the words apart.
fn answer(line: &[String]) -> Answer {
    let words: Vec<String> = line.iter().map(|word| serde_json::json!(word).to_string()).collect();
    Answer::code(&format!("[{}]", words.join(", ")))
}

/// Two command lines, one after the other.
fn both(first: &[String], last: &[String]) -> Answer {
    let (first, last) = (answer(first), answer(last));
    let text = join(first.text.plain(", then "), last.text);
    Answer { key: format!("{}\n{}", first.key, last.key), text }
}
