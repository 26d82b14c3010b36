//! A lesson printed, for authors.

use super::Lesson;

/// How a preview looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreviewForm {
    /// As GitHub shows it: Markdown without directives.
    Markdown,
    /// Plain text in this many columns.
    Text {
        /// Columns.
        width: usize,
    },
}

/// The lesson from start to end, every pause revealed and every branch shown.
pub fn preview(_lesson: &Lesson, _form: PreviewForm) -> String {
    String::new()
}
