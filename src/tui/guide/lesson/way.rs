//! Where a lesson leads: along the path that the reader is on, else along the course.

use super::super::Context;
use super::LessonView;
use crate::curriculum::{Path, Paths, language_lesson};
use crate::lesson::CourseEntry;
use crate::progress::Needs;

impl LessonView {
    /// The paths through the course.
    pub(in crate::tui::guide) fn paths(&self) -> &Paths {
        self.paths.get_or_init(Paths::builtin)
    }

    /// The path that the reader is on, where the open lesson stands on it.
    pub(in crate::tui::guide) fn on_path(&self) -> Option<&Path> {
        let path = self.paths().find(self.path.as_deref()?)?;
        path.holds(&self.lesson.id).then_some(path)
    }

    /// The path whose last lesson this is: behind it all are done.
    pub(in crate::tui::guide) fn ends_path(&self) -> Option<&Path> {
        self.on_path().filter(|path| self.next_on(path).is_none())
    }

    /// The next lesson of a path that is not done.
    fn next_on(&self, path: &Path) -> Option<&CourseEntry> {
        let later = path.lessons.iter().skip_while(|id| **id != self.lesson.id).skip(1);
        let mut later = later.filter_map(|id| self.course.find(id));
        later.find(|entry| !self.progress.lesson_state(&Needs::of(entry.lesson())).done)
    }

    /// The lesson to go on with: the next of the path; else the first of
    /// `next` that exists, else the one behind this in the course. Where several
    /// stand in for each other, it is the one about the language of the reader's
    /// file, if that is known.
    pub(in crate::tui::guide) fn next_lesson(&self) -> Option<&CourseEntry> {
        if let Some(path) = self.on_path() {
            return self.next_on(path);
        }
        let next = self.course.after(&self.lesson.id)?;
        let suited = self.suited.as_ref().and_then(|(_, id)| self.course.find(id.as_deref()?));
        let stands_in = |it: &&CourseEntry| {
            self.course.sibling_of(it).is_some_and(|general| general.id == next.id)
        };
        Some(suited.filter(stands_in).unwrap_or(next))
    }

    /// Works out which lesson suits the language of the reader's own file, where
    /// the end of this one leads to several.
    pub(super) fn suit(&mut self, context: &Context<'_>) {
        let is_last = self.step + 1 >= self.lesson.steps.len();
        let is_known = self.suited.as_ref().is_some_and(|(at, _)| *at == context.generation);
        let Some(analysis) = context.analysis.filter(|_| is_last && !is_known) else { return };
        let stands_in = |it: &CourseEntry| self.course.sibling_of(it).map(|it| it.id.clone());
        let leads_to_several = self
            .course
            .entries
            .iter()
            .filter_map(stands_in)
            .any(|it| self.lesson.next.contains(&it));
        if leads_to_several && context.has_own && !context.is_sample {
            self.suited = Some((context.generation, language_lesson(analysis, self.paths())));
        }
    }
}
