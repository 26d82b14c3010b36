//! What of a step is shown now.

use crate::doc::BlockKind;
use crate::lesson::{Ask, Focus, Item, Lesson, Question, Sample, Task, as_statement, auto_focus};
use crate::select::{Selector, World};

/// The part of a step that is shown now.
#[derive(Clone, Debug, Default)]
pub(super) struct Shown {
    /// The items from top to bottom, conditions resolved.
    pub items: Vec<Item>,
    /// Why it ends where it ends.
    pub stop: Stop,
    /// What is highlighted in the file.
    pub focus: Option<Focus>,
    /// Why the file cannot decide a condition, for each such one.
    pub undecided: Vec<String>,
}

/// What stands in the place of an `ask`.
#[derive(Clone, Debug, Default)]
pub(super) struct Expanded {
    /// Its questions, or that they are being worked out.
    pub items: Vec<Item>,
    /// Why there is no question. It is said where the step asks none about this file at
    /// all: beside another question it would seem to be false.
    pub why_none: Option<Item>,
    /// The answer, where there is nothing to choose between: the text may just
    /// have asked to predict it, so it stands behind the next pause.
    pub answer: Option<Item>,
    /// Whether there is a question, or may be one when more is known.
    pub has_question: bool,
}

/// Why no more is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Stop {
    /// A pause hides the rest.
    Pause,
    /// The last item is a question that waits for an answer.
    Question,
    /// The step ends.
    #[default]
    Step,
}

impl Shown {
    /// The part of `step` that is shown when `pauses` pauses were revealed.
    /// What stands behind a question that `waits` would give it away, so it
    /// is hidden as if behind a pause. `expand` gives what stands in the place of an `ask`.
    pub(super) fn of(
        lesson: &Lesson,
        step: usize,
        pauses: usize,
        world: &World<'_>,
        mut expand: impl FnMut(&Ask) -> Expanded,
        waits: impl Fn(&Question) -> bool,
    ) -> Self {
        let visible = lesson.visible_items(step, pauses, world);
        let mut items: Vec<Item> = Vec::new();
        let mut asks = Asks::default();
        let mut answers: Vec<Item> = Vec::new();
        let expand = |item: &&Item| match item {
            Item::Ask(ask) => Some(expand(ask)),
            _ => None,
        };
        let expanded: Vec<Option<Expanded>> = visible.items.iter().map(expand).collect();
        let has_question = expanded.iter().flatten().any(|it| it.has_question);
        let mut expanded = expanded.into_iter();
        for (at, item) in visible.items.iter().enumerate() {
            if visible.pauses.contains(&at) {
                asks.end(&mut items);
                items.append(&mut answers);
            }
            match (item, expanded.next().flatten()) {
                (_, Some(mut expanded)) => {
                    expanded.items.extend(expanded.why_none.take().filter(|_| !has_question));
                    let has_pause = visible.waiting || visible.pauses.iter().any(|it| *it > at);
                    match expanded.answer.take() {
                        Some(answer) if has_pause => answers.push(answer),
                        answer => expanded.items.extend(answer),
                    }
                    asks.take(expanded, &mut items);
                }
                (Item::Block(block), None) if visible.leads.contains(&at) => {
                    asks.end(&mut items);
                    items.push(Item::Block(as_statement(block)));
                }
                (other, None) => {
                    asks.end(&mut items);
                    items.push((*other).clone());
                }
            }
        }
        asks.end(&mut items);
        if !visible.waiting {
            items.append(&mut answers);
        }
        let waiting = |item: &Item| matches!(item, Item::Question(question) if waits(question));
        if let Some(place) = items.iter().position(waiting) {
            items.truncate(place + 1);
        }
        let stop = match items.last() {
            Some(Item::Question(question)) if waits(question) => Stop::Question,
            _ if visible.waiting => Stop::Pause,
            _ => Stop::Step,
        };
        let undecided = visible.undecided.iter();
        let undecided = undecided.map(|(_, why)| why.clone()).collect();
        Self { focus: focus(lesson, &items), items, stop, undecided }
    }

