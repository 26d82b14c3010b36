//! Digests that stand for what BuildKit hashes. Only their equality counts.

use sha2::{Digest as _, Sha256};

/// The digest of something: equal things have equal digests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Digest(pub [u8; 32]);

impl std::fmt::Display for Digest {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

/// Takes parts and gives their digest; the borders between parts count.
pub(super) struct Digester(Sha256);

impl Digester {
    /// Begins; things of different kinds have different digests.
    pub(super) fn new(kind: &str) -> Self {
        Self(Sha256::new()).text(kind)
    }

    /// Adds a text.
    pub(super) fn text(self, text: &str) -> Self {
        self.bytes(text.as_bytes())
    }

    /// Adds texts, and how many they are.
    pub(super) fn texts<'a>(self, texts: impl IntoIterator<Item = &'a str>) -> Self {
        let (mut digester, mut count) = (self, 0);
        for text in texts {
            digester = digester.text(text);
            count += 1;
        }
        digester.number(count)
    }

    /// Adds a number.
    pub(super) fn number(self, number: u64) -> Self {
        self.bytes(&number.to_le_bytes())
    }

    /// Adds a digest.
    pub(super) fn digest(self, digest: Digest) -> Self {
        self.bytes(&digest.0)
    }

    fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    /// The digest of everything added.
    pub(super) fn finish(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}

/// The digest of a file's bytes, as [`context::Entry`](crate::context::Entry) holds it.
pub fn of_bytes(bytes: &[u8]) -> crate::context::ContentDigest {
    Sha256::digest(bytes).into()
}
