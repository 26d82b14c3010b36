//! How the questions of a course do: what the answers of several people say about them.
//!
//! Classical test theory. One log is one person. Of a question counts what a person answered
//! first, in the version that was answered last of all:
//!
//! - the *share* of those who were right at the first try;
//! - the *discrimination*: the point-biserial correlation between being right here at the first
//!   try and the share of all other questions at which the same person was right. It is near 1
//!   where those are right who know the rest, and below 0 where they are wrong;
//! - which wrong option was chosen most at the first try, and which never at any try.

use std::collections::{BTreeMap, HashMap};

use super::{LineFault, Record, RecordKind};
use crate::lesson::{Choice, Course, Item, Question, QuestionKind};
use crate::quiz::{Given, Outcome};

/// With a larger share than this a question asks nothing that people do not know.
pub const TOO_EASY: f64 = 0.95;
/// With a smaller one it asks what hardly anybody knows, or is not understood.
pub const TOO_HARD: f64 = 0.2;
/// With a smaller discrimination being right says little about what a person knows.
pub const WEAK: f64 = 0.2;

/// What several logs say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statistics {
    /// How many logs hold an answer.
    pub people: usize,
    /// Lines that are no record.
    pub unreadable: usize,
    /// The questions, in the order of the course, then those that it does not know.
    pub questions: Vec<QuestionStatistics>,
}

/// What the logs say about one question.
#[derive(Clone, Debug, PartialEq)]
pub struct QuestionStatistics {
    /// The lesson's id.
    pub lesson: String,
    /// The question's id.
    pub question: String,
    /// How many people answered it.
    pub people: usize,
    /// How many of them were right at the first try.
    pub right: usize,
    /// How many of them asked for a hint before.
    pub hinted: usize,
    /// Between -1 and 1; `None` where it cannot be computed: everybody is alike here, or
    /// alike at all other questions.
    pub discrimination: Option<f64>,
    /// The wrong answer that was given most at the first try, and by how many.
    pub most_chosen: Option<(String, usize)>,
    /// Wrong options that nobody chose at any try; empty where the options are not known.
    pub unused: Vec<String>,
    /// How many answered another version of it; they are not counted.
    pub older: usize,
    /// What is worth a look.
    pub flags: Vec<Flag>,
}

/// What is worth a look about a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    /// The share is above [`TOO_EASY`].
    TooEasy,
    /// The share is below [`TOO_HARD`].
    TooHard,
    /// The discrimination is below [`WEAK`].
    Weak,
}

impl Flag {
    /// For programs.
    pub fn name(self) -> &'static str {
        match self {
            Flag::TooEasy => "too_easy",
            Flag::TooHard => "too_hard",
            Flag::Weak => "weak",
        }
    }

    /// For people.
    pub fn words(self) -> &'static str {
        match self {
            Flag::TooEasy => "nearly everybody is right at once",
            Flag::TooHard => "hardly anybody is right at once",
            Flag::Weak => "being right here says little about the rest",
        }
    }
}

impl QuestionStatistics {
    /// The share of those who were right at the first try, between 0 and 1.
    pub fn share(&self) -> f64 {
        self.right as f64 / self.people.max(1) as f64
    }
}

type Key = (String, String);

/// What one person answered: for each question the answers in the order of time.
type Answers = BTreeMap<Key, Vec<Outcome>>;

/// Works it out from the logs of several people, each as the bytes of its file.
pub fn statistics(logs: &[Vec<u8>], course: &Course) -> Statistics {
    let mut unreadable = 0;
    let mut people: Vec<Answers> = logs.iter().map(|log| answers(log, &mut unreadable)).collect();
    people.retain(|answers| !answers.is_empty());
    let known = known(course);
    let hashes = newest_hashes(&people, &known);
    let is_current = |key: &Key, outcome: &Outcome| hashes.get(key) == Some(&outcome.hash);
    let mut older: HashMap<Key, usize> = HashMap::new();
    for answers in &mut people {
        for (key, given) in answers.iter_mut().filter(|(key, _)| !is_made(key, &known)) {
            let had_any = !given.is_empty();
            given.retain(|outcome| is_current(key, outcome));
            if had_any && given.is_empty() {
                *older.entry(key.clone()).or_default() += 1;
            }
        }
    }
    let place = |key: &Key| known.get(key).map_or(usize::MAX, |(place, _)| *place);
    let mut keys: Vec<Key> = people.iter().flat_map(|it| it.keys().cloned()).collect();
    keys.sort_by(|left, right| place(left).cmp(&place(right)).then_with(|| left.cmp(right)));
    keys.dedup();
    let questions = keys.iter().map(|key| {
        let question = known.get(key).map(|(_, question)| *question);
        let older = older.get(key).copied().unwrap_or(0);
        one(key, question, &people, older)
    });
    Statistics { people: people.len(), unreadable, questions: questions.collect() }
}

