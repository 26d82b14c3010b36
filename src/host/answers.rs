//! The log of answers on disk.
//!
//! Only ever added to, one line an answer, under a lock, and synced to the
//! disk each time: answers come at the pace of a person, so the few
//! milliseconds are spent gladly, and a power cut loses at most the answer
//! that is being written. A line that was cut off stays where it is; the next
//! one begins on a new line. `progress.json` beside it says what follows from
//! the log up to a place in it. It is only a short cut: when it is missing,
//! older, damaged or of another log, the log is read from its start.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::directories::Directories;
use super::read::read_file;
use super::state_file::{self, KeepError};
use crate::progress::{LogReading, Merged, Progress, Record, merge};

/// How much of the log's end stands for all that is before a place in it.
const FINGERPRINT_BYTES: u64 = 4096;

/// The version of the short cut's format; another one is not read.
const SHORT_CUT_VERSION: u32 = 2;

/// The log of answers.
#[derive(Clone, Debug)]
pub struct AnswerLog {
    path: PathBuf,
    short_cut: PathBuf,
}

/// What follows from the first bytes of the log.
#[derive(Serialize, Deserialize)]
struct ShortCut<P> {
    version: u32,
    /// So many bytes of the log are counted.
    bytes: u64,
    /// The hash of the last of them.
    fingerprint: String,
    progress: P,
}

impl AnswerLog {
    /// The log in these folders; it need not exist yet.
    pub fn new(directories: &Directories) -> Self {
        Self { path: directories.answers(), short_cut: directories.progress() }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads what follows from the log. A log that does not exist is an empty one.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn read(&self) -> Result<Progress, KeepError> {
        let Some(mut file) = state_file::open_to_read(&self.path)? else {
            return Ok(Progress::default());
        };
        // A writer that was stopped while it held the lock should not keep
        // anybody from reading: a line that is being written is read as cut off.
        let _ = state_file::lock_to_read(&file, &self.path);
        self.read_on(&mut file).map_err(|error| KeepError::new("read", &self.path, error))
    }

    fn read_on(&self, file: &mut File) -> io::Result<Progress> {
        let (mut reading, counted) = match self.short_cut(file) {
            Some(short_cut) => {
                (LogReading::resume(short_cut.progress, short_cut.bytes), short_cut.bytes)
            }
            None => (LogReading::default(), 0),
        };
        file.seek(SeekFrom::Start(counted))?;
        let mut piece = vec![0; 1 << 18];
        loop {
            match file.read(&mut piece) {
                Ok(0) => break,
                Ok(count) => reading.feed(&piece[..count]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        let (progress, whole) = reading.so_far();
        if whole > counted {
            // Without it the next start reads more; that is no reason to fail.
            let _ = self.write_short_cut(file, progress, whole);
        }
        Ok(reading.finish())
    }

    /// Adds records to the log, all or, when the disk gives out, some.
    ///
    /// # Errors
    /// When they cannot be written. What was in the log before is untouched.
    pub fn append(&self, records: &[Record]) -> Result<(), KeepError> {
        let is_new = !self.path.exists();
        let mut file = self.locked()?;
        let fail = |error| KeepError::new("write", &self.path, error);
        let mut lines: String = records.iter().map(Record::to_line).collect();
        if !ends_with_line(&mut file).map_err(fail)? {
            lines.insert(0, '\n');
        }
        file.write_all(lines.as_bytes()).and_then(|()| file.sync_data()).map_err(fail)?;
        if is_new {
            sync_folder(&self.path);
        }
        Ok(())
    }

    /// The log as it is; empty where there is none.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn export(&self) -> Result<Vec<u8>, KeepError> {
        Ok(read_whole(&self.path)?.unwrap_or_default())
    }

    /// Puts the records of another log into this one. The log is replaced as a
    /// whole, under the lock of the old one, and only where something is new.
    ///
    /// # Errors
    /// When the log cannot be read or written. It is then as it was.
    pub fn import(&self, other: &[u8]) -> Result<Merged, KeepError> {
        let mut file = self.locked()?;
        let fail = |error| KeepError::new("read", &self.path, error);
        let mut log = Vec::new();
        file.seek(SeekFrom::Start(0)).map_err(fail)?;
        file.read_to_end(&mut log).map_err(fail)?;
        let merged = merge(&log, other);
        if merged.added > 0 {
            state_file::replace_for_good(&self.path, &merged.log)?;
            sync_folder(&self.path);
        }
        Ok(merged)
    }

    /// The log, opened and locked. While this process waited for the lock an
    /// import may have put another file in its place: then that one is meant.
    fn locked(&self) -> Result<File, KeepError> {
        loop {
            let file = state_file::open_to_append(&self.path)?;
            state_file::lock(&file, &self.path)?;
            if state_file::is_still(&file, &self.path) {
                return Ok(file);
            }
        }
    }

    fn short_cut(&self, log: &mut File) -> Option<ShortCut<Progress>> {
        let text = read_file(&self.short_cut).ok()?;
        let short_cut: ShortCut<Progress> = serde_json::from_slice(&text).ok()?;
        let fits = short_cut.version == SHORT_CUT_VERSION
            && fingerprint(log, short_cut.bytes).ok()? == short_cut.fingerprint;
        fits.then_some(short_cut)
    }

    fn write_short_cut(&self, log: &mut File, progress: &Progress, bytes: u64) -> Option<()> {
        let fingerprint = fingerprint(log, bytes).ok()?;
        let short_cut = ShortCut { version: SHORT_CUT_VERSION, bytes, fingerprint, progress };
        let text = serde_json::to_vec(&short_cut).ok()?;
        state_file::replace(&self.short_cut, &text).ok()
    }
}

/// A log that somebody exported.
///
/// # Errors
/// When there is none, or it cannot be read.
pub fn read_log(path: &Path) -> Result<Vec<u8>, KeepError> {
    let missing = || KeepError::new("read", path, io::Error::from(io::ErrorKind::NotFound));
    read_whole(path)?.ok_or_else(missing)
}

/// All of a file; `None` where there is none.
fn read_whole(path: &Path) -> Result<Option<Vec<u8>>, KeepError> {
    let Some(mut file) = state_file::open_to_read(path)? else { return Ok(None) };
    // Reading on where a writer was stopped gives at most a line that is cut off.
    let _ = state_file::lock_to_read(&file, path);
    let mut log = Vec::new();
    let read = file.read_to_end(&mut log);
    read.map_err(|error| KeepError::new("read", path, error))?;
    Ok(Some(log))
}

/// Whether the file is empty or its last byte is a newline.
fn ends_with_line(file: &mut File) -> io::Result<bool> {
    let length = file.metadata()?.len();
    if length == 0 {
        return Ok(true);
    }
    let mut last = [0];
    file.seek(SeekFrom::Start(length - 1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// The hash of the last bytes before a place in the log.
fn fingerprint(log: &mut File, bytes: u64) -> io::Result<String> {
    let start = bytes.saturating_sub(FINGERPRINT_BYTES);
    let mut end = vec![0; usize::try_from(bytes - start).unwrap_or(0)];
    log.seek(SeekFrom::Start(start))?;
    log.read_exact(&mut end)?;
    Ok(Sha256::digest(&end).iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A new file survives a power cut only when its folder is synced as well.
fn sync_folder(path: &Path) {
    #[cfg(unix)]
    if let Some(folder) = path.parent().and_then(|folder| File::open(folder).ok()) {
        // Not every file system can do it, and the answer is written all the same.
        let _ = folder.sync_all();
    }
    #[cfg(not(unix))]
    let _ = path;
}
