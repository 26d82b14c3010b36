//! The same question, with the answer to be typed instead of picked.

use super::Generated;
use crate::doc::Text;
use crate::explain::mask::MASK;
use crate::lesson::{Diagnosis, Question, QuestionKind};

/// A longer answer is tiresome to type, in characters.
const LONGEST: usize = 40;

impl Generated {
    /// The question with a typed answer; `None` where the answer is no value
    /// of the file that could be typed. What the wrong options say is said to
    /// who types one of them.
    pub fn typed(&self) -> Option<Question> {
        let QuestionKind::Single(choices) = &self.question.kind else { return None };
        let right = choices.iter().find(|choice| choice.right)?;
        let answer = value(&right.text)?;
        let mut answers = vec![answer.clone()];
        if answer == "root" {
            answers.push("0".to_owned());
        }
        let said = |text: &Text| value(text);
        let diagnoses = choices.iter().filter(|choice| !choice.right).filter_map(|choice| {
            let typed = Some(said(&choice.text)?);
            Some(Diagnosis { marked: Vec::new(), typed, feedback: choice.feedback.clone() })
        });
        let mut question = self.question.clone();
        question.diagnoses = diagnoses.collect();
        question.kind = QuestionKind::Short { answers };
        question.tries = 3;
        question.hash = Question::content_hash(&question.prompt, &question.kind);
        Some(question)
    }
}

/// The value that a text shows, where it is one value as a whole.
fn value(text: &Text) -> Option<String> {
    let [run] = text.runs.as_slice() else { return None };
    let value = run.text.as_str();
    let is_whole = !value.is_empty()
        && !value.ends_with('…')
        && !value.contains(MASK)
        && !value.starts_with('[')
        && value.chars().count() <= LONGEST
        && value == value.trim();
    (run.style.code && is_whole).then(|| value.to_owned())
}