/// A person's answers to questions; tasks are no questions.
fn answers(log: &[u8], unreadable: &mut usize) -> Answers {
    let lines = log.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
    let mut records = Vec::new();
    for line in lines {
        match Record::parse(line) {
            Ok(record) => records.push(record),
            Err(LineFault::Newer(_) | LineFault::Unreadable) => *unreadable += 1,
        }
    }
    records.sort_by_key(|record| record.at);
    let mut answers = Answers::new();
    for record in records {
        let RecordKind::Answer(outcome) = record.kind else { continue };
        if outcome.given != Given::Task {
            let key = (outcome.lesson.clone(), outcome.question.clone());
            answers.entry(key).or_default().push(outcome);
        }
    }
    answers
}

/// The written questions of the course with their places in it.
fn known(course: &Course) -> HashMap<Key, (usize, &Question)> {
    let mut found = HashMap::new();
    for entry in course.all() {
        let mut left: Vec<&Item> =
            entry.lesson().steps.iter().flat_map(|step| &step.items).rev().collect();
        while let Some(item) = left.pop() {
            match item {
                Item::Question(question) => {
                    let place = found.len();
                    let key = (entry.id.clone(), question.id.clone());
                    found.entry(key).or_insert((place, question));
                }
                Item::Conditional { then, otherwise, .. } => {
                    left.extend(otherwise.iter().rev().chain(then.iter().rev()));
                }
                _ => {}
            }
        }
    }
    found
}

/// Whether a question is made from each person's own file, so that no two are the same: its
/// id is that of an `ask`, and the course has no such question written.
fn is_made(key: &Key, known: &HashMap<Key, (usize, &Question)>) -> bool {
    let made = || key.1.strip_prefix(key.0.as_str())?.strip_prefix('-')?.rsplit_once('-');
    let is_made = made().is_some_and(|(generator, number)| {
        crate::lesson::Generator::named(generator).is_some() && number.parse::<u32>().is_ok()
    });
    is_made && !known.contains_key(key)
}

/// The version of each question that counts: the course's, else the one answered last.
fn newest_hashes(
    people: &[Answers],
    known: &HashMap<Key, (usize, &Question)>,
) -> HashMap<Key, String> {
    let mut hashes = HashMap::new();
    for (key, given) in people.iter().flatten() {
        let newest = match known.get(key) {
            Some((_, question)) => Some(&question.hash),
            None => given.last().map(|outcome| &outcome.hash),
        };
        hashes.extend(newest.map(|hash| (key.clone(), hash.clone())));
    }
    hashes
}

fn one(
    key: &Key,
    question: Option<&Question>,
    people: &[Answers],
    older: usize,
) -> QuestionStatistics {
    let given = |person: &Answers| person.get(key).and_then(|given| given.first()).cloned();
    let firsts: Vec<(&Answers, Outcome)> =
        people.iter().filter_map(|person| Some((person, given(person)?))).collect();
    let right = firsts.iter().filter(|(_, first)| is_right(first)).count();
    let pairs: Vec<(bool, f64)> = firsts
        .iter()
        .filter_map(|(person, first)| Some((is_right(first), share_of_others(person, key)?)))
        .collect();
    let all = people.iter().filter_map(|person| person.get(key)).flatten();
    let mut found = QuestionStatistics {
        lesson: key.0.clone(),
        question: key.1.clone(),
        people: firsts.len(),
        right,
        hinted: firsts.iter().filter(|(_, first)| first.hints > 0).count(),
        discrimination: point_biserial(&pairs),
        most_chosen: most_chosen(question, firsts.iter().map(|(_, first)| first)),
        unused: question.map(|question| unused(question, all)).unwrap_or_default(),
        older,
        flags: Vec::new(),
    };
    let share = found.share();
    let weak = found.discrimination.is_some_and(|value| value < WEAK);
    let flags =
        [(Flag::TooEasy, share > TOO_EASY), (Flag::TooHard, share < TOO_HARD), (Flag::Weak, weak)];
    if found.people > 0 {
        found.flags = flags.into_iter().filter_map(|(flag, is_so)| is_so.then_some(flag)).collect();
    }
    found
}

