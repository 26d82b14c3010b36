//! Names for file contents and for places of files that give neither away.

use std::fmt;
use std::path::Path;

use sha2::{Digest, Sha256};

/// The SHA-256 of a file's bytes: two files with the same one are the same text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FileHash(String);

impl FileHash {
    /// The hash of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(hexadecimal(&Sha256::digest(bytes)))
    }

    /// 64 hexadecimal digits in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FileHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// "This file", for remembering the place in it: stable while the file keeps
/// its path, whatever its text becomes. A hash, so that the state folder
/// names no path of the reader's.
#[derive(
    Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(transparent)]
pub struct FileKey(String);

impl FileKey {
    /// The key of a file by its path; links are followed as far as they lead.
    pub fn of_path(path: &Path) -> Self {
        let whole = std::fs::canonicalize(path)
            .or_else(|_| std::path::absolute(path))
            .unwrap_or_else(|_| path.to_owned());
        Self(short("path", whole.as_os_str().as_encoded_bytes()))
    }

    /// The key of a text that has no path, such as standard input.
    pub fn of_text(hash: &FileHash) -> Self {
        Self(short("text", hash.as_str().as_bytes()))
    }

    /// The key of something built in.
    pub fn built_in(name: &str) -> Self {
        Self(short("built-in", name.as_bytes()))
    }

    /// 32 hexadecimal digits in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn short(kind: &str, bytes: &[u8]) -> String {
    let mut hasher = Sha256::new();
    hasher.update(kind.as_bytes());
    hasher.update([0]);
    hasher.update(bytes);
    hexadecimal(&hasher.finalize()[..16])
}

fn hexadecimal(bytes: &[u8]) -> String {
    use fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
