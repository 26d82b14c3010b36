//! The same question, with the answer to be typed instead of picked.

use super::Generated;
use crate::doc::Text;
use crate::explain::mask::MASK;
use crate::lesson::{Diagnosis, Question, QuestionKind};

/// A longer answer is tiresome to type, in characters.
const LONGEST: usize = 40;

/// The skill of the questions that ask for a directory.
const DIRECTORY: &str = "run.directory";

/// The skills of the questions that ask for a user.
const USERS: [&str; 2] = ["user.who", "user.owner"];

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
        // A directory is the same with a slash behind it. That is no other question, so the
        // hash does not count it.
        let is_directory = self.question.skill.as_deref() == Some(DIRECTORY);
        let with_slash = |path: &str| {
            let is_path = is_directory && path.starts_with('/') && !path.ends_with('/');
            is_path.then(|| format!("{path}/"))
        };
        // A user may be said without the group; what is wrong for itself stays wrong.
        let is_user = self.question.skill.as_deref().is_some_and(|it| USERS.contains(&it));
        let alone = answer.split_once(':').map(|(user, _)| user.to_owned());
        let wrong = |user: &String| {
            choices.iter().any(|choice| !choice.right && value(&choice.text).as_ref() == Some(user))
        };
        let without_group = alone.filter(|user| is_user && !user.is_empty() && !wrong(user));
        let mut diagnoses = Vec::new();
        for choice in choices.iter().filter(|choice| !choice.right) {
            let Some(typed) = value(&choice.text) else { continue };
            for typed in with_slash(&typed).into_iter().chain([typed]) {
                let feedback = choice.feedback.clone();
                diagnoses.push(Diagnosis { marked: Vec::new(), typed: Some(typed), feedback });
            }
        }
        let mut question = self.question.clone();
        question.diagnoses = diagnoses;
        question.kind = QuestionKind::Short { answers: answers.clone() };
        question.tries = 3;
        question.hash = Question::content_hash(&question.prompt, &question.kind);
        answers.extend(with_slash(&answer).into_iter().chain(without_group));
        question.kind = QuestionKind::Short { answers };
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
