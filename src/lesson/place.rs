//! Where something stands in a lesson, and the list of what is wrong.

use std::rc::Rc;

use super::{LessonProblem, LessonProblemLevel};
use crate::select::SelectError;
use crate::source::{LineNumber, Source};

/// A Markdown file that is being read: the lesson or one that it includes.
pub(super) struct Page {
    pub(super) source: Source,
}

/// A place in one of the files.
#[derive(Clone)]
pub(super) struct Place {
    page: Rc<Page>,
    /// Byte offset in the file.
    offset: usize,
}

impl Place {
    pub(super) fn new(page: &Rc<Page>, offset: usize) -> Self {
        Self { page: Rc::clone(page), offset }
    }

    /// The place this many bytes further on.
    pub(super) fn plus(&self, bytes: usize) -> Self {
        Self { page: Rc::clone(&self.page), offset: self.offset + bytes }
    }

    /// The place of a text within the next bytes, else this place.
    pub(super) fn of(&self, text: &str, length: usize) -> Self {
        let source = self.page.source.text();
        let end = (self.offset + length).min(source.len());
        let found = source.get(self.offset..end).and_then(|written| written.find(text));
        self.plus(found.unwrap_or(0))
    }

    /// The first letter of the line that is so many lines further down.
    pub(super) fn below(&self, lines: u32) -> Self {
        let source = &self.page.source;
        let offset = u32::try_from(self.offset.min(source.text().len())).unwrap_or(u32::MAX);
        let line = source.line_at(offset).get().saturating_add(lines);
        let Some(line) = LineNumber::new(line) else { return self.clone() };
        let span = source.line_span(line);
        let written = source.slice(span);
        let indent = written.len() - written.trim_start().len();
        Self { page: Rc::clone(&self.page), offset: span.start as usize + indent }
    }

    pub(super) fn offset(&self) -> usize {
        self.offset
    }

    fn problem(
        &self,
        level: LessonProblemLevel,
        message: String,
        hint: Option<String>,
    ) -> LessonProblem {
        let source = &self.page.source;
        let offset = u32::try_from(self.offset.min(source.text().len())).unwrap_or(u32::MAX);
        let line = source.line_at(offset);
        let start = source.line_span(line).start as usize;
        let before = source.text().get(start..offset as usize).unwrap_or_default();
        let column = u32::try_from(before.chars().count()).unwrap_or(u32::MAX - 1) + 1;
        LessonProblem { file: source.name.clone(), line: line.get(), column, level, message, hint }
    }
}

/// The most problems that are reported for one lesson.
const MOST_PROBLEMS: usize = 500;

/// What is wrong, as it is found.
#[derive(Default)]
pub(super) struct Problems {
    pub(super) list: Vec<LessonProblem>,
}

impl Problems {
    /// Whether so much is wrong that more would not help anybody.
    pub(super) fn is_full(&self) -> bool {
        self.list.len() >= MOST_PROBLEMS
    }

    fn push(
        &mut self,
        place: &Place,
        level: LessonProblemLevel,
        message: String,
        hint: Option<String>,
    ) {
        if !self.is_full() {
            self.list.push(place.problem(level, message, hint));
        }
    }

    pub(super) fn error(&mut self, place: &Place, message: impl Into<String>) {
        self.push(place, LessonProblemLevel::Error, message.into(), None);
    }

    pub(super) fn error_with_hint(
        &mut self,
        place: &Place,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.push(place, LessonProblemLevel::Error, message.into(), Some(hint.into()));
    }

    pub(super) fn warning(
        &mut self,
        place: &Place,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.push(place, LessonProblemLevel::Warning, message.into(), Some(hint.into()));
    }

    /// An error of a selector or expression that begins at this place.
    pub(super) fn select(&mut self, start: &Place, error: SelectError) {
        let place = start.plus(error.offset);
        self.push(&place, LessonProblemLevel::Error, error.message, error.hint);
    }

    /// An unknown name among known ones.
    pub(super) fn unknown(&mut self, place: &Place, what: &str, name: &str, known: &[&str]) {
        let hint = match crate::select::suggest(name, known) {
            Some(near) => format!("did you mean {near}?"),
            None => format!("known are {}", known.join(", ")),
        };
        self.error_with_hint(place, format!("there is no {what} {}", short(name)), hint);
    }
}

/// The start of a name that may be long.
pub(super) fn short(name: &str) -> String {
    match name.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", &name[..at]),
        None => name.to_owned(),
    }
}
