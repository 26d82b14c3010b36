//! The changes that a scenario is made of.

use serde::{Deserialize, Serialize};

use crate::cache::forecast::Daemon;
use crate::cache::state::State;

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
#[allow(missing_docs, reason = "each is the operation of the recordings that it is called")]
pub enum Change {
    Write {
        path: String,
        text: String,
    },
    Append {
        path: String,
        text: String,
    },
    EditSameSizeAndMtime {
        path: String,
        text: String,
    },
    Touch {
        path: String,
    },
    Chmod {
        path: String,
        mode: String,
    },
    Chown {
        path: String,
        uid: u32,
    },
    Delete {
        path: String,
    },
    Rename {
        path: String,
        to: String,
    },
    Mkdir {
        path: String,
    },
    Symlink {
        path: String,
        to: String,
    },
    SetDockerfile {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
    EditDockerfile {
        old: String,
        new: String,
    },
    SetDockerignore {
        text: String,
    },
    SetArg {
        name: String,
        value: String,
    },
    SetTarget {
        name: String,
    },
    SetOption {
        name: String,
        value: String,
    },
    SetSecret {
        name: String,
        value: String,
    },
    BaseImageChanged {
        image: String,
        version: u64,
    },
    Build {},
    PruneContext {},
    PruneAll {},
    Relocate {},
}

impl Change {
    /// Lets it happen: to the files and what the build is asked for, and to what
    /// the daemon remembers. `after` is the text that a `set_dockerfile` without one means.
    pub fn happen(&self, state: &mut State, daemon: &mut Daemon, after: Option<&str>) {
        state.apply(self, after);
        match self {
            Change::Build {} => daemon.build(&state.inputs()),
            Change::PruneContext {} | Change::Relocate {} => daemon.prune_context(),
            Change::PruneAll {} => daemon.prune_all(),
            _ => {}
        }
    }

    /// Whether the daemon feels it.
    pub fn is_felt_by_the_daemon(&self) -> bool {
        use Change::{Build, PruneAll, PruneContext, Relocate};
        matches!(self, Build {} | PruneContext {} | PruneAll {} | Relocate {})
    }
}
