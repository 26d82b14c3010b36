//! Knowledge: tables of facts about Docker, and how to look them up.
//!
//! Each kind of fact has its own TOML file beside this one. A table is read
//! when it is first asked for, never before.

mod added;
mod anatomy;
mod commands;
pub mod images;
mod names;
mod packages;
mod show;
pub mod support;
mod tables;
mod words;

use std::sync::{Arc, LazyLock};

use added::Added;
pub use added::{Fault, KINDS, MOST_BYTES, MOST_FILES, TableFile};
pub use anatomy::Part;
pub use commands::{CommandEntry, FlagLine, FlagMeaning, KnownCommand, SubLine, Takes};
pub use names::{VariableMeaning, without_tag};
pub use packages::without_version;
pub use show::{Part as ShownPart, Shown, TableSummary};
pub use tables::*;

/// What is known: our own tables, and before them those that a reader or a team added.
///
/// It is a value that is handed down with the analysis, so that two files can be
/// looked at with the tables of two repositories. A copy costs nothing.
#[derive(Clone, Debug, Default)]
pub struct Knowledge {
    added: Option<Arc<Added>>,
}

impl Knowledge {
    /// Reads tables that are merged over ours, the nearest first: of two entries of one
    /// name the first counts, and commands are joined flag by flag. What is wrong is
    /// told, and left out; the rest counts. Does no input: the caller read the files.
    pub fn with(files: &[TableFile]) -> (Self, Vec<Fault>) {
        let (added, faults) = Added::read(files);
        let added = (!added.is_empty()).then(|| Arc::new(added));
        (Self { added }, faults)
    }

    /// Whether there are other tables than ours.
    pub fn has_added(&self) -> bool {
        self.added.is_some()
    }

    fn added(&self) -> Option<&Added> {
        self.added.as_deref()
    }

    /// A port with a usual meaning.
    pub fn port(&self, number: u16) -> Option<&PortEntry> {
        self.added().and_then(|it| it.ports.get(number)).or_else(|| ports().get(number))
    }

    /// An account by name or number.
    pub fn user(&self, written: &str) -> Option<&UserEntry> {
        self.added().and_then(|it| it.users.get(written)).or_else(|| users().get(written))
    }

    /// A registry by its host.
    pub fn registry(&self, host: &str) -> Option<&Described> {
        let own = self.added().and_then(|it| it.registries.get(host));
        own.or_else(|| registries().entries.get(host))
    }
}

/// Reads an embedded table. A test reads every one, so a broken table cannot ship;
/// should one break all the same, it is empty and nothing is claimed.
fn read<T: serde::de::DeserializeOwned + Default>(text: &str) -> T {
    toml::from_str(text).unwrap_or_default()
}

/// The text of every table with the name of its file.
pub const FILES: &[(&str, &str)] = &[
    ("instructions.toml", include_str!("instructions.toml")),
    ("flags.toml", include_str!("flags.toml")),
    ("mounts.toml", include_str!("mounts.toml")),
    ("directives.toml", include_str!("directives.toml")),
    ("forms.toml", include_str!("forms.toml")),
    ("ports.toml", include_str!("ports.toml")),
    ("signals.toml", include_str!("signals.toml")),
    ("users.toml", include_str!("users.toml")),
    ("registries.toml", include_str!("registries.toml")),
    ("variables.toml", include_str!("variables.toml")),
    ("platforms.toml", include_str!("platforms.toml")),
    ("images.toml", images::TEXT),
    ("commands.toml", commands::TEXT),
    ("packages.toml", packages::TEXT),
    ("names.toml", names::TEXT),
    ("words.toml", words::TEXT),
    ("eol.toml", support::ENDED),
    ("accounts.toml", support::ACCOUNTS),
];

/// The 18 instructions.
pub fn instructions() -> &'static Instructions {
    static TABLE: LazyLock<Instructions> =
        LazyLock::new(|| read(include_str!("instructions.toml")));
    &TABLE
}

/// The flags of instructions.
pub fn flags() -> &'static Flags {
    static TABLE: LazyLock<Flags> = LazyLock::new(|| read(include_str!("flags.toml")));
    &TABLE
}

/// The types of `RUN --mount` and their options.
pub fn mounts() -> &'static Mounts {
    static TABLE: LazyLock<Mounts> = LazyLock::new(|| read(include_str!("mounts.toml")));
    &TABLE
}

/// The parser directives.
pub fn directives() -> &'static Directives {
    static TABLE: LazyLock<Directives> = LazyLock::new(|| read(include_str!("directives.toml")));
    &TABLE
}

/// The forms of arguments.
pub fn forms() -> &'static Forms {
    static TABLE: LazyLock<Forms> = LazyLock::new(|| read(include_str!("forms.toml")));
    &TABLE
}

/// Well-known ports.
pub fn ports() -> &'static Ports {
    static TABLE: LazyLock<Ports> = LazyLock::new(|| read(include_str!("ports.toml")));
    &TABLE
}

/// Signals.
pub fn signals() -> &'static Signals {
    static TABLE: LazyLock<Signals> = LazyLock::new(|| read(include_str!("signals.toml")));
    &TABLE
}

/// Accounts that are certain by their name or number.
pub fn users() -> &'static Users {
    static TABLE: LazyLock<Users> = LazyLock::new(|| read(include_str!("users.toml")));
    &TABLE
}

/// Registries of images.
pub fn registries() -> &'static Registries {
    static TABLE: LazyLock<Registries> = LazyLock::new(|| read(include_str!("registries.toml")));
    &TABLE
}

/// Automatic and predefined variables, and the operators of `${NAME…}`.
pub fn variables() -> &'static Variables {
    static TABLE: LazyLock<Variables> = LazyLock::new(|| read(include_str!("variables.toml")));
    &TABLE
}

/// Operating systems and processor architectures.
pub fn platforms() -> &'static Platforms {
    static TABLE: LazyLock<Platforms> = LazyLock::new(|| read(include_str!("platforms.toml")));
    &TABLE
}

/// Where a table of [`FILES`] has its facts from; empty for a table that says it entry by entry.
pub fn origin(table: &str) -> Origin {
    let text = FILES.iter().find(|(name, _)| *name == table).map_or("", |(_, text)| text);
    let head = text.find("\n[").map_or(text, |end| &text[..=end]);
    read(head)
}

/// What is wrong with the tables of commands, packages and names; empty when they are sound.
pub fn faults() -> Vec<String> {
    [commands::faults(), packages::faults(), names::faults(), words::faults()].concat()
}
