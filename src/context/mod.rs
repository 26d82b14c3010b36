//! The build context: which files a build is sent, and which line decides.

mod ignore;
mod pattern;

pub use ignore::{Decision, FolderState, IgnoreError, IgnoreFile, IgnorePattern};
