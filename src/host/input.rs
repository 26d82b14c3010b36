//! Which Dockerfile is meant, and its text.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::hash::{FileHash, FileKey};
use super::read::{ReadError, ReadFault, read_file, read_stream};
use crate::source::{Source, safe_line};

/// The names that a folder's Dockerfile may have, in the order in which they
/// are tried. `docker build` falls back to the name in lower case as well.
const NAMES: [&str; 3] = ["Dockerfile", "Containerfile", "dockerfile"];

/// What the reader asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Nothing: the current folder's Dockerfile, else the built-in sample.
    Default,
    /// This file or folder.
    Path(PathBuf),
    /// Standard input.
    StandardInput,
}

impl Wanted {
    /// Reads the FILE argument: `-` and `/dev/stdin` are standard input.
    pub fn from_argument(file: Option<&Path>) -> Self {
        match file {
            None => Wanted::Default,
            Some(path) if path == Path::new("-") || path == Path::new("/dev/stdin") => {
                Wanted::StandardInput
            }
            Some(path) => Wanted::Path(path.to_owned()),
        }
    }
}

/// Where a Dockerfile came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// This file, which can be watched and edited.
    File(PathBuf),
    /// Standard input: read once.
    StandardInput,
    /// The built-in sample.
    Sample,
}

/// A Dockerfile's text and where it came from.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The text; its name is what to call the file on screen.
    pub source: Arc<Source>,
    /// Where it came from.
    pub origin: Origin,
    /// The hash of its bytes.
    pub hash: FileHash,
    /// The key by which the place in it is remembered.
    pub key: FileKey,
    /// How many bytes it has.
    pub bytes: u64,
}

/// The same for a command that only reads: nothing is remembered of it, so nothing is hashed.
#[derive(Clone, Debug)]
pub struct Given {
    /// The text; its name is what to call the file on screen.
    pub source: Arc<Source>,
    /// Where it came from.
    pub origin: Origin,
}

/// A Dockerfile's bytes with what to call it.
type Bytes = (String, Vec<u8>, Origin);

/// Why there is no Dockerfile to show.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// The file cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The folder holds no Dockerfile.
    #[error("the folder {} holds no Dockerfile and no Containerfile", safe_line(&.folder.to_string_lossy()))]
    NoDockerfile {
        /// The folder.
        folder: PathBuf,
        /// Files in it that look like Dockerfiles under another name, at most three, by name.
        similar: Vec<PathBuf>,
    },
}

impl InputError {
    /// What to try, as a sentence for the reader; may hold names of files, so
    /// print it through the safe display.
    pub fn hint(&self) -> String {
        match self {
            InputError::Read(error) => error.hint().to_owned(),
            InputError::NoDockerfile { similar, .. } if similar.is_empty() => {
                "name the file itself: layerwise path/to/file".to_owned()
            }
            InputError::NoDockerfile { similar, .. } => {
                let names: Vec<_> =
                    similar.iter().map(|path| path.to_string_lossy().into_owned()).collect();
                format!("did you mean {}?", names.join(" or "))
            }
        }
    }
}

/// Reads what was asked for.
///
/// # Errors
/// When the file cannot be read or the folder holds no Dockerfile. Without an
/// argument an absent Dockerfile is no error: the sample comes instead.
pub fn open(wanted: &Wanted) -> Result<Opened, InputError> {
    let (name, bytes, origin) = bytes_of(wanted)?;
    Ok(opened(&name, bytes, origin))
}

/// The same for a command that only reads.
///
/// # Errors
/// As [`open`].
pub fn read(wanted: &Wanted) -> Result<Given, InputError> {
    Ok(given(bytes_of(wanted)?))
}

/// Reads this file; a folder is an error. For reading again what was opened before.
///
/// # Errors
/// When the file cannot be read.
pub fn open_path(path: &Path) -> Result<Opened, ReadError> {
    let (name, bytes, origin) = bytes_of_path(path)?;
    Ok(opened(&name, bytes, origin))
}

