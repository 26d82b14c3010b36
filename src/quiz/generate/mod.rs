//! Questions that are made from the reader's own file.
//!
//! [`generate`] takes what a lesson asks for and what is known of the file.
//! The right answer is the engine's own fact; the wrong ones are what the file
//! would do if a wrong [`Belief`] were true, worked out on the same file. What
//! the engine does not know is not asked, and the reader is told why.

mod adds_layer;
mod argv;
mod belief;
mod cache;
mod candidate;
mod command_line;
mod cwd_at_line;
mod explain_line;
mod in_file;
mod in_final_image;
mod owner_of_copy;
mod pid1;
mod point_at_line;
mod pointed;
mod sample;
mod scene;
mod sent;
mod stages_built;
mod typed;
mod user;
mod user_at_line;
mod user_at_runtime;
mod var_models;
mod var_value;
mod variables;

use crate::analysis::Analysis;
use crate::arrange::Arrange as _;
use crate::context::Snapshot;
use crate::doc::Text;
use crate::lesson::{Ask, Generator, Question, QuestionKind};
use crate::quiz::question_seed;
use crate::source::Span;

pub use belief::Belief;
use candidate::{Candidate, Lead, Part, Prompt};
pub use in_file::{InFile, Meaning};
pub use pointed::Pointed;
pub use sample::SampleAsker;
use scene::Scene;

/// How many places of a file are looked at: enough for every real file, and
/// few enough for a file of 100,000 lines.
const MOST_CANDIDATES: usize = 64;

/// What is known of the reader's file.
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    /// The file with what a build of it does.
    pub analysis: &'a Analysis,
    /// The files of the folder that is sent; `None` where they were not looked at.
    pub snapshot: Option<&'a Snapshot>,
}

/// A question about the reader's file.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The question; it is answered and graded like a written one.
    pub question: Question,
    /// The places in the file that decide the answer, in the file's order.
    pub proof: Vec<Span>,
    /// What the question is about; empty where that is the whole file.
    pub about: Vec<Span>,
    /// For each option, in the question's order, the belief that leads to it;
    /// `None` for a right one. Where the answer is typed, the beliefs behind
    /// the wrong answers that are known; where lines are put in order, those
    /// behind the wrong orders; empty where own words are asked for.
    pub beliefs: Vec<Option<&'static Belief>>,
    /// How the answer can be marked in the file itself.
    pub in_file: InFile,
}

/// Why there is no question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAsked {
    /// A sentence for the reader, without its full stop, to stand behind a colon.
    pub reason: String,
    /// The question with its answer, in sentences, where nobody could get it wrong.
    pub answer: Option<String>,
}

impl NotAsked {
    pub(crate) fn because(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), answer: None }
    }

    /// Nothing leads elsewhere, so that the answer may as well be said.
    fn all_agree(answer: String) -> Self {
        let reason = "in this file the usual mistakes lead to the right answer, too";
        Self { answer: Some(answer), ..Self::because(reason) }
    }
}

/// Makes the questions that `ask` wants from a file, at most `ask.count`. The
/// same file and seed give the same questions.
///
/// # Errors
/// When the file has nothing to ask about, or a fact that it takes is unknown.
pub fn generate(ask: &Ask, material: &Material<'_>, seed: u64) -> Result<Vec<Generated>, NotAsked> {
    let request = Request { ask, seed };
    let mut questions = match ask.generator {
        Generator::VarValue => var_value::questions(&request, &Scene::of(material)?),
        Generator::UserAtLine => user_at_line::questions(&request, &Scene::of(material)?),
        Generator::UserAtRuntime => user_at_runtime::questions(&request, &Scene::of(material)?),
        Generator::CwdAtLine => cwd_at_line::questions(&request, &Scene::of(material)?),
        Generator::Argv => argv::questions(&request, &Scene::of(material)?),
        Generator::Pid1 => pid1::questions(&request, &Scene::of(material)?),
        Generator::StagesBuilt => stages_built::questions(&request, material),
        Generator::AddsLayer => adds_layer::questions(&request, &Scene::of(material)?),
        Generator::OwnerOfCopy => owner_of_copy::questions(&request, &Scene::of(material)?),
        Generator::Sent => sent::questions(&request, &Scene::of(material)?, material.snapshot),
        Generator::CacheAfterArg => cache::after_arg(&request, &Scene::of(material)?),
        Generator::CacheAfterEdit => {
            cache::after_edit(&request, &Scene::of(material)?, material.snapshot)
        }
        Generator::CacheAfterTouch => {
            cache::after_touch(&request, &Scene::of(material)?, material.snapshot)
        }
        Generator::CacheOrder => cache::order(&request, &Scene::of(material)?, material.snapshot),
        Generator::InFinalImage => {
            in_final_image::questions(&request, &Scene::of(material)?, material.snapshot)
        }
        Generator::PointAtLine => point_at_line::questions(&request, &Scene::of(material)?),
        Generator::ExplainLine => explain_line::questions(&request, &Scene::of(material)?),
    }?;
    for (question, id) in questions.iter_mut().zip(ask.ids()) {
        question.question.id = id;
        question.question.skill = Some(ask.generator.skill(ask.when).to_owned());
    }
    Ok(questions)
}

