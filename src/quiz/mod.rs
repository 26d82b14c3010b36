//! Answering a question: what the reader enters, how it is graded, what is recorded.
//!
//! Pure: the time and the seed come in as values, the [`Outcome`] goes out as one.

mod attempt;
mod draft;
mod field;
pub mod generate;
mod key;
mod level;
mod outcome;
pub mod paper;
mod shuffle;

pub use attempt::{Attempt, Earlier, HINT_WAIT, HintReply, Standing, Submission};
pub use draft::{Draft, Input};
pub use field::Field;
pub use key::{Key, Verdict, diagnosis, normalise};
pub use level::Level;
pub use outcome::{Confidence, Given, Outcome};
pub use shuffle::{question_seed, shuffled};