/// The same for a command that only reads.
///
/// # Errors
/// When the file cannot be read.
pub fn read_path(path: &Path) -> Result<Given, ReadError> {
    Ok(given(bytes_of_path(path)?))
}

fn given((name, bytes, origin): Bytes) -> Given {
    Given { source: Arc::new(Source::new(name, bytes)), origin }
}

fn bytes_of(wanted: &Wanted) -> Result<Bytes, InputError> {
    match wanted {
        Wanted::Default => match candidate(Path::new("")) {
            Some(path) => Ok(bytes_of_path(&path)?),
            None => Ok(sample_bytes()),
        },
        Wanted::StandardInput => {
            let bytes = read_stream("standard input", io::stdin().lock())?;
            Ok(("standard input".to_owned(), bytes, Origin::StandardInput))
        }
        Wanted::Path(path) if path.is_dir() => match candidate(path) {
            Some(path) => Ok(bytes_of_path(&path)?),
            None => Err(InputError::NoDockerfile { folder: path.clone(), similar: similar(path) }),
        },
        Wanted::Path(path) => Ok(bytes_of_path(path)?),
    }
}

fn bytes_of_path(path: &Path) -> Result<Bytes, ReadError> {
    let bytes = read_file(path)?;
    Ok((path.to_string_lossy().into_owned(), bytes, Origin::File(path.to_owned())))
}

fn sample_bytes() -> Bytes {
    let text = include_str!("sample.Dockerfile");
    ("built-in sample".to_owned(), text.as_bytes().to_vec(), Origin::Sample)
}

/// The built-in sample.
pub fn sample() -> Opened {
    let (name, bytes, origin) = sample_bytes();
    opened(&name, bytes, origin)
}

/// A text that was read already, or never was a file.
pub fn opened(name: &str, bytes: Vec<u8>, origin: Origin) -> Opened {
    let hash = FileHash::of(&bytes);
    let key = match &origin {
        Origin::File(path) => FileKey::of_path(path),
        Origin::StandardInput => FileKey::of_text(&hash),
        Origin::Sample => FileKey::built_in("sample"),
    };
    let length = bytes.len() as u64;
    Opened { source: Arc::new(Source::new(name, bytes)), origin, hash, key, bytes: length }
}

/// The folder's Dockerfile. One that is there and cannot be read counts: the
/// reader should hear of it rather than see another file.
fn candidate(folder: &Path) -> Option<PathBuf> {
    NAMES.iter().map(|name| folder.join(name)).find(|path| path.symlink_metadata().is_ok())
}

fn similar(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| is_dockerfile_name(path) && path.is_file())
        .collect();
    found.sort();
    found.truncate(3);
    found
}

/// Dockerfiles that somebody may mean who started in a folder without one:
/// under other names there, and in the folders right below; at most three, by
/// name. Looks at no more than the first 500 entries.
pub fn dockerfiles_near(folder: &Path) -> Vec<PathBuf> {
    let mut found = similar(folder);
    if let Ok(entries) = std::fs::read_dir(folder) {
        let folders = entries.filter_map(Result::ok).take(500).map(|entry| entry.path());
        found.extend(folders.filter(|path| path.is_dir()).filter_map(|path| candidate(&path)));
    }
    found.sort();
    found.truncate(3);
    found.iter().map(|path| path.strip_prefix(".").unwrap_or(path).to_owned()).collect()
}

/// Whether a file is a Dockerfile by its name, such as `Containerfile` or `api.Dockerfile`.
pub fn is_dockerfile_name(path: &Path) -> bool {
    let Some(name) = path.file_name() else { return false };
    let name = name.to_string_lossy().to_lowercase();
    ["dockerfile", "containerfile"].iter().any(|word| {
        name == *word
            || name.starts_with(&format!("{word}."))
            || name.ends_with(&format!(".{word}"))
    })
}

impl ReadError {
    /// Whether nothing is there (rather than something that cannot be read).
    pub fn is_missing(&self) -> bool {
        matches!(self.fault, ReadFault::Missing)
    }
}
