//! How much of the folder around the file a lesson needs.

use crate::lesson::{Ask, Generator, Item, Lesson};
use crate::select::Expression;
use crate::tui::Depth;

/// How much; `None` where nothing in it asks about the folder.
pub(super) fn of_lesson(lesson: &Lesson) -> Option<Depth> {
    lesson.steps.iter().filter_map(|step| of_items(&step.items)).max()
}

/// How much these items need.
pub(super) fn of_items(items: &[Item]) -> Option<Depth> {
    let mut left: Vec<&Item> = items.iter().collect();
    let mut needs = None;
    while let Some(item) = left.pop() {
        needs = needs.max(of_item(item));
        if let Item::Conditional { then, otherwise, .. } = item {
            left.extend(then.iter().chain(otherwise));
        }
    }
    needs
}

/// How much a question that is made from the file needs.
pub(super) fn of_ask(ask: &Ask) -> Option<Depth> {
    match ask.generator {
        Generator::Sent => Some(Depth::Names),
        Generator::CacheAfterEdit
        | Generator::CacheAfterTouch
        | Generator::CacheAfterArg
        | Generator::CacheOrder => Some(Depth::Contents),
        _ => None,
    }
}

fn of_item(item: &Item) -> Option<Depth> {
    let names = |is_asked: bool| is_asked.then_some(Depth::Names);
    let checks = match item {
        Item::Ask(ask) => return of_ask(ask),
        Item::Conditional { condition, .. } => return names(condition.asks_surroundings()),
        Item::Task(task) => &task.items,
        Item::CheckList(items) => items,
        _ => return None,
    };
    let mut checks = checks.iter().filter_map(|item| item.check.as_ref());
    names(checks.any(Expression::asks_surroundings))
}
