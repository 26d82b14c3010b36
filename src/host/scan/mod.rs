//! A real folder as a build context: scanned in parallel, ignored folders
//! passed by, links never followed, nothing opened but files, and those only
//! for their digests.

mod digests;
mod folder;
mod ignore_file;
mod listing;
mod walk;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub use digests::MOST_BYTES_HASHED;
pub(super) use folder::manifests;
pub use folder::{ContextError, ContextFolder, Enter};
pub use walk::MOST_ENTRIES;

/// Ends a scan early when it is asked to from another thread.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks the scan to end.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// How many threads to use: opening and asking wait for the disk, so there are
/// more of them than cores.
fn threads() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from).clamp(2, 16)
}
