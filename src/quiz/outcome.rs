//! What the progress log keeps of an answer.

use serde::{Deserialize, Serialize};

/// One answer as the progress log keeps it; the log adds the time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The lesson's id.
    pub lesson: String,
    /// The question's or the task's id.
    pub question: String,
    /// The skill that the question trains; absent in what an older layerwise wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skill: Option<String>,
    /// The question's content hash, so that a changed question is noticed.
    pub hash: String,
    /// The seed that shuffled the options.
    pub seed: u64,
    /// The hash of the reader's file; never its contents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// What the reader answered.
    pub given: Given,
    /// Whether it was right.
    pub correct: bool,
    /// Which try it was, from 1.
    #[serde(rename = "try", default = "first_try")]
    pub try_number: u32,
    /// Whether this answer ended the question: right, or the last try.
    #[serde(default)]
    pub closed: bool,
    /// How many hints were shown before.
    #[serde(default)]
    pub hints: u32,
    /// How sure the reader said to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// Of a task: whether the file had all of it before anything was done.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub had: bool,
}

impl Outcome {
    /// Right on the first try and without a hint.
    pub fn is_solid(&self) -> bool {
        self.correct && self.try_number == 1 && self.hints == 0
    }
}

/// What a reader answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Given {
    /// The chosen options as places in the lesson, from 0, in rising order.
    Choice(Vec<usize>),
    /// True or false.
    Truth(bool),
    /// The lines, as places in the right order, from 0.
    Order(Vec<usize>),
    /// What was typed.
    Text(String),
    /// In own words, with the points that the reader ticked.
    Explained {
        /// The words.
        text: String,
        /// One for each point.
        ticked: Vec<bool>,
    },
    /// A task whose checks all hold, or were ticked by the reader.
    Task,
}

impl Given {
    /// Whether it chooses this option, by its place in the lesson. Of true and
    /// false, true is the first.
    pub fn has(&self, place: usize) -> bool {
        match self {
            Given::Choice(chosen) => chosen.contains(&place),
            Given::Truth(said) => *said == (place == 0),
            _ => false,
        }
    }
}

/// How sure the reader says to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Sure.
    Sure,
    /// Not sure.
    NotSure,
}

fn first_try() -> u32 {
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes_and_what_an_older_version_wrote() {
        let outcome = Outcome {
            lesson: "from".to_owned(),
            question: "from-q1".to_owned(),
            skill: Some("from.pinning".to_owned()),
            hash: "abc".to_owned(),
            seed: u64::MAX,
            file: Some("f00".to_owned()),
            given: Given::Choice(vec![0, 2]),
            correct: false,
            try_number: 2,
            closed: true,
            hints: 1,
            confidence: Some(Confidence::NotSure),
            had: true,
        };
        let line = serde_json::to_string(&outcome).unwrap();
        assert_eq!(serde_json::from_str::<Outcome>(&line).unwrap(), outcome);

        let short =
            r#"{"lesson":"a","question":"b","hash":"","seed":1,"given":"task","correct":true}"#;
        let read: Outcome = serde_json::from_str(short).unwrap();
        assert_eq!(read.given, Given::Task);
        assert!(read.is_solid());
    }
}
