//! Lessons: Markdown files with front matter, steps, questions and tasks.

mod model;

pub use model::*;
