//! What a decision is made of.

use std::collections::BTreeMap;

use crate::audit::Material;
use crate::source::Span;

/// A decision before it is taken for a file.
pub(super) struct Topic {
    pub(super) key: &'static str,
    pub(super) title: &'static str,
    pub(super) questions: &'static [Question],
    pub(super) choices: &'static [Choice],
    /// What the file has at present.
    pub(super) today: fn(&Material<'_>) -> Today,
    /// What the file says to a question.
    pub(super) find: fn(&Material<'_>, &str) -> Answer,
    /// The way that follows from answers, with its reasons; else the question
    /// that has to be answered first.
    pub(super) follow: fn(&Answers<'_>) -> Result<Follows, &'static str>,
}

/// The key of the choice that follows, and why.
pub(super) type Follows = (&'static str, Vec<&'static str>);

/// A question of the sheet.
#[derive(Debug, PartialEq, Eq)]
pub struct Question {
    /// Its name on the command line: `platform`.
    pub key: &'static str,
    /// The question.
    pub asks: &'static str,
    /// The answers that it can have: the name on the command line, in words, and
    /// as a condition that stands behind *if*.
    pub options: &'static [(&'static str, &'static str, &'static str)],
}

impl Question {
    /// An answer as a condition: `Kubernetes runs it`.
    pub fn condition(&self, value: &str) -> &'static str {
        self.options.iter().find(|(own, ..)| *own == value).map_or("", |(.., condition)| condition)
    }

    /// An answer in words.
    pub fn label(&self, value: &str) -> &'static str {
        self.options.iter().find(|(own, ..)| *own == value).map_or("", |(_, label, _)| label)
    }
}

/// One of the ways to decide.
#[derive(Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its name: `slim`.
    pub key: &'static str,
    /// What it is.
    pub name: &'static str,
    /// What it gives.
    pub gives: &'static str,
    /// What it costs.
    pub costs: &'static str,
}

/// What answers a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The reader.
    Given(&'static str),
    /// The file.
    Found {
        /// The answer.
        value: &'static str,
        /// Why, as a sentence.
        reason: String,
        /// The places that decide it.
        proof: Vec<Span>,
    },
    /// Nobody yet; what the file has to say all the same, or nothing.
    Open(String),
}

impl Answer {
    pub(super) fn found(
        value: &'static str,
        reason: impl Into<String>,
        proof: impl IntoIterator<Item = Span>,
    ) -> Self {
        let mut proof: Vec<Span> = proof.into_iter().collect();
        proof.sort_unstable();
        proof.dedup();
        Answer::Found { value, reason: reason.into(), proof }
    }

    /// The answer, where there is one.
    pub fn value(&self) -> Option<&'static str> {
        match self {
            Answer::Given(value) | Answer::Found { value, .. } => Some(value),
            Answer::Open(_) => None,
        }
    }
}

/// A question with its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The question.
    pub question: &'static Question,
    /// Its answer.
    pub answer: Answer,
}

/// What a file has at present.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Today {
    /// The choice that it is, where it is one for certain.
    pub choice: Option<&'static str>,
    /// In words, as a sentence.
    pub says: String,
    /// The places that decide it.
    pub proof: Vec<Span>,
}

/// A way that follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// The open answers that lead to it: the question, and the answer.
    pub when: Vec<(&'static Question, &'static str)>,
    /// The choice.
    pub choice: &'static Choice,
    /// Why, in sentences.
    pub reasons: Vec<&'static str>,
}

/// What follows for a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// One way, whatever the open answers are.
    Chosen(Way),
    /// It depends on open answers: each way with its conditions.
    Depends(Vec<Way>),
}

/// A decision for a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its name: `base`.
    pub key: &'static str,
    /// The decision as a question.
    pub title: &'static str,
    /// What the file has at present.
    pub today: Today,
    /// The questions that matter, with their answers.
    pub asked: Vec<Asked>,
    /// The ways, with what each gives and costs.
    pub choices: &'static [Choice],
    /// What follows.
    pub outcome: Outcome,
}

/// What the reader answered, by question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    answers: BTreeMap<&'static str, &'static str>,
}

/// Why an answer is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GivenError {
    /// No question has this name.
    NoQuestion,
    /// The question has other answers.
    NoAnswer(&'static Question),
}

