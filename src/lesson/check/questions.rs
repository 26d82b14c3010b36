//! Whether questions are worth asking.

use super::Checked;
use crate::doc::Text;
use crate::lesson::place::{Place, Problems};
use crate::lesson::trace::Trace;
use crate::lesson::{Choice, Item, Question, QuestionKind};

/// From how many questions of a lesson on "the right option is always the longest" is no chance.
const PATTERN: usize = 3;

pub(super) fn check(checked: &Checked<'_>, problems: &mut Problems) {
    let mut questions = Vec::new();
    for step in &checked.lesson.steps {
        collect(&step.items, &mut questions);
    }
    let mut longest = Vec::new();
    for question in &questions {
        let place = checked.trace.place_of(&question.id).unwrap_or(&checked.start);
        one(question, place, &checked.trace, problems);
        if let QuestionKind::Single(choices) = &question.kind {
            longest.push((right_is_longest(choices), place));
        }
    }
    if longest.len() >= PATTERN && longest.iter().all(|(is_longest, _)| *is_longest) {
        let message = "in every question of this lesson the right option is the longest";
        let hint = "readers notice; make a wrong option longer, or a right one shorter";
        problems.error_with_hint(longest[0].1, message, hint);
    }
}

fn collect<'a>(items: &'a [Item], into: &mut Vec<&'a Question>) {
    for item in items {
        match item {
            Item::Question(question) => into.push(question),
            Item::Conditional { then, otherwise, .. } => {
                collect(then, into);
                collect(otherwise, into);
            }
            _ => {}
        }
    }
}

fn one(question: &Question, place: &Place, trace: &Trace, problems: &mut Problems) {
    let id = &question.id;
    if question.hints.is_empty() {
        let hint = "write a block quote before the list: > where to look";
        problems.error_with_hint(place, format!("question {id} has no hint"), hint);
    }
    if question.explanation.is_empty() {
        let hint = "write <details><summary>Why</summary> … </details> behind it";
        problems.error_with_hint(place, format!("question {id} has no explanation"), hint);
    }
    match &question.kind {
        QuestionKind::Single(choices) | QuestionKind::Multiple(choices) => {
            options(id, choices, place, trace, problems);
        }
        QuestionKind::TrueFalse { answer, feedback } => {
            if feedback[usize::from(*answer)].is_empty() {
                // True comes first in the lesson, or second: its place is not told apart.
                no_feedback(id, if *answer { "False" } else { "True" }, place, problems);
            }
        }
        QuestionKind::Order(texts) => {
            if texts.len() < 3 {
                let message = format!("question {id} has fewer than three things to order");
                problems.error(place, message);
            }
            repeated(id, texts.iter(), place, trace, problems);
        }
        QuestionKind::Short { answers } => {
            if answers.iter().any(|answer| answer.trim().is_empty()) {
                problems.error(place, format!("question {id} accepts an empty answer"));
            }
        }
        QuestionKind::Explain { rubric } => {
            if rubric.is_empty() {
                let hint = "rubric: ['the first point', 'the second']";
                let message = format!("question {id} has no points to compare an answer with");
                problems.error_with_hint(place, message, hint);
            }
        }
    }
}

fn options(id: &str, choices: &[Choice], place: &Place, trace: &Trace, problems: &mut Problems) {
    let at = |option: usize| trace.place_of_option(id, option, place);
    let wrong: Vec<(usize, &Choice)> =
        choices.iter().enumerate().filter(|(_, choice)| !choice.right).collect();
    if wrong.len() == choices.len() {
        problems.error_with_hint(
            place,
            format!("question {id} has no right option"),
            "write [x] before what is right",
        );
    }
    if wrong.len() < 2 {
        problems.error_with_hint(
            place,
            format!("question {id} has fewer than two wrong options"),
            "options that only say True and False are exempt",
        );
    }
    for (option, choice) in wrong.iter().filter(|(_, choice)| choice.feedback.is_empty()) {
        no_feedback(id, &choice.text.words(), at(*option), problems);
    }
    for (option, choice) in choices.iter().enumerate() {
        let words = choice.text.words().to_lowercase();
        if ["all of the above", "none of the above", "both of the above"]
            .iter()
            .any(|phrase| words.contains(phrase))
        {
            problems.error_with_hint(
                at(option),
                format!("question {id} offers {words:?}"),
                "options are shuffled, so nothing is above; say what is meant",
            );
        }
    }
    repeated(id, choices.iter().map(|choice| &choice.text), place, trace, problems);
}

fn no_feedback(id: &str, option: &str, place: &Place, problems: &mut Problems) {
    let option = crate::lesson::place::short(option);
    problems.error_with_hint(
        place,
        format!("question {id} says nothing to a reader who chooses {option:?}"),
        "write a block quote below the option: > why it is wrong",
    );
}

/// Two options that say the same.
fn repeated<'a>(
    id: &str,
    texts: impl Iterator<Item = &'a Text>,
    place: &Place,
    trace: &Trace,
    problems: &mut Problems,
) {
    let mut seen = std::collections::HashSet::new();
    for (option, text) in texts.enumerate() {
        let place = trace.place_of_option(id, option, place);
        let words = text.words().trim().to_lowercase();
        if words.is_empty() {
            problems.error(place, format!("question {id} has an option that says nothing"));
        } else if !seen.insert(words.clone()) {
            let words = crate::lesson::place::short(&words);
            problems.error(place, format!("question {id} offers {words:?} twice"));
        }
    }
}

/// Whether the right option has more letters than every other one.
fn right_is_longest(choices: &[Choice]) -> bool {
    let length = |choice: &Choice| choice.text.words().chars().count();
    let right = choices.iter().filter(|choice| choice.right).map(length).max();
    let wrong = choices.iter().filter(|choice| !choice.right).map(length).max();
    right > wrong
}
