//! How far a reader is in a lesson.

use super::state::{ItemProgress, Progress};
use crate::lesson::{Item, Lesson};

/// What a lesson asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// The lesson's id.
    pub lesson: String,
    /// Its questions and tasks, in order.
    pub items: Vec<Need>,
}

/// A question or a task of a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// Its id.
    pub id: String,
    /// Its content hash; empty where it has none.
    pub hash: String,
    /// Which of the two.
    pub kind: NeedKind,
    /// Whether the lesson can be done without it: it stands under a condition
    /// that the reader's file may not fulfil.
    pub optional: bool,
}

/// A question or a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NeedKind {
    /// A question.
    Question,
    /// A question made from the reader's file, which may give none: the lesson
    /// is done without it, and it counts once it was answered to its end.
    Ask,
    /// Something to do in the file.
    Task,
}

/// How a reader stands with one question or task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Never answered.
    New,
    /// Answered, and not at its end.
    Open,
    /// It changed since it was answered.
    Updated,
    /// Answered to its end, with help or more than one try.
    Seen,
    /// Right on the first try without a hint; of a task: done.
    Solid,
}

/// How far a reader is in a lesson.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct LessonState {
    /// Whether anything of it was answered, done or read to the end.
    pub started: bool,
    /// Whether all that it asks for is answered or done; a lesson that asks
    /// for nothing is done when its end was reached.
    pub done: bool,
    /// Whether the reader showed to know it beforehand; it counts as done.
    pub known: bool,
    /// How many questions it asks.
    pub questions: usize,
    /// How many of them were answered to the end.
    pub answered: usize,
    /// How many of them were right on the first try without a hint.
    pub solid: usize,
    /// How many tasks it sets.
    pub tasks: usize,
    /// How many of them are done.
    pub tasks_done: usize,
    /// How many questions and tasks changed since they were answered.
    pub updated: usize,
}

impl Needs {
    /// What this lesson asks for.
    pub fn of(lesson: &Lesson) -> Self {
        let mut items = Vec::new();
        for step in &lesson.steps {
            collect(&step.items, false, &mut items);
        }
        Self { lesson: lesson.id.clone(), items }
    }
}

fn collect(items: &[Item], optional: bool, needs: &mut Vec<Need>) {
    for item in items {
        let (id, hash, kind) = match item {
            Item::Question(question) => (&question.id, question.hash.as_str(), NeedKind::Question),
            Item::Task(task) => (&task.id, "", NeedKind::Task),
            Item::Ask(ask) => {
                // Its hash depends on the reader's file, so that it is none.
                let kind = NeedKind::Ask;
                needs.extend(ask.ids().map(|id| Need {
                    id,
                    hash: String::new(),
                    kind,
                    optional: true,
                }));
                continue;
            }
            Item::Conditional { then, otherwise, .. } => {
                // The loader bounds how deep conditions nest.
                collect(then, true, needs);
                collect(otherwise, true, needs);
                continue;
            }
            _ => continue,
        };
        needs.push(Need { id: id.clone(), hash: hash.to_owned(), kind, optional });
    }
}

impl Progress {
    /// How the reader stands with a question or task of a lesson.
    pub fn standing(&self, lesson: &str, need: &Need) -> Standing {
        match self.item(lesson, &need.id) {
            None => Standing::New,
            Some(item) if changed(item, need) => Standing::Updated,
            Some(item) if need.kind == NeedKind::Task && item.right => Standing::Solid,
            Some(item) if item.solid => Standing::Solid,
            Some(item) if item.closed => Standing::Seen,
            Some(_) => Standing::Open,
        }
    }

    /// How far the reader is in a lesson.
    pub fn lesson_state(&self, needs: &Needs) -> LessonState {
        let known = self.lesson(&needs.lesson);
        let mut state = LessonState { started: known.is_some(), ..LessonState::default() };
        let mut missing = false;
        for need in &needs.items {
            let standing = self.standing(&needs.lesson, need);
            let ended = matches!(standing, Standing::Seen | Standing::Solid);
            state.updated += usize::from(standing == Standing::Updated);
            missing |= !ended && !need.optional;
            match need.kind {
                NeedKind::Question => {
                    state.questions += 1;
                    state.answered += usize::from(ended);
                    state.solid += usize::from(standing == Standing::Solid);
                }
                NeedKind::Ask => {
                    // One that is open may be of a file that is gone by now.
                    state.questions += usize::from(ended);
                    state.answered += usize::from(ended);
                    state.solid += usize::from(standing == Standing::Solid);
                }
                NeedKind::Task => {
                    state.tasks += 1;
                    state.tasks_done += usize::from(ended);
                }
            }
        }
        let asks = needs.items.iter().any(|need| !need.optional);
        let finished = known.is_some_and(|lesson| lesson.finished.is_some());
        state.known = known.is_some_and(|lesson| lesson.known.is_some());
        state.done = state.known || (!missing && (asks || finished));
        state
    }
}

/// Whether the item changed since it was answered; two unknown hashes tell nothing.
fn changed(item: &ItemProgress, need: &Need) -> bool {
    !item.hash.is_empty() && !need.hash.is_empty() && item.hash != need.hash
}
