//! What is wrong with a lesson.

/// Something wrong with a lesson, for its author.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LessonProblem {
    /// The lesson's file, as given to the loader.
    pub file: String,
    /// Line in the file, from 1.
    pub line: u32,
    /// Column in the line, in characters from 1.
    pub column: u32,
    /// How bad it is.
    pub level: LessonProblemLevel,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to try.
    pub hint: Option<String>,
}

/// How bad a problem of a lesson is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LessonProblemLevel {
    /// The lesson does not do what its author meant; `lessons check` exits with 1.
    Error,
    /// Worth a look.
    Warning,
}
