//! Questions and tasks: a directive, then a heading, hints, a list and an explanation.

use std::path::PathBuf;

use super::builder::Builder;
use super::place::Place;
use super::settings::{self, Settings};
use super::trace::TracedCheck;
use super::{Item, Sample, Task, TaskItem, directive, files, load};
use crate::doc::{Block, BlockKind, List, ListItem, Text};
use crate::source::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ExerciseKind {
    Quiz,
    Task,
}

/// What has been collected of a question or task.
pub(super) struct Exercise {
    pub(super) kind: ExerciseKind,
    pub(super) settings: Settings,
    /// Where the directive stands.
    pub(super) place: Place,
    pub(super) origin: Span,
    /// Whether an answer is typed, so that a list is part of what is asked.
    typed: bool,
    pub(super) prompt: Vec<Block>,
    pub(super) hints: Vec<Vec<Block>>,
    pub(super) list: Option<Block>,
    pub(super) explanation: Vec<Block>,
}

/// What became of a block that was offered.
pub(super) enum Collected {
    Taken,
    /// Taken, and nothing can follow.
    Finished,
    /// It belongs to what follows.
    Refused,
}

impl Exercise {
    pub(super) fn new(kind: ExerciseKind, settings: Settings, place: Place, origin: Span) -> Self {
        let typed =
            kind == ExerciseKind::Quiz && (settings.has("answer") || settings.has("rubric"));
        let (prompt, hints, explanation) = (Vec::new(), Vec::new(), Vec::new());
        Self { kind, settings, place, origin, typed, prompt, hints, list: None, explanation }
    }

    /// Whether only the directive has been seen.
    pub(super) fn is_empty(&self) -> bool {
        self.prompt.is_empty() && self.hints.is_empty() && self.list.is_none()
    }

    pub(super) fn heading(&mut self, block: &Block) {
        self.prompt.push(block.clone());
    }

    /// Takes the block if it belongs to the question or task.
    pub(super) fn take(&mut self, block: &Block) -> Collected {
        match &block.kind {
            BlockKind::Details { blocks, .. } if !self.prompt.is_empty() || self.list.is_some() => {
                self.explanation = blocks.clone();
                return Collected::Finished;
            }
            BlockKind::Quote { alert: None, blocks } if self.list.is_none() => {
                self.hints.push(blocks.clone());
            }
            BlockKind::List(_) if self.list.is_none() && !self.typed => {
                self.list = Some(block.clone());
            }
            _ if self.list.is_none() => self.prompt.push(block.clone()),
            _ => return Collected::Refused,
        }
        Collected::Taken
    }
}

