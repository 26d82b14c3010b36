//! Ways through the course: the paths, and where a reader best begins.
//!
//! The paths are data, in `lessons/paths.toml`. [`advise`] says what a file
//! needs most, by what the checks find in it and what it is, and which lesson
//! comes first for a reader with this record.

mod advice;
mod ecosystem;
mod facts;
mod needs;
mod paths;
mod stored;
pub mod words;

pub use advice::{Advice, Begin, Looked, advise};
pub use ecosystem::{Ecosystem, ecosystem, language_lesson};
pub use needs::{Need, Reason, needs};
pub use paths::{Language, Path, Paths, STARTER, Way, lessons_done, state_of};
