//! The environment as it was at the start, as a value.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};

/// The variables of the environment. Taken once, so that a run decides by
/// one state of it, and so that tests can give their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    variables: BTreeMap<OsString, OsString>,
}

impl Environment {
    /// What this process was started with.
    pub fn of_process() -> Self {
        Self { variables: std::env::vars_os().collect() }
    }

    /// One made up for a test.
    pub fn of<'a>(variables: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self {
            variables: variables
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        }
    }

    /// The value of a variable; an empty one counts as absent, as the
    /// conventions for `NO_COLOR`, `EDITOR` and the XDG folders all say.
    pub fn get(&self, name: &str) -> Option<&OsStr> {
        self.variables.get(OsStr::new(name)).map(OsString::as_os_str).filter(|it| !it.is_empty())
    }

    /// The same as text; a value that is not UTF-8 counts as absent.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(OsStr::to_str)
    }

    /// Whether the terminal is one that understands no escape sequences.
    pub fn has_dumb_terminal(&self) -> bool {
        self.text("TERM") == Some("dumb")
    }
}
