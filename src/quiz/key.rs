//! What an answer is compared with.

use crate::dockerfile::Keyword;
use crate::lesson::{Diagnosis, Question, QuestionKind};
use crate::quiz::Given;

/// What grading needs of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// One option is right: for each option whether it is.
    Single(Vec<bool>),
    /// Some options are right: for each option whether it is.
    Multiple(Vec<bool>),
    /// True or false.
    TrueFalse(bool),
    /// The lines in the right order, where equal ones may change places, and
    /// further orders that are right, as places in the first.
    Order(Vec<String>, Vec<Vec<usize>>),
    /// The accepted answers.
    Short(Vec<String>),
    /// How many points the reader ticks off.
    Explain(usize),
}

/// What grading says about an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it is right.
    pub correct: bool,
    /// How many parts are as they should be, and how many there are: options
    /// that are rightly marked or unmarked, lines in their place, ticked
    /// points. `(1, 1)` or `(0, 1)` where there is only one part.
    pub parts: (usize, usize),
    /// Wrong only by upper and lower case.
    pub only_case_differs: bool,
}

impl Key {
    /// How many tries are given, of those that the question allows. With two options a
    /// second one is no question any more, and what the reader ticks alone is never wrong.
    pub fn allowed_tries(&self, of_question: u32) -> u32 {
        match self {
            Key::TrueFalse(_) | Key::Explain(_) => 1,
            Key::Single(options) if options.len() <= 2 => 1,
            _ => of_question.max(1),
        }
    }

    /// The key of a question.
    pub fn new(question: &Question) -> Self {
        match &question.kind {
            QuestionKind::Single(choices) => {
                Key::Single(choices.iter().map(|it| it.right).collect())
            }
            QuestionKind::Multiple(choices) => {
                Key::Multiple(choices.iter().map(|it| it.right).collect())
            }
            QuestionKind::TrueFalse { answer, .. } => Key::TrueFalse(*answer),
            QuestionKind::Order(lines) => Key::Order(
                lines
                    .iter()
                    .map(|line| line.runs.iter().map(|run| run.text.as_str()).collect())
                    .collect(),
                question.orders.clone(),
            ),
            QuestionKind::Short { answers } => Key::Short(answers.clone()),
            QuestionKind::Explain { rubric } => Key::Explain(rubric.len()),
        }
    }

    /// How many options, lines or points there are; 0 for a typed answer.
    pub fn count(&self) -> usize {
        match self {
            Key::Single(right) | Key::Multiple(right) => right.len(),
            Key::TrueFalse(_) => 2,
            Key::Order(lines, _) => lines.len(),
            Key::Short(_) => 0,
            Key::Explain(points) => *points,
        }
    }

    /// The right answer; of own words, an answer with all points.
    pub fn right_answer(&self) -> Given {
        match self {
            Key::Single(right) | Key::Multiple(right) => {
                Given::Choice((0..right.len()).filter(|at| right[*at]).collect())
            }
            Key::TrueFalse(answer) => Given::Truth(*answer),
            Key::Order(lines, _) => Given::Order((0..lines.len()).collect()),
            Key::Short(answers) => Given::Text(answers.first().cloned().unwrap_or_default()),
            Key::Explain(points) => {
                Given::Explained { text: String::new(), ticked: vec![true; *points] }
            }
        }
    }

