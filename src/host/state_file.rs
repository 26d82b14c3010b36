//! Files in the state folder: opened safely, locked with patience, replaced whole.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::source::safe_line;

/// How long to wait for another layerwise to let go of a file. It holds one
/// for a few milliseconds; a longer wait means that it was stopped in between.
const PATIENCE: Duration = Duration::from_secs(2);

/// Why something cannot be kept, or what was kept cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot {doing} {}: {source}", safe_line(&.path.to_string_lossy()))]
pub struct KeepError {
    /// What was tried, as a verb: `read`, `write`, `lock`.
    pub doing: &'static str,
    /// The file or folder.
    pub path: PathBuf,
    /// What the system says.
    pub source: io::Error,
}

impl KeepError {
    pub(super) fn new(doing: &'static str, path: &Path, source: io::Error) -> Self {
        Self { doing, path: path.to_owned(), source }
    }

    /// What to try, as a sentence for the reader.
    pub fn hint(&self) -> String {
        match self.source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                "free some space on that disk; nothing that was saved before is lost".to_owned()
            }
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                "make the folder writable, or set XDG_STATE_HOME to one that is".to_owned()
            }
            io::ErrorKind::TimedOut => "end or continue the other layerwise".to_owned(),
            _ => "see whether that file and its folder are in order".to_owned(),
        }
    }
}

/// Opens a file for adding to its end and for reading, and makes it and its
/// folder where they are missing. Whatever stands there instead of an
/// ordinary file is refused and not waited for.
pub(super) fn open_to_append(path: &Path) -> Result<File, KeepError> {
    make_folder(path)?;
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    without_waiting(&mut options);
    checked(path, options.open(path))
}

/// Opens a file for reading; `None` when it does not exist.
pub(super) fn open_to_read(path: &Path) -> Result<Option<File>, KeepError> {
    let mut options = OpenOptions::new();
    options.read(true);
    without_waiting(&mut options);
    match options.open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        opened => checked(path, opened).map(Some),
    }
}

fn checked(path: &Path, opened: io::Result<File>) -> Result<File, KeepError> {
    let fail = |error| KeepError::new("open", path, error);
    let file = opened.map_err(fail)?;
    if file.metadata().map_err(fail)?.is_file() {
        Ok(file)
    } else {
        Err(fail(io::Error::new(io::ErrorKind::InvalidInput, "it is no ordinary file")))
    }
}

/// A pipe in the place of a state file must not make the program wait.
#[cfg(unix)]
fn without_waiting(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
    options.custom_flags(flags.bits().cast_signed()).mode(0o600);
}

#[cfg(not(unix))]
fn without_waiting(_options: &mut OpenOptions) {}

fn make_folder(path: &Path) -> Result<(), KeepError> {
    let Some(folder) = path.parent() else { return Ok(()) };
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    // What somebody learns is nobody else's business on a shared machine.
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| KeepError::new("make", folder, error))
}

/// Locks a file for this process alone, until it is closed. A file system
/// that knows no locks is worked without: one write of one line to the end of
/// a file is whole there too, on all but network file systems.
pub(super) fn lock(file: &File, path: &Path) -> Result<(), KeepError> {
    wait_for(|| file.try_lock(), path)
}

/// Locks a file together with other readers.
pub(super) fn lock_to_read(file: &File, path: &Path) -> Result<(), KeepError> {
    wait_for(|| file.try_lock_shared(), path)
}

fn wait_for(
    mut attempt: impl FnMut() -> Result<(), TryLockError>,
    path: &Path,
) -> Result<(), KeepError> {
    let start = Instant::now();
    loop {
        match attempt() {
            Ok(()) => return Ok(()),
            Err(TryLockError::Error(error)) if knows_no_locks(&error) => return Ok(()),
            Err(TryLockError::Error(error)) => return Err(KeepError::new("lock", path, error)),
            Err(TryLockError::WouldBlock) if start.elapsed() > PATIENCE => {
                let error = io::Error::new(
                    io::ErrorKind::TimedOut,
                    "another layerwise has held it for two seconds",
                );
                return Err(KeepError::new("lock", path, error));
            }
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(5)),
        }
    }
}

/// Whether it is the file system that cannot lock, such as NFS without its lock service.
fn knows_no_locks(error: &io::Error) -> bool {
    #[cfg(unix)]
    if error.raw_os_error() == Some(rustix::io::Errno::NOLCK.raw_os_error()) {
        return true;
    }
    error.kind() == io::ErrorKind::Unsupported
}

/// Puts a text in the place of a file's whole content: readers see the old
/// one or the new one, never a half. Not synced to the disk, because what is
/// kept so can be done without or made again.
pub(super) fn replace(path: &Path, text: &[u8]) -> Result<(), KeepError> {
    replace_with(path, text, |_| Ok(()))
}

/// The same for what cannot be made again: synced before it is put in place.
pub(super) fn replace_for_good(path: &Path, text: &[u8]) -> Result<(), KeepError> {
    replace_with(path, text, File::sync_all)
}

/// Whether a path still leads to this open file. Where the system cannot tell
/// it does: there an open file cannot be replaced either.
#[cfg(unix)]
pub(super) fn is_still(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(open), Ok(there)) => (open.dev(), open.ino()) == (there.dev(), there.ino()),
        // Gone: it is made anew.
        (Ok(_), Err(error)) => error.kind() != io::ErrorKind::NotFound,
        (Err(_), _) => true,
    }
}

#[cfg(not(unix))]
pub(super) fn is_still(_file: &File, _path: &Path) -> bool {
    true
}

fn replace_with(
    path: &Path,
    text: &[u8],
    sync: impl FnOnce(&File) -> io::Result<()>,
) -> Result<(), KeepError> {
    make_folder(path)?;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    // The number of a process is not its own on a folder that two machines share.
    let moment = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    name.push(format!(".{}-{}.new", std::process::id(), moment.as_nanos()));
    let fresh = path.with_file_name(name);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    without_waiting(&mut options);
    let written = options
        .open(&fresh)
        .and_then(|mut file| file.write_all(text).and_then(|()| sync(&file)))
        .and_then(|()| std::fs::rename(&fresh, path));
    written.map_err(|error| {
        // The half-written file is of no use to anybody; failing to remove it changes nothing.
        let _ = std::fs::remove_file(&fresh);
        KeepError::new("write", path, error)
    })
}