    /// The questions in it.
    pub(super) fn questions(&self) -> impl Iterator<Item = &Question> {
        self.items.iter().filter_map(|item| match item {
            Item::Question(question) => Some(question),
            _ => None,
        })
    }

    /// The tasks in it.
    pub(super) fn tasks(&self) -> impl Iterator<Item = &Task> {
        self.items.iter().filter_map(|item| match item {
            Item::Task(task) => Some(task),
            _ => None,
        })
    }

    /// The Dockerfiles in it, which the file pane can show.
    pub(super) fn samples<'a>(&'a self, lesson: &'a Lesson) -> impl Iterator<Item = &'a Sample> {
        lesson.fences.iter().filter(|fence| {
            self.items.iter().any(|item| match item {
                Item::Block(block) => match &block.kind {
                    BlockKind::Code(code) => code.text == fence.text,
                    _ => false,
                },
                _ => false,
            })
        })
    }
}

/// `ask`s that follow each other. The paragraph directly above the first is
/// their lead-in: it announces questions, so it goes where there are none.
#[derive(Default)]
struct Asks {
    /// Where the first one's items begin.
    start: Option<usize>,
    /// Whether one of them gives a question, or may still give one.
    has_question: bool,
}

impl Asks {
    fn take(&mut self, expanded: Expanded, items: &mut Vec<Item>) {
        self.start.get_or_insert(items.len());
        self.has_question |= expanded.has_question;
        items.extend(expanded.items);
    }

    fn end(&mut self, items: &mut Vec<Item>) {
        let has_question = std::mem::take(&mut self.has_question);
        let Some(start) = self.start.take() else { return };
        let is_paragraph = |item: &Item| match item {
            Item::Block(block) => matches!(block.kind, BlockKind::Paragraph(_)),
            _ => false,
        };
        let lead = start.checked_sub(1).filter(|at| !has_question && is_paragraph(&items[*at]));
        lead.map(|at| items.remove(at));
    }
}

/// How many pauses must be open so that each of these questions is shown.
pub(super) fn pauses_for(
    lesson: &Lesson,
    step: usize,
    world: &World<'_>,
    wanted: impl Fn(&Item) -> bool,
) -> usize {
    let mut needed = 0;
    let mut seen = 0;
    for pauses in 0.. {
        let visible = lesson.visible_items(step, pauses, world);
        let found = visible.items.iter().filter(|item| wanted(item)).count();
        if found > seen {
            (seen, needed) = (found, pauses);
        }
        if !visible.waiting {
            break;
        }
    }
    needed
}

/// Every question of a lesson, whatever the conditions say.
pub(super) fn all_items(items: &[Item]) -> Vec<&Item> {
    let mut found = Vec::new();
    let mut left: Vec<&Item> = items.iter().rev().collect();
    while let Some(item) = left.pop() {
        match item {
            Item::Conditional { then, otherwise, .. } => {
                left.extend(otherwise.iter().rev().chain(then.iter().rev()));
            }
            item => found.push(item),
        }
    }
    found
}

/// The focus in force at the end of these items. A lesson that sets none
/// anywhere highlights what the last block with code is about.
fn focus(lesson: &Lesson, items: &[Item]) -> Option<Focus> {
    let set = items.iter().rev().find_map(|item| match item {
        Item::Focus(focus) => Some(focus.clone()),
        _ => None,
    });
    if set.is_some() {
        return set.filter(|focus| focus.selector.is_some());
    }
    let steps = lesson.steps.iter().flat_map(|step| all_items(&step.items));
    if steps.into_iter().any(|item| matches!(item, Item::Focus(_))) {
        return None;
    }
    let selector: Option<Selector> = items.iter().rev().find_map(|item| match item {
        Item::Block(block) => auto_focus(block),
        _ => None,
    });
    selector.map(|selector| Focus {
        selector: Some(selector),
        all: true,
        optional: true,
        note: None,
    })
}
