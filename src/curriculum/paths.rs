//! `lessons/paths.toml`: the paths, the languages, and the lesson of each check.

use std::collections::BTreeSet;

pub use super::stored::{Language, Path, Paths};
use crate::checks::Category;
use crate::lesson::{Course, CourseEntry};
use crate::progress::{LessonState, Needs, Progress};

/// The file as it was when the program was built; the build script reads it, so that no TOML is
/// read before the first frame.
const STORED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/paths.blob"));

/// The id of the path for who begins.
pub const STARTER: &str = "starter";

/// How far a reader is on a path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Way {
    /// Whether each of its lessons is done, in order.
    pub done: Vec<bool>,
    /// The first lesson that is not done.
    pub next: Option<String>,
    /// Minutes of all its lessons, as their authors reckon.
    pub minutes: u32,
    /// Minutes of those that are not done.
    pub minutes_left: u32,
}

impl Way {
    /// How many of its lessons are done.
    pub fn count(&self) -> usize {
        self.done.iter().filter(|done| **done).count()
    }
}

impl Paths {
    /// Those that come with the program.
    pub fn builtin() -> Self {
        // A test reads the same; a reader would lose the paths and nothing else.
        postcard::from_bytes(STORED).unwrap_or_default()
    }

    /// Reads the text of such a file.
    ///
    /// # Errors
    /// What TOML or the form of the file objects to, in its words.
    pub fn read(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    /// The path for who begins.
    pub fn starter(&self) -> Option<&Path> {
        self.find(STARTER)
    }

    /// The path of this id.
    pub fn find(&self, id: &str) -> Option<&Path> {
        self.all.iter().find(|path| path.id == id)
    }

    /// The lesson that treats a check; `None` for a name that is none of ours.
    pub fn lesson_of(&self, check: &str) -> Option<&str> {
        let is_here = |(_, checks): &(&String, &Vec<String>)| checks.iter().any(|it| it == check);
        self.treats.iter().find(is_here).map(|(lesson, _)| lesson.as_str())
    }

    /// The path that a lesson is read on against findings of a category: one
    /// that is about these, else the first that is about any, else the first
    /// that the lesson stands on.
    pub fn against(&self, category: Category, lesson: &str) -> Option<&Path> {
        let with_lesson = || self.all.iter().filter(|path| path.holds(lesson));
        let is_about = |path: &&Path| path.findings.iter().any(|name| name == category.name());
        let about_any = || with_lesson().find(|path| !path.findings.is_empty());
        with_lesson().find(is_about).or_else(about_any).or_else(|| with_lesson().next())
    }

    /// The general lesson about servers of languages.
    pub fn general_language(&self) -> Option<&Language> {
        self.languages.first()
    }

    /// The lesson about a language, else the general one.
    pub fn lesson_for(&self, language: Option<&str>) -> Option<&str> {
        let own = self.languages.iter().find(|it| Some(it.id.as_str()) == language);
        own.or(self.general_language()).map(|it| it.lesson.as_str())
    }
}

impl Path {
    /// Whether a lesson stands on it.
    pub fn holds(&self, lesson: &str) -> bool {
        self.lessons.iter().any(|id| id == lesson)
    }

    /// How far a reader is.
    pub fn way(&self, course: &Course, progress: &Progress) -> Way {
        let mut way = Way::default();
        for id in &self.lessons {
            let entry = course.find(id);
            let is_done = entry.is_some_and(|entry| is_done(entry, progress));
            let minutes = entry.and_then(CourseEntry::minutes).unwrap_or_default();
            way.minutes += minutes;
            way.done.push(is_done);
            if !is_done {
                way.minutes_left += minutes;
                way.next.get_or_insert_with(|| id.clone());
            }
        }
        way
    }
}

/// How many lessons of the course a reader is done with, and how many there
/// are. Siblings count as one lesson, which is done when one of them is.
pub fn lessons_done(course: &Course, progress: &Progress) -> (usize, usize) {
    let done = course.entries.iter().filter(|entry| is_done(entry, progress));
    let homes = done.map(|entry| course.sibling_of(entry).unwrap_or(entry).id.as_str());
    (homes.collect::<BTreeSet<_>>().len(), course.count())
}

/// Whether a reader is done with a lesson.
pub(super) fn is_done(entry: &CourseEntry, progress: &Progress) -> bool {
    state_of(entry, progress).is_some_and(|state| state.done)
}

/// How far a reader is in a lesson; `None` where it was not begun. Such a
/// lesson is not read for it: lists of lessons are to stand there at once.
pub fn state_of(entry: &CourseEntry, progress: &Progress) -> Option<LessonState> {
    progress.lesson(&entry.id)?;
    Some(progress.lesson_state(&Needs::of(entry.lesson())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_build_script_stored_is_what_the_file_says() {
        let read = Paths::read(include_str!("../../lessons/paths.toml")).unwrap();
        assert_eq!(Paths::builtin(), read);
        assert!(read.starter().is_some());
    }
}
