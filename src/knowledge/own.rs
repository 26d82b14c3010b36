//! Our own tables, as the build script stored them: looked up in place, decoded entry by entry.

use std::sync::{LazyLock, OnceLock};

use serde::de::DeserializeOwned;

use super::stored::blob::Blob;
use super::stored::{
    Directives, Flags, Forms, Instructions, Mounts, Origin, Platforms, Ports, Registries, Signals,
    Users, Variables,
};

/// The place of an entry: empty until it is asked for, then what its record says. A box,
/// because most are never asked for.
type Slot<T> = OnceLock<Option<Box<T>>>;

/// A table whose entries are decoded when they are first asked for, and kept.
pub(super) struct Kept<T> {
    pub(super) blob: Blob<'static>,
    /// By the number of the record.
    decoded: OnceLock<Box<[Slot<T>]>>,
}

impl<T: DeserializeOwned> Kept<T> {
    pub(super) const fn new(bytes: &'static [u8]) -> Self {
        Self { blob: Blob::new(bytes), decoded: OnceLock::new() }
    }

    /// The entry of a key.
    pub(super) fn get(&self, key: &str) -> Option<&T> {
        self.at(self.blob.find(key)?)
    }

    /// The entry by its number.
    pub(super) fn at(&self, number: usize) -> Option<&T> {
        let all = || std::iter::repeat_with(OnceLock::new).take(self.blob.records()).collect();
        let entry = self.decoded.get_or_init(all).get(number)?;
        entry.get_or_init(|| Some(Box::new(decode(self.blob.record(number)?)?))).as_deref()
    }
}

/// Reads a record. A test reads every one; should one break all the same, it is as if the
/// table did not have it, and nothing is claimed.
pub(super) fn decode<T: DeserializeOwned>(record: &[u8]) -> Option<T> {
    postcard::from_bytes(record).ok()
}

/// The small tables, each one record by the name of its file, and of every table where it
/// comes from (`origin flags.toml`).
const SMALL: Blob<'static> = Blob::new(include_bytes!(concat!(env!("OUT_DIR"), "/small.blob")));

fn whole<T: DeserializeOwned + Default>(file: &str) -> T {
    SMALL.get(file).and_then(decode).unwrap_or_default()
}

/// The names of the files of all tables, in the order in which they are shown.
pub(super) fn files() -> impl Iterator<Item = &'static str> {
    SMALL.text("files").unwrap_or_default().split(' ')
}

/// Where a table has its facts from; empty for a table that is none of ours.
pub fn origin(table: &str) -> Origin {
    whole(&format!("origin {table}"))
}

/// The 18 instructions.
pub fn instructions() -> &'static Instructions {
    static TABLE: LazyLock<Instructions> = LazyLock::new(|| whole("instructions.toml"));
    &TABLE
}

/// The flags of instructions.
pub fn flags() -> &'static Flags {
    static TABLE: LazyLock<Flags> = LazyLock::new(|| whole("flags.toml"));
    &TABLE
}

/// The types of `RUN --mount` and their options.
pub fn mounts() -> &'static Mounts {
    static TABLE: LazyLock<Mounts> = LazyLock::new(|| whole("mounts.toml"));
    &TABLE
}

/// The parser directives.
pub fn directives() -> &'static Directives {
    static TABLE: LazyLock<Directives> = LazyLock::new(|| whole("directives.toml"));
    &TABLE
}

/// The forms of arguments.
pub fn forms() -> &'static Forms {
    static TABLE: LazyLock<Forms> = LazyLock::new(|| whole("forms.toml"));
    &TABLE
}

/// Well-known ports.
pub fn ports() -> &'static Ports {
    static TABLE: LazyLock<Ports> = LazyLock::new(|| whole("ports.toml"));
    &TABLE
}

/// Signals.
pub fn signals() -> &'static Signals {
    static TABLE: LazyLock<Signals> = LazyLock::new(|| whole("signals.toml"));
    &TABLE
}

/// Accounts that are certain by their name or number.
pub fn users() -> &'static Users {
    static TABLE: LazyLock<Users> = LazyLock::new(|| whole("users.toml"));
    &TABLE
}

/// Registries of images.
pub fn registries() -> &'static Registries {
    static TABLE: LazyLock<Registries> = LazyLock::new(|| whole("registries.toml"));
    &TABLE
}

/// Automatic and predefined variables, and the operators of `${NAME…}`.
pub fn variables() -> &'static Variables {
    static TABLE: LazyLock<Variables> = LazyLock::new(|| whole("variables.toml"));
    &TABLE
}

/// Operating systems and processor architectures.
pub fn platforms() -> &'static Platforms {
    static TABLE: LazyLock<Platforms> = LazyLock::new(|| whole("platforms.toml"));
    &TABLE
}
