//! The built-in course: the lessons of the repository's `lessons` folder.

use std::path::Path;
use std::sync::OnceLock;

use super::registry::{EMBEDDED, Embedded};
use super::{Lesson, LessonFolder};

/// Lessons in the order of the course.
#[derive(Debug, Default)]
pub struct Course {
    /// The lessons, in order.
    pub entries: Vec<CourseEntry>,
}

/// One lesson of the course; read when it is first asked for.
#[derive(Debug)]
pub struct CourseEntry {
    /// The lesson's id.
    pub id: String,
    /// The name of its folder, such as `03-from`.
    pub folder: String,
    embedded: &'static Embedded,
    lesson: OnceLock<Lesson>,
}

impl Course {
    /// The course that comes with the program.
    pub fn builtin() -> Self {
        let entry = |embedded: &'static Embedded| CourseEntry {
            id: embedded.id().to_owned(),
            folder: embedded.folder.to_owned(),
            embedded,
            lesson: OnceLock::new(),
        };
        Self { entries: EMBEDDED.iter().map(entry).collect() }
    }

    /// A lesson by id, by folder name (`03-from`) or by number (`3`, `03`).
    pub fn find(&self, name: &str) -> Option<&CourseEntry> {
        self.position(name).map(|place| &self.entries[place])
    }

    /// The place of a lesson in the course, counted from 0, by the names that
    /// [`find`](Self::find) takes.
    pub fn position(&self, name: &str) -> Option<usize> {
        let number = |text: &str| text.parse::<u32>().ok();
        let wanted = number(name);
        self.entries.iter().position(|entry| entry.id == name || entry.folder == name).or_else(
            || {
                let own = |entry: &CourseEntry| entry.folder.split('-').next().and_then(number);
                self.entries.iter().position(|entry| wanted.is_some() && own(entry) == wanted)
            },
        )
    }

    /// How many lessons the course has, where one with its siblings counts as one.
    pub fn count(&self) -> usize {
        self.entries.iter().filter(|entry| self.sibling_of(entry).is_none()).count()
    }

    /// Which lesson of the course that is, counted from 1; siblings have the same number.
    pub fn ordinal(&self, place: usize) -> usize {
        let until = self.entries.iter().take(place + 1);
        until.filter(|entry| self.sibling_of(entry).is_none()).count()
    }

    /// The lesson that another one stands in for: the first with the same
    /// number in the name of its folder. `None` for that one itself.
    pub fn sibling_of(&self, entry: &CourseEntry) -> Option<&CourseEntry> {
        let number = entry.number()?;
        let first = self.entries.iter().find(|other| other.number() == Some(number))?;
        (first.id != entry.id).then_some(first)
    }

    /// The lesson to go on with: the first that `next` names and that exists,
    /// else the next one in the course.
    pub fn after(&self, id: &str) -> Option<&CourseEntry> {
        let place = self.position(id)?;
        let named = &self.entries[place].lesson().next;
        named.iter().find_map(|next| self.find(next)).or_else(|| self.entries.get(place + 1))
    }
}

impl CourseEntry {
    /// The number that its folder begins with; `None` where it has none.
    fn number(&self) -> Option<&str> {
        let (number, _) = self.folder.split_once('-')?;
        number.bytes().all(|byte| byte.is_ascii_digit()).then_some(number)
    }

    /// The lesson.
    pub fn lesson(&self) -> &Lesson {
        self.lesson.get_or_init(|| super::load(&self.name(), self.text(), self.embedded).lesson)
    }

    /// The lesson's title. A lesson that was not read yet is not read for it:
    /// lists of lessons stand in the first frame.
    pub fn title(&self) -> &str {
        let written = || {
            let front_matter = self.text().strip_prefix("---\n")?.split("\n---").next()?;
            let line = front_matter.lines().find_map(|line| line.strip_prefix("title:"))?.trim();
            let quoted = line.strip_prefix('"').and_then(|line| line.strip_suffix('"'));
            let title = quoted.unwrap_or(line);
            // What YAML escapes or writes in other ways is left to the loader.
            (!title.contains(['"', '\\', '\'', '>', '|', '#'])).then_some(title)
        };
        match self.lesson.get() {
            Some(lesson) => &lesson.title,
            None => written().unwrap_or_else(|| &self.lesson().title),
        }
    }

    /// About how many minutes it takes; read in the same way.
    pub fn minutes(&self) -> Option<u32> {
        if let Some(lesson) = self.lesson.get() {
            return lesson.minutes;
        }
        let front_matter =
            self.text().strip_prefix("---\n").and_then(|it| it.split("\n---").next());
        let written = front_matter?.lines().find_map(|line| line.strip_prefix("minutes:"))?.trim();
        // What is not written as a plain number is left to the loader.
        written.parse().ok().or_else(|| self.lesson().minutes)
    }

    /// The lesson's file as messages call it, such as `lessons/03-from/lesson.md`.
    pub fn name(&self) -> String {
        format!("lessons/{}/lesson.md", self.folder)
    }

    /// The lesson's Markdown.
    pub fn text(&self) -> &'static str {
        self.embedded.text
    }

    /// The files beside the lesson.
    pub fn files(&self) -> &'static dyn LessonFolder {
        self.embedded
    }
}

impl LessonFolder for Embedded {
    fn read(&self, path: &Path) -> Result<String, String> {
        self.files
            .iter()
            .find(|(name, _)| Path::new(name) == path)
            .map(|(_, text)| (*text).to_owned())
            .ok_or_else(|| "this lesson has no such file".to_owned())
    }
}
