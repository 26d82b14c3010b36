//! Decisions about an image, as a guided sheet.
//!
//! Each decision is one file: questions that the Dockerfile answers where it can
//! (with proof) and the reader where it cannot, what each way gives and costs,
//! and which way follows from the answers. Where an answer is missing, every
//! way that is still open is told with its condition.

mod base;
mod health;
mod model;
mod server;
mod stages;
mod words;

pub use model::{
    Answer, Asked, Choice, Decision, Given, GivenError, Outcome, Question, Today, Way,
};
pub use words::{blocks, today, way};

use super::Material;
use model::Topic;

/// The decisions in the order in which they are taken.
static TOPICS: [&Topic; 4] = [&base::TOPIC, &server::TOPIC, &stages::TOPIC, &health::TOPIC];

/// Works the sheet out for a file and what the reader answered.
pub fn decide(material: &Material<'_>, given: &Given) -> Vec<Decision> {
    TOPICS.iter().map(|topic| topic.decide(material, given)).collect()
}

/// All questions of the sheet, with the decision that each belongs to.
pub fn questions() -> impl Iterator<Item = (&'static str, &'static Question)> {
    TOPICS.iter().flat_map(|topic| topic.questions.iter().map(|question| (topic.key, question)))
}
