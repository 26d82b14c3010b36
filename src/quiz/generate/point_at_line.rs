//! `point-at-line`: the number of the line that decides something of the image.

use super::belief::{self, Belief};
use super::candidate::{self, Lead, Prompt, feedback};
use super::scene::Scene;
use super::variables::script;
use super::{Generated, InFile, NotAsked, Request, first_id, in_order};
use crate::build::Standing;
use crate::doc::Text;
use crate::dockerfile::{Instruction, Keyword};
use crate::lesson::{Diagnosis, QuestionKind};
use crate::quiz::question_seed;

const HINT: &str =
    "Only lines of the stages that the image is made of count, and of several the last.";
/// With one line of its kind there is nothing to point at.
const FEWEST_LINES: usize = 2;
const TRIES: u32 = 3;
/// An explanation names so many other lines of a kind.
const MOST_OTHERS: usize = 4;

/// What is asked about: a member of the configuration, the keyword that sets
/// it, and how the question calls it.
const SUBJECTS: [(&str, Keyword, &str); 7] = [
    ("User", Keyword::User, "the user of a container"),
    ("WorkingDir", Keyword::Workdir, "the directory in which a container starts"),
    ("Cmd", Keyword::Cmd, "the `CMD` of the image"),
    ("Entrypoint", Keyword::Entrypoint, "the `ENTRYPOINT` of the image"),
    ("Healthcheck", Keyword::Healthcheck, "the health check of the image"),
    ("StopSignal", Keyword::Stopsignal, "the signal that ends a container"),
    ("Shell", Keyword::Shell, "the shell of the image"),
];

pub(super) fn questions(
    request: &Request<'_>,
    scene: &Scene<'_>,
) -> Result<Vec<Generated>, NotAsked> {
    let mut made: Vec<(u64, Generated)> = Vec::new();
    for (member, keyword, words) in SUBJECTS {
        if let Some(question) = question(scene, member, keyword, words) {
            made.push((question_seed(request.seed, member), question));
        }
    }
    if made.is_empty() {
        let why = "nothing of the image is decided by one of several lines of its kind";
        return Err(NotAsked::because(why));
    }
    made.sort_by_key(|(rank, _)| *rank);
    Ok(made.into_iter().take(request.ask.count as usize).map(|(_, made)| made).collect())
}

fn question(
    scene: &Scene<'_>,
    member: &'static str,
    keyword: Keyword,
    words: &str,
) -> Option<Generated> {
    let image = scene.build.image_of(scene.target)?;
    if image.standing(member) == Standing::Unknown {
        return None;
    }
    let [decider] = image.deciders(member)[..] else { return None };
    // A FROM decides with the triggers of its base, and an ENTRYPOINT that there is no CMD.
    let is_right = |at: &&Instruction| at.span == decider && at.keyword == Some(keyword);
    let right = scene.file.instructions.iter().find(is_right)?;
    let wrong = wrong_lines(scene, keyword, right);
    let of_kind = scene.file.instructions.iter().filter(|at| at.keyword == Some(keyword)).count();
    if wrong.is_empty() || of_kind.max(wrong.len() + 1) < FEWEST_LINES {
        return None;
    }
    let diagnoses: Vec<Diagnosis> = wrong
        .iter()
        .flat_map(|(at, belief)| {
            let one = move |line: String| Diagnosis {
                marked: Vec::new(),
                typed: Some(line),
                feedback: feedback(belief),
            };
            numbers(at).map(one)
        })
        .collect();
    let beliefs: Vec<_> = wrong.iter().map(|(_, belief)| Some(*belief)).collect();
    let proof = in_order(vec![decider]);
    let why = why(words, right, &wrong);
    let explanation = candidate::explanation(scene.file, why, None, (Lead::Decide, &proof));
    let prompt = candidate::text(&format!("Which line decides {words}?"));
    let prompt = Prompt { file: scene.file, about: None, words: prompt };
    let kind = QuestionKind::Short { answers: numbers(right).collect() };
    let mut question = candidate::question(&prompt, kind, HINT, explanation);
    question.tries = TRIES;
    question.misconception = first_id(&beliefs);
    question.diagnoses = diagnoses;
    Some(Generated { question, proof, about: Vec::new(), beliefs, in_file: InFile::Line })
}

/// Why it is this line, and what becomes of the others that set the same.
fn why(words: &str, right: &Instruction, wrong: &[(&Instruction, &'static Belief)]) -> Text {
    let of = |belief: &'static Belief| {
        let own = wrong.iter().filter(move |(_, it)| *it == belief);
        own.take(MOST_OTHERS).map(|(at, _)| at.lines.first.to_string()).collect::<Vec<_>>()
    };
    let line = right.lines.first;
    let mut text = format!(
        "Line {line} is the last one that sets {words}, in the stages that the image is made of."
    );
    let replaced = of(&belief::FIRST_LINE_COUNTS);
    if !replaced.is_empty() {
        let lines = candidate::lines(&replaced);
        text += &format!(" It takes the place of what {lines} set before.");
    }
    let elsewhere = of(&belief::LINES_OF_OTHER_STAGES_COUNT);
    if !elsewhere.is_empty() {
        let lines = candidate::lines(&elsewhere);
        text += &format!(" What is set by {lines} stays in a stage that the image is not made of.");
    }
    candidate::text(&text)
}

/// The numbers of the lines of an instruction, as somebody types them.
fn numbers(at: &Instruction) -> impl Iterator<Item = String> + use<> {
    (at.lines.first.get()..=at.lines.last.get()).map(|line| line.to_string())
}

/// Other lines that somebody might point at, each with what leads there.
fn wrong_lines<'a>(
    scene: &Scene<'a>,
    keyword: Keyword,
    right: &Instruction,
) -> Vec<(&'a Instruction, &'static Belief)> {
    let chain = scene.chain(scene.target);
    let mut wrong: Vec<(&Instruction, &'static Belief)> = Vec::new();
    for at in scene.file.instructions.iter().filter(|at| at.span != right.span) {
        let Some(stage) = at.stage else { continue };
        let is_own = chain.contains(&stage);
        let creates = || {
            let script = script(scene.file, at).unwrap_or_default();
            script.contains("useradd") || script.contains("adduser")
        };
        match at.keyword {
            Some(own) if own == keyword && is_own => wrong.push((at, &belief::FIRST_LINE_COUNTS)),
            Some(own) if own == keyword => wrong.push((at, &belief::LINES_OF_OTHER_STAGES_COUNT)),
            Some(Keyword::Run) if keyword == Keyword::User && is_own && creates() => {
                wrong.push((at, &belief::CREATING_IS_ENOUGH));
            }
            _ => {}
        }
    }
    wrong
}
