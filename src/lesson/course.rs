//! The built-in course: the lessons of the repository's `lessons` folder.

use std::sync::OnceLock;

use super::Lesson;

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
    lesson: OnceLock<Lesson>,
}

impl Course {
    /// The course that comes with the program.
    pub fn builtin() -> Self {
        Self::default()
    }

    /// A lesson by id, by folder name (`03-from`) or by number (`3`, `03`).
    pub fn find(&self, name: &str) -> Option<&CourseEntry> {
        self.entries.iter().find(|entry| entry.id == name)
    }
}

impl CourseEntry {
    /// The lesson.
    pub fn lesson(&self) -> &Lesson {
        self.lesson.get_or_init(|| super::load(&self.folder, "", &super::NoFolder).lesson)
    }
}
