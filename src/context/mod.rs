//! The build context: which files a build is sent, and which line decides.

mod ignore;
mod made;
mod pattern;
mod place;
mod scanner;
mod snapshot;
mod source;
mod summary;
mod taker;
mod tree;
mod usage;
mod walk;
mod wild;

pub use ignore::{Decision, FolderState, IgnoreError, IgnoreFile, IgnorePattern, PatternPlace};
pub use place::Destination;
pub use scanner::Scanner;
pub use snapshot::{
    Builder, Found, Ignore, Node, NodeId, Problem, Said, Service, Snapshot, Totals,
};
pub use source::{Outcome, Source};
pub use summary::{Count, LeftOut, Summary, bytes_text};
pub use taker::Taker;
pub use tree::{ContentDigest, Entry, EntryKind, Tree};
pub use usage::{Taken, TakerPlace, Usage};
pub use walk::FolderMemory;