    /// Grades an answer; one of another kind is wrong.
    pub fn grade(&self, given: &Given) -> Verdict {
        match (self, given) {
            (Key::Single(right), Given::Choice(chosen)) => {
                let hit = matches!(chosen[..], [one] if right.get(one) == Some(&true));
                Verdict::of_parts(usize::from(hit), 1)
            }
            (Key::Multiple(right), Given::Choice(chosen)) => {
                let marks = right.iter().enumerate();
                let hits = marks.filter(|(at, right)| chosen.contains(at) == **right).count();
                Verdict::of_parts(hits, right.len())
            }
            (Key::TrueFalse(answer), Given::Truth(said)) => {
                Verdict::of_parts(usize::from(answer == said), 1)
            }
            (Key::Order(lines, _), Given::Order(places)) => {
                let nearest = self.nearest_order(places).unwrap_or_default();
                let hits = hits(lines, places, &nearest);
                let complete = places.len() == lines.len();
                Verdict::of_parts(hits, lines.len().max(usize::from(!complete)))
            }
            (Key::Short(answers), Given::Text(text)) => grade_text(answers, text),
            (Key::Explain(points), Given::Explained { ticked, .. }) => {
                Verdict::of_parts(ticked.iter().filter(|tick| **tick).count(), *points)
            }
            _ => Verdict::of_parts(0, 1),
        }
    }
}

impl Key {
    /// The right order with the most lines in the places that they have here;
    /// `None` where nothing is put in order.
    pub fn nearest_order(&self, places: &[usize]) -> Option<Vec<usize>> {
        let Key::Order(lines, others) = self else { return None };
        let first: Vec<usize> = (0..lines.len()).collect();
        let worse = |order: &&Vec<usize>| lines.len() - hits(lines, places, order);
        [&first].into_iter().chain(others).min_by_key(worse).cloned()
    }
}

/// How many lines stand at the same place in both orders.
fn hits(lines: &[String], places: &[usize], right: &[usize]) -> usize {
    let line = |place: &usize| lines.get(*place);
    places.iter().zip(right).filter(|(own, right)| line(own) == line(right)).count()
}

impl Verdict {
    fn of_parts(hits: usize, of: usize) -> Self {
        Self { correct: hits == of, parts: (hits, of), only_case_differs: false }
    }

    /// How many lines of an order are in their place, as a part of a sentence.
    pub fn in_place(&self) -> String {
        match self.parts {
            (1, of) => format!("1 of {of} lines is in its place"),
            (hits, of) => format!("{hits} of {of} lines are in their place"),
        }
    }
}

/// What a wrong answer as a whole says of what the reader believes.
pub fn diagnosis<'a>(question: &'a Question, given: &Given) -> Option<&'a Diagnosis> {
    question.diagnoses.iter().find(|diagnosis| match (given, &diagnosis.typed) {
        (Given::Text(text), Some(typed)) => normalise(text) == normalise(typed),
        (Given::Choice(places) | Given::Order(places), None) => diagnosis.marked == *places,
        _ => false,
    })
}

fn grade_text(answers: &[String], text: &str) -> Verdict {
    let text = normalise(text);
    let hit = answers.iter().any(|answer| {
        let answer = normalise(answer);
        // BuildKit reads an instruction's keyword in any case, so an answer may too.
        answer == text || (is_keyword(&answer) && answer.eq_ignore_ascii_case(&text))
    });
    let only_case_differs = !hit
        && answers.iter().any(|answer| normalise(answer).to_lowercase() == text.to_lowercase());
    Verdict { only_case_differs, ..Verdict::of_parts(usize::from(hit), 1) }
}

fn is_keyword(answer: &str) -> bool {
    Keyword::ALL.iter().any(|keyword| keyword.name() == answer)
}

