//! Whether the course treats all that it has to: the wrong beliefs, the facts,
//! and the checks of BuildKit. The tables beside this file say where.

use std::collections::{BTreeMap, BTreeSet};

use layerwise::checks::buildkit;
use layerwise::lesson::{Course, CourseEntry, Item, Question};

const BELIEFS: &str = include_str!("coverage/beliefs.tsv");
const FACTS: &str = include_str!("coverage/facts.tsv");
const BUILDKIT: &str = include_str!("coverage/buildkit.tsv");

/// The cells of each row that is no comment.
fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

#[test]
fn every_wrong_belief_is_treated_by_a_question() {
    let course = Course::builtin();
    let mut asked: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for question in course.entries.iter().flat_map(|entry| questions(entry)) {
        if let Some(belief) = &question.misconception {
            asked.entry(belief).or_default().insert(&question.id);
        }
    }
    let told: BTreeMap<&str, BTreeSet<&str>> = rows(BELIEFS)
        .map(|cells| (cells[0], cells[2].split(' ').filter(|id| !id.is_empty()).collect()))
        .collect();
    assert_eq!(told, asked, "the table and the lessons differ");
    let ids: BTreeSet<String> = told.keys().map(|id| (*id).to_owned()).collect();
    assert_eq!(ids, (1..=100).map(|number| format!("M{number:02}")).collect());
}

/// The written questions of a lesson.
fn questions(entry: &CourseEntry) -> Vec<&Question> {
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
    let mut found = Vec::new();
    entry.lesson().steps.iter().for_each(|step| collect(&step.items, &mut found));
    found
}

#[test]
fn every_fact_has_a_step_that_teaches_it() {
    teaches(FACTS);
    let ids: BTreeSet<&str> = rows(FACTS).map(|cells| cells[0]).collect();
    assert_eq!(ids.len(), rows(FACTS).count(), "a fact stands twice");
    for number in 1..=46 {
        assert!(ids.contains(format!("X{number}").as_str()), "X{number} is missing");
    }
    // How many rows each document has that are right.
    let count = |document: &str| ids.iter().filter(|id| id.starts_with(document)).count();
    assert_eq!(["S0:", "S1:", "S2:", "S3:", "S4:"].map(count), [15, 29, 11, 13, 20]);
}

#[test]
fn every_check_of_buildkit_has_a_step_that_is_its_home() {
    teaches(BUILDKIT);
    let told: BTreeSet<&str> = rows(BUILDKIT).map(|cells| cells[0]).collect();
    assert_eq!(told, buildkit::NAMES.into_iter().collect());
}

/// Each row names a lesson, a step of it, and words that stand there.
fn teaches(table: &str) {
    let course = Course::builtin();
    let mut holes = Vec::new();
    for cells in rows(table) {
        let [id, _, lesson, step, words] = cells[..] else { panic!("not five cells: {cells:?}") };
        let entry = course.find(lesson).unwrap_or_else(|| panic!("{id}: no lesson {lesson}"));
        match text_of_step(entry, step) {
            None => holes.push(format!("{id}: {lesson} has no step {step:?}")),
            Some(text) if !text.contains(words) => {
                holes.push(format!("{id}: {words:?} does not stand in {lesson}, {step:?}"));
            }
            Some(_) => {}
        }
    }
    assert_eq!(holes, Vec::<String>::new());
}

/// A step as its author wrote it.
fn text_of_step<'a>(entry: &'a CourseEntry, title: &str) -> Option<&'a str> {
    let steps = &entry.lesson().steps;
    let number = steps.iter().position(|step| step.title.words() == title)?;
    let line_of = |number: usize| steps.get(number).map(|step| step.line.get() as usize - 1);
    let start =
        |line: usize| entry.text().split_inclusive('\n').take(line).map(str::len).sum::<usize>();
    let end = line_of(number + 1).map_or(entry.text().len(), start);
    Some(&entry.text()[start(line_of(number)?)..end])
}