/// What is asked for.
struct Request<'a> {
    ask: &'a Ask,
    seed: u64,
}

impl Request<'_> {
    /// Some of many places, which the seed decides; all where they are few.
    fn some<T>(&self, places: Vec<T>) -> Vec<T> {
        if places.len() <= MOST_CANDIDATES {
            return places;
        }
        let mut numbered: Vec<(u64, T)> = (0_u64..)
            .map(|number| question_seed(self.seed, &number.to_string()))
            .zip(places)
            .collect();
        numbered.arrange_by_key(|(rank, _)| *rank);
        numbered.into_iter().take(MOST_CANDIDATES).map(|(_, place)| place).collect()
    }

    /// The candidates that tell most, as questions with one right option.
    fn best(
        &self,
        scene: &Scene<'_>,
        candidates: Vec<Candidate>,
        or: NotAsked,
    ) -> Result<Vec<Generated>, NotAsked> {
        let answer = candidates.first().map(|candidate| candidate.answer(scene.file));
        let mut settled: Vec<Candidate> =
            candidates.into_iter().filter_map(Candidate::settled).collect();
        settled.sort_by_cached_key(|candidate| {
            (std::cmp::Reverse(candidate.worth()), question_seed(self.seed, &candidate.key))
        });
        let mut chosen: Vec<Candidate> = Vec::new();
        for candidate in settled {
            if !chosen.iter().any(|other| other.key == candidate.key) {
                chosen.push(candidate);
            }
            if chosen.len() == self.ask.count as usize {
                break;
            }
        }
        if chosen.is_empty() {
            return Err(answer.map_or(or, NotAsked::all_agree));
        }
        Ok(chosen.into_iter().map(|candidate| single(scene, candidate)).collect())
    }
}

/// A question with one right option.
fn single(scene: &Scene<'_>, candidate: Candidate) -> Generated {
    let (choices, beliefs) = candidate.options();
    let proof = in_order(candidate.proof);
    let note = candidate.note.as_deref();
    let explanation =
        candidate::explanation(scene.file, candidate.why, note, (candidate.lead, &proof));
    let kind = QuestionKind::Single(choices);
    let prompt = Prompt { file: scene.file, about: candidate.about, words: candidate.prompt };
    let mut question = candidate::question(&prompt, kind, candidate.hint, explanation);
    question.misconception = first_id(&beliefs);
    let about = candidate.about.into_iter().collect();
    Generated { question, proof, about, beliefs, in_file: InFile::No }
}

/// A question with several right options, which stay in the order of the parts.
fn multiple(
    scene: &Scene<'_>,
    prompt: Text,
    parts: &[Part],
    proof: Vec<Span>,
    hint: &str,
) -> Generated {
    let beliefs: Vec<_> = parts.iter().map(|part| part.belief).collect();
    let proof = in_order(proof);
    let explanation =
        candidate::explanation(scene.file, Text::default(), None, (Lead::Decide, &proof));
    let kind = QuestionKind::Multiple(parts.iter().map(Part::choice).collect());
    let prompt = Prompt { file: scene.file, about: None, words: prompt };
    let mut question = candidate::question(&prompt, kind, hint, explanation);
    question.misconception = first_id(&beliefs);
    let in_file = InFile::of_parts(parts, Meaning::Chosen);
    Generated { question, proof, about: Vec::new(), beliefs, in_file }
}

fn first_id(beliefs: &[Option<&'static Belief>]) -> Option<String> {
    beliefs.iter().flatten().find_map(|belief| belief.id).map(str::to_owned)
}

fn in_order(mut proof: Vec<Span>) -> Vec<Span> {
    proof.sort_unstable();
    proof.dedup();
    proof
}
