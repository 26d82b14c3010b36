//! The entries of a folder with what is known of each, by as few calls as the system allows:
//! a scan of 50,000 files does little else.

use std::ffi::OsStr;
use std::io;
use std::path::Path;

use super::digests::Stamp;

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Folder,
    File,
    Link,
    /// Something else, in a word.
    Special(&'static str),
}

/// What is known of an entry; of a link, not of what it points to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Status {
    pub(super) kind: Kind,
    /// Permission bits, as in `chmod`.
    pub(super) mode: u32,
    pub(super) stamp: Stamp,
}

/// Lists folders, one after the other.
pub(super) use system::Lister;

/// Linux gives many names at a call, and a status by the name within the folder.
#[cfg(target_os = "linux")]
mod system {
    use std::mem::MaybeUninit;
    use std::os::unix::ffi::OsStrExt as _;

    use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, RawDir, Stat, openat, statat};

    use super::{Kind, OsStr, Path, Stamp, Status, io};

    /// Bytes of entries at a call. A name has 255 at most.
    const BUFFER: usize = 32 * 1024;

    pub(in super::super) struct Lister {
        buffer: Vec<MaybeUninit<u8>>,
    }

    impl Lister {
        pub(in super::super) fn new() -> Self {
            Self { buffer: vec![MaybeUninit::uninit(); BUFFER] }
        }

        /// Hands over each entry of a folder, in no order, until it is told to stop by `false`.
        ///
        /// # Errors
        /// When the folder cannot be opened, or not be read to its end.
        pub(in super::super) fn list(
            &mut self,
            folder: &Path,
            mut take: impl FnMut(&OsStr, io::Result<Status>) -> bool,
        ) -> io::Result<()> {
            let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
            let folder = openat(CWD, folder, flags, Mode::empty())?;
            let mut entries = RawDir::new(&folder, &mut self.buffer);
            while let Some(entry) = entries.next() {
                let entry = entry?;
                let name = entry.file_name();
                if name == c"." || name == c".." {
                    continue;
                }
                let status = statat(&folder, name, AtFlags::SYMLINK_NOFOLLOW);
                let status = status.map(|status| Status::of(&status)).map_err(io::Error::from);
                if !take(OsStr::from_bytes(name.to_bytes()), status) {
                    break;
                }
            }
            Ok(())
        }
    }

    impl Status {
        fn of(status: &Stat) -> Self {
            let kind = match FileType::from_raw_mode(status.st_mode) {
                FileType::Directory => Kind::Folder,
                FileType::RegularFile => Kind::File,
                FileType::Symlink => Kind::Link,
                FileType::Fifo => Kind::Special("named pipe"),
                FileType::Socket => Kind::Special("socket"),
                _ => Kind::Special("device"),
            };
            Self { kind, mode: status.st_mode & 0o7777, stamp: Stamp::of_stat(status) }
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use std::fs::{FileType, Metadata};

    use super::{Kind, OsStr, Path, Stamp, Status, io};

    pub(in super::super) struct Lister;

    impl Lister {
        pub(in super::super) fn new() -> Self {
            Self
        }

        /// Hands over each entry of a folder, in no order, until it is told to stop by `false`.
        ///
        /// # Errors
        /// When the folder cannot be opened, or not be read to its end.
        pub(in super::super) fn list(
            &mut self,
            folder: &Path,
            mut take: impl FnMut(&OsStr, io::Result<Status>) -> bool,
        ) -> io::Result<()> {
            for entry in std::fs::read_dir(folder)? {
                let entry = entry?;
                let status = entry.metadata().map(|status| Status::of(&status));
                if !take(&entry.file_name(), status) {
                    break;
                }
            }
            Ok(())
        }
    }

    impl Status {
        fn of(status: &Metadata) -> Self {
            let kind = match status.file_type() {
                it if it.is_dir() => Kind::Folder,
                it if it.is_file() => Kind::File,
                it if it.is_symlink() => Kind::Link,
                it => Kind::Special(special_name(it)),
            };
            Self { kind, mode: mode(status), stamp: Stamp::of(status) }
        }
    }

    #[cfg(unix)]
    fn special_name(file_type: FileType) -> &'static str {
        use std::os::unix::fs::FileTypeExt as _;
        if file_type.is_fifo() {
            "named pipe"
        } else if file_type.is_socket() {
            "socket"
        } else {
            "device"
        }
    }

    #[cfg(not(unix))]
    fn special_name(_: FileType) -> &'static str {
        "special file"
    }

    #[cfg(unix)]
    fn mode(status: &Metadata) -> u32 {
        use std::os::unix::fs::PermissionsExt as _;
        status.permissions().mode() & 0o7777
    }

    /// Docker gives files from a system without such bits these.
    #[cfg(not(unix))]
    fn mode(_: &Metadata) -> u32 {
        0o755
    }
}
