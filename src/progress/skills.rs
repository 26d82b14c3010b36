//! Which skill a question trains, for answers whose line does not say it.
//!
//! Lines of format 1 that were written before skills were kept name the lesson
//! and the question alone. The course says the rest, as far as it still has the question.

use std::collections::HashMap;

use crate::lesson::{Course, Generator, Item, Moment};

/// The skills of the course's questions; a lesson is read when a line names it first.
#[derive(Clone, Debug, Default)]
pub(super) struct SkillTable {
    /// By lesson, then by question.
    known: HashMap<String, HashMap<String, String>>,
}

impl SkillTable {
    /// The skill of a question; `None` where nobody knows it, and for a task.
    pub(super) fn skill(&mut self, lesson: &str, question: &str) -> Option<&str> {
        if !self.known.contains_key(lesson) {
            self.known.insert(lesson.to_owned(), of_lesson(lesson));
        }
        let written = self.known.get(lesson).and_then(|lesson| lesson.get(question));
        written.map(String::as_str).or_else(|| of_generated(lesson, question))
    }
}

/// The skill of a question made from a file, by its id `<lesson>-<generator>-<n>`.
fn of_generated(lesson: &str, question: &str) -> Option<&'static str> {
    let (name, number) = question.strip_prefix(lesson)?.strip_prefix('-')?.rsplit_once('-')?;
    number.parse::<u32>().ok()?;
    Some(Generator::named(name)?.skill(Moment::Build))
}

fn of_lesson(id: &str) -> HashMap<String, String> {
    let course = Course::builtin();
    let mut skills = HashMap::new();
    let Some(entry) = course.entries.iter().find(|entry| entry.id == id) else { return skills };
    let mut left: Vec<&Item> = entry.lesson().steps.iter().flat_map(|step| &step.items).collect();
    while let Some(item) = left.pop() {
        match item {
            Item::Question(question) => {
                skills.extend(question.skill.clone().map(|skill| (question.id.clone(), skill)));
            }
            Item::Ask(ask) => {
                let skill = ask.generator.skill(ask.when);
                skills.extend(ask.ids().map(|id| (id, skill.to_owned())));
            }
            Item::Conditional { then, otherwise, .. } => left.extend(then.iter().chain(otherwise)),
            _ => {}
        }
    }
    skills
}
