//! Knowledge: tables of facts about Docker, and how to look them up.
//!
//! Each kind of fact has its own TOML file beside this one. The build script (`build/`) makes
//! a blob of it, which is looked up in as it lies in the program (`stored`); an entry is
//! decoded when it is first asked for. Tables that a reader or a team adds stay TOML.

mod added;
mod anatomy;
mod commands;
pub mod images;
mod names;
mod own;
mod packages;
mod pattern;
mod rules;
mod show;
mod stored;
pub mod support;
mod words;

use std::sync::Arc;

use added::Added;
pub use added::{Fault, KINDS, MOST_BYTES, MOST_FILES, TableFile};
pub use anatomy::Part;
pub use commands::{FlagMeaning, KnownCommand};
pub use names::{VariableMeaning, without_tag};
pub use own::{
    directives, flags, forms, instructions, mounts, origin, platforms, ports, registries, signals,
    users, variables,
};
pub use packages::without_version;
pub use show::{Part as ShownPart, Shown, TableSummary};
pub use stored::{
    CommandEntry, Described, Directives, EffectEntry, FlagEntry, FlagLine, Flags, FormEntry, Forms,
    InstructionEntry, Instructions, MountOption, Mounts, Origin, Platforms, PortEntry, Ports,
    Predefined, Registries, SignalEntry, Signals, SubLine, Takes, UserEntry, Users, Variables,
};

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
