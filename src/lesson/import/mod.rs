//! Lessons made from the files of other programs.
//!
//! What has a place in our format is taken over; what has none is said and never dropped in
//! silence; what our format asks for and the other has not is marked `TODO:`, which the
//! checker lists.

mod markdown;
mod quiz;
mod tour;

pub use quiz::import_quiz;
pub use tour::import_tour;

use super::scaffold::NewFile;

/// What was made of a file.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// The files of the lesson.
    pub files: Vec<NewFile>,
    /// How many questions or steps were taken over.
    pub taken: usize,
    /// What was left out or changed, a sentence each.
    pub told: Vec<String>,
}

/// The settings at the top of a lesson that was imported.
fn front_matter(id: &str, title: &str, more: &str) -> String {
    let title = super::scaffold::yaml_text(title);
    format!(
        "---\nlayerwise: 1\nid: {id}\ntitle: {title}\n\
         goal: \"TODO: what the reader can do afterwards\"\nlevel: beginner\nminutes: 8\n\
         skills: [{id}]\n{more}---\n\n"
    )
}
