//! Releases that get no fixes any more.

use serde::{Deserialize, Serialize};

/// What stands before the word of a tag in the keys of distributions' releases, where
/// those of an image have its name: `debian 10`, but `* buster`.
pub(crate) const DISTRIBUTION: &str = "*";

/// A release whose support ended. Its texts lie in the blob.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub(crate) struct EndedRelease<'b> {
    /// What: `Debian 10`.
    pub(crate) name: &'b str,
    /// The last day of its support.
    pub(crate) day: &'b str,
}