impl Builder<'_> {
    /// Makes an item of what was collected.
    pub(super) fn build_exercise(&mut self, exercise: Exercise) -> Option<Item> {
        match exercise.kind {
            ExerciseKind::Quiz => self.question(exercise).map(Item::Question),
            ExerciseKind::Task => self.task(exercise).map(Item::Task),
        }
    }

    /// The id in the settings; reported when it is missing.
    pub(super) fn id(&mut self, exercise: &mut Exercise, what: &str) -> String {
        let Some(id) = exercise.settings.text("id", self.problems) else {
            let hint = "progress is kept under it: {id: a-name}";
            let message = format!("this {what} has no id");
            self.problems.error_with_hint(&exercise.place, message, hint);
            return format!("line-{}", self.page.source.line_at(exercise.origin.start));
        };
        let good = !id.text.is_empty()
            && id.text.len() <= 64
            && id.text.chars().all(|it| it.is_ascii_alphanumeric() || "-_.".contains(it));
        if !good {
            let message = "an id consists of letters, digits, dashes and dots";
            self.problems.error_with_hint(&id.place, message, "such as cache-order-q1");
        }
        self.trace.ids.push((id.text.clone(), id.place));
        id.text
    }

    fn task(&mut self, mut exercise: Exercise) -> Option<Task> {
        let id = self.id(&mut exercise, "task");
        let solution = exercise.settings.text("solution", self.problems);
        let solution = solution.and_then(|path| self.solution(&id, &path));
        // Where the reader may work; every place will do so far.
        for word in exercise.settings.list("allow", self.problems) {
            if !["edit", "sample"].contains(&word.text.as_str()) {
                let known = ["edit", "sample"];
                self.problems.unknown(
                    &word.place,
                    "way to solve a task called",
                    &word.text,
                    &known,
                );
            }
        }
        let skill = ["id", "solution", "allow", "skill", "misconception"];
        exercise.settings.report_unknown(&skill, self.problems);
        let items = match exercise.list.as_ref().map(|block| &block.kind) {
            Some(BlockKind::List(list)) => self.task_items(list, &exercise.place, Some(&id)),
            _ => {
                self.problems.error_with_hint(
                    &exercise.place,
                    "this task has nothing to tick",
                    "write a list: - [ ] what to do <!-- check: … -->",
                );
                Vec::new()
            }
        };
        Some(Task {
            id,
            prompt: exercise.prompt,
            items,
            hints: exercise.hints,
            solution,
            explanation: exercise.explanation,
            origin: exercise.origin,
        })
    }

    /// The path of a task's solution, whose text is noted.
    fn solution(&mut self, task: &str, path: &settings::Text) -> Option<PathBuf> {
        match files::read_sample(self.folder, &path.text) {
            Ok((safe, text)) => {
                let name = load::file_name(&safe);
                self.trace.solutions.insert(task.to_owned(), Sample { name, text, beside: None });
                Some(safe)
            }
            Err(why) => {
                self.problems.error(&path.place, format!("the solution is missing: {why}"));
                files::safe_path(&path.text).ok()
            }
        }
    }

    /// The items of a check list with their checks.
    pub(super) fn task_items(
        &mut self,
        list: &List,
        place: &Place,
        task: Option<&str>,
    ) -> Vec<TaskItem> {
        list.items.iter().map(|item| self.task_item(item, place, task)).collect()
    }

    fn task_item(&mut self, item: &ListItem, place: &Place, task: Option<&str>) -> TaskItem {
        let text = item.blocks.iter().find_map(text_of).cloned().unwrap_or_default();
        let mut check = None;
        for (comment, origin) in comments_of(item) {
            let Ok(Some(directive)) = directive::read(comment) else { continue };
            if directive.name != "check" {
                continue;
            }
            let start = origin.map_or_else(|| place.clone(), |it| self.inline_place(comment, it));
            let start = start.plus(directive.at);
            let task = task.map(str::to_owned);
            let Some((expression, place)) = self.expression(directive, &start) else {
                self.trace.broken_checks.extend(task);
                continue;
            };
            self.trace.checks.push(TracedCheck { task, check: expression.clone(), place });
            check = Some(expression);
        }
        TaskItem { text, check }
    }
}

fn text_of(block: &Block) -> Option<&Text> {
    match &block.kind {
        BlockKind::Paragraph(text) | BlockKind::Heading { text, .. } => Some(text),
        _ => None,
    }
}

/// The comments of an item with their places, inside its lines or between them.
pub(super) fn comments_of(item: &ListItem) -> impl Iterator<Item = (&str, Option<Span>)> {
    item.blocks.iter().flat_map(|block| {
        let own = match &block.kind {
            BlockKind::Comment(text) => {
                Some((text.as_str(), block.origin.map(|origin| origin.span)))
            }
            _ => None,
        };
        let inline = text_of(block).into_iter().flat_map(|text| {
            text.comments
                .iter()
                .map(|comment| (comment.text.as_str(), comment.origin.map(|origin| origin.span)))
        });
        own.into_iter().chain(inline)
    })
}

/// Whether one of the items has a check.
pub(super) fn has_check(list: &List) -> bool {
    list.items
        .iter()
        .flat_map(comments_of)
        .any(|(comment, _)| comment.trim_start().starts_with("check:"))
}