/// The text as short answers are compared: trimmed, each run of blanks one
/// blank, curly quotes straight, one pair of quotes or backticks around the
/// whole removed.
pub fn normalise(text: &str) -> String {
    let straight: String = text
        .chars()
        .map(|letter| match letter {
            '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}' => '\'',
            '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{201F}' | '\u{AB}' | '\u{BB}' => '"',
            other => other,
        })
        .collect();
    let joined = straight.split_whitespace().collect::<Vec<_>>().join(" ");
    for quote in ['"', '\'', '`'] {
        let inner = joined.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
        if let Some(inner) = inner
            && !inner.contains(quote)
        {
            return inner.trim().to_owned();
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(key: Key, given: Given, correct: bool, parts: (usize, usize)) {
        let verdict = key.grade(&given);
        assert_eq!((verdict.correct, verdict.parts), (correct, parts));
    }

    #[test]
    fn choices() {
        let single = Key::Single(vec![false, true, false]);
        check(single.clone(), Given::Choice(vec![1]), true, (1, 1));
        check(single.clone(), Given::Choice(vec![0]), false, (0, 1));
        check(single.clone(), Given::Choice(vec![1, 2]), false, (0, 1));
        check(single, Given::Choice(vec![9]), false, (0, 1));
        let multiple = Key::Multiple(vec![true, true, false, false]);
        check(multiple.clone(), Given::Choice(vec![0, 1]), true, (4, 4));
        check(multiple.clone(), Given::Choice(vec![0]), false, (3, 4));
        check(multiple, Given::Choice(vec![2, 3]), false, (0, 4));
        check(Key::TrueFalse(false), Given::Truth(false), true, (1, 1));
        check(Key::TrueFalse(false), Given::Truth(true), false, (0, 1));
        check(Key::TrueFalse(false), Given::Choice(vec![1]), false, (0, 1));
    }

    #[test]
    fn equal_lines_may_change_places() {
        let lines = ["RUN a", "COPY b", "RUN a"].map(str::to_owned).to_vec();
        let key = |others: Vec<Vec<usize>>| Key::Order(lines.clone(), others);
        check(key(Vec::new()), Given::Order(vec![2, 1, 0]), true, (3, 3));
        check(key(Vec::new()), Given::Order(vec![1, 0, 2]), false, (1, 3));
        check(key(Vec::new()), Given::Order(vec![0, 1]), false, (2, 3));
        check(key(Vec::new()), Given::Order(vec![7, 8, 9]), false, (0, 3));
        check(key(vec![vec![1, 0, 2]]), Given::Order(vec![1, 2, 0]), true, (3, 3));
        check(key(vec![vec![1, 0, 2]]), Given::Order(vec![0, 2, 1]), false, (1, 3));
    }

    #[test]
    fn short_answers() {
        let key = || Key::Short(vec!["/app".to_owned(), "the /app folder".to_owned()]);
        for right in ["/app", "  /app ", "\"/app\"", "“/app”", "`/app`", "the   /app\tfolder"] {
            check(key(), Given::Text(right.to_owned()), true, (1, 1));
        }
        for wrong in ["", "app", "/app/", "'/app", "\"/app\" \"/app\""] {
            check(key(), Given::Text(wrong.to_owned()), false, (0, 1));
        }
        assert!(key().grade(&Given::Text("/APP".to_owned())).only_case_differs);
        assert!(!key().grade(&Given::Text("/app".to_owned())).only_case_differs);
    }

    #[test]
    fn keywords_in_any_case() {
        let key = Key::Short(vec!["FROM".to_owned(), "PORT".to_owned()]);
        check(key.clone(), Given::Text("From".to_owned()), true, (1, 1));
        check(key.clone(), Given::Text("port".to_owned()), false, (0, 1));
    }

    #[test]
    fn inner_quotes_keep_their_meaning() {
        assert_eq!(normalise("[\"a\", \"b\"]"), "[\"a\", \"b\"]");
        assert_ne!(normalise("['a']"), normalise("[\"a\"]"));
        assert_eq!(normalise("\"a\" \"b\""), "\"a\" \"b\"");
    }

    proptest! {
        #[test]
        fn normalising_again_keeps_blanks_single(text in "\\PC{0,40}") {
            let once = normalise(&text);
            prop_assert!(!once.contains("  "));
            prop_assert_eq!(once.trim(), once.as_str());
        }

        #[test]
        fn exactly_one_set_of_marks_is_right(right in proptest::collection::vec(any::<bool>(), 1..9), marks: u16) {
            let chosen: Vec<usize> = (0..right.len()).filter(|at| marks >> at & 1 == 1).collect();
            let same = (0..right.len()).all(|at| chosen.contains(&at) == right[at]);
            let verdict = Key::Multiple(right).grade(&Given::Choice(chosen));
            prop_assert_eq!(verdict.correct, same);
        }
    }
}
