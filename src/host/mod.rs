//! The machine: the only place that touches files, the environment, the
//! clock, the editor and the watcher.
//!
//! Everything here gives and takes plain values, so that the engine stays
//! free of input and output and tests can stand in for the machine.

mod answers;
mod clock;
mod directories;
mod environment;
mod hash;
mod input;
mod keeper;
mod places;
mod read;
mod state_file;
mod terminal;

pub use answers::AnswerLog;
pub use clock::now;
pub use directories::Directories;
pub use environment::Environment;
pub use hash::{FileHash, FileKey};
pub use input::{InputError, Opened, Origin, Wanted, open, open_path, sample};
pub use keeper::{Keeper, KeeperNews};
pub use places::{PlaceFile, StoredPlace};
pub use read::{ReadError, ReadFault, read_file, read_stream};
pub use state_file::KeepError;
pub use terminal::terminal_columns;
