//! The build context: which files a build is sent, and which line decides.

mod ignore;
mod pattern;
mod tree;

pub use ignore::{Decision, FolderState, IgnoreError, IgnoreFile, IgnorePattern};
pub use tree::{ContentDigest, Entry, EntryKind, Tree};
