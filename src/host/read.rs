//! Reading a file that may be anything: never a hang, never without a limit.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::source::{MAX_BYTES, safe_line};

/// Why a file cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {}: {fault}", safe_line(&.path.to_string_lossy()))]
pub struct ReadError {
    /// Which file.
    pub path: PathBuf,
    /// Why.
    pub fault: ReadFault,
}

/// What is in the way of reading.
#[derive(Debug, thiserror::Error)]
pub enum ReadFault {
    /// Nothing is there.
    #[error("there is no such file")]
    Missing,
    /// A folder.
    #[error("it is a folder")]
    Folder,
    /// Something else than a folder, where one is needed.
    #[error("it is not a folder")]
    NoFolder,
    /// A named pipe: opening it would wait for a writer, perhaps for ever.
    #[error("it is a named pipe, not a file")]
    Pipe,
    /// A device such as `/dev/zero`, which may never end.
    #[error("it is a device, not a file")]
    Device,
    /// A socket.
    #[error("it is a socket, not a file")]
    Socket,
    /// The user may not read it.
    #[error("permission denied")]
    Forbidden,
    /// Symbolic links that lead in a circle.
    #[error("its symbolic links lead in a circle")]
    LinkLoop,
    /// Larger than [`MAX_BYTES`].
    #[error("it is larger than {} MiB", MAX_BYTES / (1024 * 1024))]
    TooLarge,
    /// Anything else that the system says.
    #[error("{0}")]
    System(io::Error),
}

impl ReadError {
    fn new(path: &Path, fault: ReadFault) -> Self {
        Self { path: path.to_owned(), fault }
    }

    /// What to try, as a sentence for the reader.
    pub fn hint(&self) -> &'static str {
        match self.fault {
            ReadFault::Missing => "check the path, or name a folder that holds a Dockerfile",
            ReadFault::NoFolder => "name the folder that is sent to the build",
            ReadFault::Folder => "name the file inside it that holds the instructions",
            ReadFault::Pipe => "pipe the text in and name - as the file: layerwise explain -",
            ReadFault::Device | ReadFault::Socket => {
                "name an ordinary file, or - to read standard input"
            }
            ReadFault::Forbidden => "ls -l shows who may read the file",
            ReadFault::LinkLoop => "ls -l shows where each link leads",
            ReadFault::TooLarge => "check that this is a Dockerfile; real ones are a few kilobytes",
            ReadFault::System(_) => "check that the file can be read with: head -c 100 FILE",
        }
    }
}

impl From<io::Error> for ReadFault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => ReadFault::Missing,
            io::ErrorKind::PermissionDenied => ReadFault::Forbidden,
            io::ErrorKind::IsADirectory => ReadFault::Folder,
            _ => by_number(error),
        }
    }
}

#[cfg(unix)]
fn by_number(error: io::Error) -> ReadFault {
    use rustix::io::Errno;
    match error.raw_os_error().map(Errno::from_raw_os_error) {
        Some(Errno::LOOP) => ReadFault::LinkLoop,
        // Opening a socket gives this, and a device without a driver as well.
        Some(Errno::NXIO) => ReadFault::Socket,
        // A path through a file, such as `Dockerfile/x`.
        Some(Errno::NOTDIR) => ReadFault::Missing,
        _ => ReadFault::System(error),
    }
}

#[cfg(not(unix))]
fn by_number(error: io::Error) -> ReadFault {
    ReadFault::System(error)
}

/// Reads an ordinary file, at most [`MAX_BYTES`].
///
/// # Errors
/// For anything that is not an ordinary file, and for what the system refuses.
pub fn read_file(path: &Path) -> Result<Vec<u8>, ReadError> {
    open_ordinary(path)
        .and_then(|(file, length)| read_limited(file, length))
        .map_err(|fault| ReadError::new(path, fault))
}

/// Reads a stream to its end, at most [`MAX_BYTES`]; `name` is for the error.
///
/// # Errors
/// When the stream is longer or breaks.
pub fn read_stream(name: &str, stream: impl Read) -> Result<Vec<u8>, ReadError> {
    read_limited(stream, 0).map_err(|fault| ReadError::new(Path::new(name), fault))
}

fn read_limited(stream: impl Read, length: u64) -> Result<Vec<u8>, ReadFault> {
    if length > MAX_BYTES {
        return Err(ReadFault::TooLarge);
    }
    // The length is a promise at best (files of /proc say 0), so the limit counts bytes read.
    let mut bytes = Vec::with_capacity(usize::try_from(length + 1).unwrap_or(0));
    stream.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES { Err(ReadFault::TooLarge) } else { Ok(bytes) }
}

/// Opens without waiting and then asks what was opened, so that nothing can
/// be exchanged between the question and the opening.
#[cfg(unix)]
pub(super) fn open_ordinary(path: &Path) -> Result<(File, u64), ReadFault> {
    use rustix::fs::{FileType, Mode, OFlags};
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let descriptor = rustix::fs::open(path, flags, Mode::empty()).map_err(io::Error::from)?;
    let status = rustix::fs::fstat(&descriptor).map_err(io::Error::from)?;
    match FileType::from_raw_mode(status.st_mode) {
        FileType::RegularFile => Ok((File::from(descriptor), status.st_size.unsigned_abs())),
        FileType::Directory => Err(ReadFault::Folder),
        FileType::Fifo => Err(ReadFault::Pipe),
        FileType::Socket => Err(ReadFault::Socket),
        _ => Err(ReadFault::Device),
    }
}

#[cfg(not(unix))]
pub(super) fn open_ordinary(path: &Path) -> Result<(File, u64), ReadFault> {
    let status = std::fs::metadata(path)?;
    if status.is_dir() {
        return Err(ReadFault::Folder);
    }
    if !status.is_file() {
        return Err(ReadFault::Device);
    }
    Ok((File::open(path)?, status.len()))
}