impl Given {
    /// Takes an answer.
    ///
    /// # Errors
    /// When there is no such question, or no such answer to it.
    pub fn answer(&mut self, key: &str, value: &str) -> Result<(), GivenError> {
        let question = super::questions().map(|(_, question)| question).find(|it| it.key == key);
        let question = question.ok_or(GivenError::NoQuestion)?;
        let option = question.options.iter().find(|(own, ..)| *own == value);
        let (value, ..) = option.ok_or(GivenError::NoAnswer(question))?;
        self.answers.insert(question.key, value);
        Ok(())
    }

    /// Goes on to the next answer of a question: each in turn, then none again.
    pub fn next(&mut self, question: &'static Question) {
        let own = self.answers.get(question.key);
        let at = own.and_then(|own| question.options.iter().position(|(value, ..)| value == own));
        match question.options.get(at.map_or(0, |at| at + 1)) {
            Some((value, ..)) => self.answers.insert(question.key, value),
            None => self.answers.remove(question.key),
        };
    }

    /// The answer to a question.
    pub fn get(&self, key: &str) -> Option<&'static str> {
        self.answers.get(key).copied()
    }
}

/// The answers that a way follows from.
pub(super) struct Answers<'a> {
    values: &'a BTreeMap<&'static str, &'static str>,
}

impl Answers<'_> {
    /// The answer to a question; else that it has to be answered.
    pub(super) fn get(&self, key: &'static str) -> Result<&'static str, &'static str> {
        self.values.get(key).copied().ok_or(key)
    }
}

impl Topic {
    pub(super) fn decide(&self, material: &Material<'_>, given: &Given) -> Decision {
        let ask = |question: &'static Question| Asked {
            question,
            answer: match given.get(question.key) {
                Some(value) => Answer::Given(value),
                None => (self.find)(material, question.key),
            },
        };
        let asked: Vec<Asked> = self.questions.iter().map(ask).collect();
        let known = asked.iter().filter_map(|it| Some((it.question.key, it.answer.value()?)));
        let mut values: BTreeMap<&'static str, &'static str> = known.collect();
        let mut ways = Vec::new();
        let mut used = Vec::new();
        self.follow_all(&mut values, &mut Vec::new(), &mut ways, &mut used);
        let asked = asked
            .into_iter()
            .filter(|it| it.answer.value().is_some() || used.contains(&it.question.key))
            .collect();
        Decision {
            key: self.key,
            title: self.title,
            today: (self.today)(material),
            asked,
            choices: self.choices,
            outcome: outcome(ways),
        }
    }

    /// Every way that open answers leave. `used` gets the questions that matter for it.
    fn follow_all(
        &self,
        values: &mut BTreeMap<&'static str, &'static str>,
        when: &mut Vec<(&'static Question, &'static str)>,
        ways: &mut Vec<Way>,
        used: &mut Vec<&'static str>,
    ) {
        let open = match (self.follow)(&Answers { values }) {
            Ok((key, reasons)) => {
                let choice = self.choices.iter().find(|choice| choice.key == key);
                ways.extend(choice.map(|choice| Way { when: when.clone(), choice, reasons }));
                return;
            }
            Err(open) => open,
        };
        let Some(question) = self.questions.iter().find(|question| question.key == open) else {
            return;
        };
        used.push(question.key);
        for (value, ..) in question.options {
            values.insert(question.key, value);
            when.push((question, value));
            self.follow_all(values, when, ways, used);
            when.pop();
        }
        values.remove(question.key);
    }
}

/// What follows where these ways are left: equal ones are one.
fn outcome(mut ways: Vec<Way>) -> Outcome {
    let is_one = ways.windows(2).all(|pair| pair[0].choice == pair[1].choice);
    if !is_one || ways.is_empty() {
        return Outcome::Depends(ways);
    }
    let mut way = ways.swap_remove(0);
    // A reason that holds under a condition alone is none here.
    way.reasons.retain(|reason| ways.iter().all(|other| other.reasons.contains(reason)));
    if way.reasons.is_empty() {
        way.reasons.push("It follows whatever the open answers are.");
    }
    Outcome::Chosen(Way { when: Vec::new(), ..way })
}
