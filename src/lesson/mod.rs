//! Lessons: Markdown files with front matter, steps, questions and tasks.
//!
//! [`load`] never fails: what is wrong becomes a [`LessonProblem`] and the
//! rest is shown. [`check`] is the strict reading for authors.

mod check;
mod course;
mod load;
mod model;
mod preview;
mod problem;
mod reading;

pub use check::{CourseFile, check};
pub use course::{Course, CourseEntry};
pub use load::{LessonFolder, Loaded, NoFolder, load};
pub use model::*;
pub use preview::{PreviewForm, preview};
pub use problem::{LessonProblem, LessonProblemLevel};
pub use reading::{Visible, auto_focus, fill_block, fill_text};
