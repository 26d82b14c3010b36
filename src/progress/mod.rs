//! The log of answers and what follows from it. Pure: lines in, values out.
//!
//! The log is a text file of one JSON object a line that is only ever added
//! to: a [`Record`] each. [`Progress`] is what follows from the lines, taken
//! in order; it can be thrown away and made again at any time. Nothing in a
//! record depends on its place in the file, so logs of two machines are
//! [merged](merge()) by time.

mod lesson;
mod memory;
mod merge;
mod reading;
mod record;
mod skills;
mod state;
pub mod statistics;
pub mod words;

pub use lesson::{LessonState, Need, NeedKind, Needs, Standing};
pub use memory::{Memory, Rating};
pub use merge::{Merged, merge};
pub use reading::LogReading;
pub use record::{FORMAT, LineFault, Record, RecordKind, Timestamp, harmless};
pub use state::{ItemProgress, LessonProgress, Progress};
