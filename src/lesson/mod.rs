//! Lessons: Markdown files with front matter, steps, questions and tasks.
//!
//! [`load`] never fails: what is wrong becomes a [`LessonProblem`] and the
//! rest is shown. [`check`] is the strict reading for authors.

mod added;
mod ask;
mod beside;
mod blocks;
mod builder;
mod check;
mod comment;
mod course;
mod deck;
mod directive;
mod exercise;
mod files;
mod front_matter;
mod import;
mod limits;
mod load;
mod model;
mod place;
mod preview;
mod problem;
mod question;
mod reading;
mod registry;
mod scaffold;
mod settings;
mod skill;
mod trace;
pub(crate) mod yaml;

pub use added::{AddedLesson, LessonFiles, LessonOrigin};
pub use ask::{Ask, Asker, Generator, Moment};
pub use beside::Beside;
pub use check::{CourseFile, check, check_presenterm};
pub use course::{Added, Course, CourseEntry};
pub use deck::deck;
pub use import::{Imported, import_quiz, import_tour};
pub use load::{LessonFolder, Loaded, NoFolder, lesson_id, load};
pub use model::*;
pub use preview::{PreviewForm, preview, preview_blocks};
pub use problem::{LessonProblem, LessonProblemLevel};
pub use reading::{Visible, as_statement, auto_focus, fill_block, fill_text};
pub use scaffold::{NewFile, scaffold};
pub use skill::{skill_called, skill_words};
