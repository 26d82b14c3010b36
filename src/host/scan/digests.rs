//! SHA-256 of files, in parallel, and kept while a file stays what it is.

use std::collections::HashMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use sha2::{Digest, Sha256};

use super::{Cancel, threads};
use crate::context::{ContentDigest, NodeId};
use crate::host::read::{ReadFault, open_ordinary};

/// A larger file is not read for its digest.
pub const MOST_BYTES_HASHED: u64 = 1024 * 1024 * 1024;

/// Bytes read at a time.
const BUFFER: usize = 128 * 1024;

/// By what a file is taken for unchanged: size, modification time, inode and
/// mode. BuildKit's client goes by the same, so an edit that keeps them all
/// reaches neither.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Stamp {
    size: u64,
    /// Nanoseconds since 1970.
    modified: i128,
    inode: u64,
    device: u64,
    mode: u32,
}

impl Stamp {
    #[cfg(target_os = "linux")]
    pub(super) fn of_stat(status: &rustix::fs::Stat) -> Self {
        let seconds = i128::from(status.st_mtime);
        Self {
            size: status.st_size.unsigned_abs(),
            modified: seconds * 1_000_000_000 + i128::from(status.st_mtime_nsec),
            inode: status.st_ino,
            device: status.st_dev,
            mode: status.st_mode,
        }
    }

    #[cfg(all(unix, not(target_os = "linux")))]
    pub(super) fn of(status: &std::fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self {
            size: status.size(),
            modified: i128::from(status.mtime()) * 1_000_000_000 + i128::from(status.mtime_nsec()),
            inode: status.ino(),
            device: status.dev(),
            mode: status.mode(),
        }
    }

    #[cfg(not(unix))]
    pub(super) fn of(status: &std::fs::Metadata) -> Self {
        let since = status.modified().ok().and_then(|time| {
            time.duration_since(std::time::UNIX_EPOCH).ok().map(|since| since.as_nanos())
        });
        Self {
            size: status.len(),
            modified: since.map_or(0, |nanoseconds| nanoseconds as i128),
            ..Self::default()
        }
    }

    pub(super) fn size(&self) -> u64 {
        self.size
    }
}

/// A file to read.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub(super) node: NodeId,
    pub(super) path: PathBuf,
    pub(super) stamp: Stamp,
}

/// The digests that are known, by the stamps of the files.
#[derive(Clone, Debug, Default)]
pub(super) struct DigestCache {
    known: HashMap<Stamp, ContentDigest>,
}

impl DigestCache {
    pub(super) fn get(&self, stamp: &Stamp) -> Option<ContentDigest> {
        self.known.get(stamp).copied()
    }

    pub(super) fn keep(&mut self, stamp: Stamp, digest: ContentDigest) {
        self.known.insert(stamp, digest);
    }

    /// Forgets what no file has any more.
    pub(super) fn retain(&mut self, stamps: &[Stamp]) {
        let known = std::mem::take(&mut self.known);
        if !known.is_empty() {
            let present = stamps.iter().filter_map(|stamp| known.get_key_value(stamp));
            self.known = present.map(|(stamp, digest)| (*stamp, *digest)).collect();
        }
    }

    pub(super) fn len(&self) -> usize {
        self.known.len()
    }
}

/// Reads files; each comes back with its digest, or with why there is none.
/// Ends early when cancelled: what is missing then was not read.
pub(super) fn read_all(
    wanted: &[Wanted],
    cancel: &Cancel,
) -> Vec<(usize, Result<ContentDigest, ReadFault>)> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut buffer = vec![0; BUFFER];
        let mut done = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(file) = wanted.get(place).filter(|_| !cancel.is_cancelled()) else {
                return done;
            };
            done.push((place, digest_of(&file.path, &mut buffer, cancel)));
        }
    };
    std::thread::scope(|scope| {
        let count = threads().min(wanted.len().div_ceil(16));
        let handles: Vec<_> = (1..count).map(|_| scope.spawn(work)).collect();
        let own = work();
        handles.into_iter().filter_map(|handle| handle.join().ok()).flatten().chain(own).collect()
    })
}

/// Reads as much as the file had when it was opened: what is added later
/// changes its stamp.
fn digest_of(path: &Path, buffer: &mut [u8], cancel: &Cancel) -> Result<ContentDigest, ReadFault> {
    let (mut file, size) = open_ordinary(path)?;
    if size > MOST_BYTES_HASHED {
        return Err(ReadFault::TooLarge);
    }
    let mut hasher = Sha256::new();
    let mut left = size;
    while left > 0 && !cancel.is_cancelled() {
        let most = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        match file.read(&mut buffer[..most]) {
            Ok(0) => break,
            Ok(count) => {
                hasher.update(&buffer[..count]);
                left -= count as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(hasher.finalize().into())
}