fn is_right(first: &Outcome) -> bool {
    first.correct && first.try_number == 1
}

/// The share of the other questions at which a person was right at once; `None` where there
/// are none.
fn share_of_others(person: &Answers, key: &Key) -> Option<f64> {
    let others = person.iter().filter(|(other, _)| *other != key);
    let firsts: Vec<&Outcome> = others.filter_map(|(_, given)| given.first()).collect();
    let right = firsts.iter().filter(|first| is_right(first)).count();
    (!firsts.is_empty()).then(|| right as f64 / firsts.len() as f64)
}

/// The correlation of a yes or no with a number; `None` where one of the two never differs.
fn point_biserial(pairs: &[(bool, f64)]) -> Option<f64> {
    let count = pairs.len() as f64;
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let all: Vec<f64> = pairs.iter().map(|(_, score)| *score).collect();
    let of = |wanted: bool| -> Vec<f64> {
        pairs.iter().filter(|(right, _)| *right == wanted).map(|(_, score)| *score).collect()
    };
    let (right, wrong) = (of(true), of(false));
    if right.is_empty() || wrong.is_empty() {
        return None;
    }
    let middle = mean(&all);
    let deviation = (all.iter().map(|score| (score - middle).powi(2)).sum::<f64>() / count).sqrt();
    if deviation < 1e-9 {
        return None;
    }
    let spread = (right.len() as f64 / count) * (wrong.len() as f64 / count);
    Some((mean(&right) - mean(&wrong)) / deviation * spread.sqrt())
}

/// The wrong answer that was given most, by what its option says or what was typed.
fn most_chosen<'a>(
    question: Option<&Question>,
    firsts: impl Iterator<Item = &'a Outcome>,
) -> Option<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for first in firsts.filter(|first| !first.correct) {
        for said in wrong_parts(question, &first.given) {
            *counts.entry(said).or_default() += 1;
        }
    }
    // The first in the alphabet of those that were chosen as often.
    counts.into_iter().rev().max_by_key(|(_, count)| *count)
}

/// What is wrong in an answer; for a choice the wrong options in it, where they are known.
fn wrong_parts(question: Option<&Question>, given: &Given) -> Vec<String> {
    match (given, question.map(|question| &question.kind)) {
        (Given::Choice(chosen), Some(kind)) => {
            let options = choices(kind);
            let wrong = chosen.iter().filter_map(|place| options.get(*place));
            wrong.filter(|option| !option.right).map(|option| option.text.words()).collect()
        }
        (Given::Truth(said), _) => vec![if *said { "True" } else { "False" }.to_owned()],
        (Given::Text(text), _) => vec![text.trim().to_owned()],
        _ => Vec::new(),
    }
}

fn choices(kind: &QuestionKind) -> &[Choice] {
    match kind {
        QuestionKind::Single(choices) | QuestionKind::Multiple(choices) => choices,
        _ => &[],
    }
}

/// The wrong options that nobody chose.
fn unused<'a>(question: &Question, all: impl Iterator<Item = &'a Outcome>) -> Vec<String> {
    let mut is_used = vec![false; choices(&question.kind).len()];
    for outcome in all {
        let Given::Choice(chosen) = &outcome.given else { continue };
        for place in chosen {
            if let Some(used) = is_used.get_mut(*place) {
                *used = true;
            }
        }
    }
    let options = choices(&question.kind).iter().zip(is_used);
    let unused = options.filter(|(option, used)| !option.right && !used);
    unused.map(|(option, _)| option.text.words()).collect()
}
