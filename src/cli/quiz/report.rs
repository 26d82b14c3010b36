//! A paper for programs.

use serde_json::{Value, json};

use super::{Subject, print};
use crate::doc::{Block, Text, plain_text};
use crate::lesson::{Choice, QuestionKind};
use crate::quiz::generate::Belief;
use crate::quiz::paper::{Paper, Posed};
use crate::quiz::{Attempt, Draft, question_seed};

/// Raised when a program that reads the output would have to change.
const SCHEMA_VERSION: u32 = 1;
/// Nothing is wrapped: a program does that itself.
const WIDTH: usize = 10_000;

/// The questions with answers, beliefs and proofs.
pub(super) fn of(paper: &Paper, subject: Option<&Subject>, seed: u64) -> Value {
    let questions: Vec<Value> =
        paper.questions.iter().map(|posed| question(posed, subject, seed)).collect();
    let not_asked: Vec<Value> = paper
        .not_asked
        .iter()
        .map(|it| {
            let generator = it.generator.map(|it| it.name());
            json!({ "generator": generator, "skill": it.skill, "reason": it.reason })
        })
        .collect();
    json!({
        "schema_version": SCHEMA_VERSION,
        "file": subject.map(|subject| &subject.analysis.file.source.name),
        "seed": seed,
        "questions": questions,
        "not_asked": not_asked,
    })
}

fn question(posed: &Posed, subject: Option<&Subject>, seed: u64) -> Value {
    let question = &posed.question;
    let attempt = Attempt::new(question, question_seed(seed, &question.id));
    let made = posed.made.as_ref();
    let hints: Vec<String> = question.hints.iter().map(|hint| words(hint)).collect();
    json!({
        "id": question.id,
        "lesson": posed.lesson,
        "skill": question.skill,
        "generator": made.map(|made| made.generator.name()),
        "misconception": question.misconception,
        "tries": question.tries,
        "prompt": words(&print::prompt(question)),
        "answer": answer(posed, &attempt),
        "hints": hints,
        "explanation": words(&question.explanation),
        "proof": proof(posed, subject),
    })
}

/// What is right, and what is wrong with the rest.
fn answer(posed: &Posed, attempt: &Attempt) -> Value {
    let beliefs = posed.made.as_ref().map(|made| made.generated.beliefs.as_slice());
    let options = |choices: &[Choice]| {
        let shown = attempt.shown.iter();
        let options: Vec<Value> = shown
            .filter_map(|place| {
                let choice = choices.get(*place)?;
                let belief = beliefs.and_then(|beliefs| *beliefs.get(*place)?);
                Some(json!({
                    "text": text(&choice.text),
                    "right": choice.right,
                    "belief": belief.map(self::belief),
                    "feedback": words(&choice.feedback),
                }))
            })
            .collect();
        options
    };
    match &posed.question.kind {
        QuestionKind::Single(choices) => json!({ "kind": "single", "options": options(choices) }),
        QuestionKind::Multiple(choices) => {
            json!({ "kind": "multiple", "options": options(choices) })
        }
        QuestionKind::TrueFalse { answer, feedback } => json!({
            "kind": "true_false",
            "right": answer,
            "feedback": words(&feedback[usize::from(*answer)]),
        }),
        QuestionKind::Order(lines) => {
            let right: Vec<String> = lines.iter().map(text).collect();
            let shown: Vec<String> = match &attempt.draft {
                Draft::Order { lines: order, .. } => {
                    order.iter().filter_map(|place| lines.get(*place)).map(text).collect()
                }
                _ => right.clone(),
            };
            json!({ "kind": "order", "shown": shown, "right": right })
        }
        QuestionKind::Short { answers } => {
            let wrong = posed.question.diagnoses.iter();
            let wrong: Vec<Value> = wrong
                .filter_map(|it| {
                    Some(json!({ "text": it.typed.as_ref()?, "feedback": words(&it.feedback) }))
                })
                .collect();
            json!({ "kind": "short", "accepted": answers, "wrong": wrong })
        }
        QuestionKind::Explain { rubric } => json!({ "kind": "explain", "rubric": rubric }),
    }
}

fn belief(belief: &Belief) -> Value {
    json!({ "id": belief.id, "claim": belief.claim, "truth": belief.truth })
}

/// The places of the file that decide the answer.
fn proof(posed: &Posed, subject: Option<&Subject>) -> Value {
    let (Some(made), Some(subject)) = (&posed.made, subject) else { return json!([]) };
    let file = &subject.analysis.file;
    let places: Vec<Value> = made
        .generated
        .proof
        .iter()
        .map(|span| {
            let line = file.source.line_at(span.start).get();
            json!({ "line": line, "span": { "start": span.start, "end": span.end } })
        })
        .collect();
    json!(places)
}

fn words(blocks: &[Block]) -> String {
    plain_text(blocks, WIDTH).trim_end().to_owned()
}

fn text(text: &Text) -> String {
    words(&[Block::paragraph(text.clone())])
}
