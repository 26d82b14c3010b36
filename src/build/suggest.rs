//! "Did you mean" among names of the file.

/// The first of the nearest names, at most two edits away; none when the word is among them.
pub(super) use super::mount::nearest;
