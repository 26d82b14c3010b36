//! What the reader asks of the build, chosen on the screen or on the command line.

use std::collections::BTreeMap;

use crate::build::Options;
use crate::explain::mask::is_secret_name;

/// Target and build arguments: remembered for each file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// The stage to build; the last one when not given.
    pub target: Option<String>,
    /// The values of `--build-arg`.
    pub arguments: BTreeMap<String, String>,
}

/// One change of the choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choose {
    /// Build this stage; `None`: the last one.
    Target(Option<String>),
    /// Give a build argument this value; `None` takes it away.
    Argument {
        /// Its name.
        name: String,
        /// Its value.
        value: Option<String>,
    },
    /// Take all build arguments away.
    NoArguments,
}

impl Choices {
    /// Changes them; says whether anything is different now.
    pub fn choose(&mut self, choose: Choose) -> bool {
        let before = self.clone();
        match choose {
            Choose::Target(target) => self.target = target,
            Choose::Argument { name, value: Some(value) } => {
                self.arguments.insert(name, value);
            }
            Choose::Argument { name, value: None } => {
                self.arguments.remove(&name);
            }
            Choose::NoArguments => self.arguments.clear(),
        }
        *self != before
    }

    /// What may be kept on disk: values whose names look like secrets are left out.
    pub fn without_secrets(&self) -> Self {
        let arguments = self.arguments.iter().filter(|(name, _)| !is_secret_name(name));
        let arguments = arguments.map(|(name, value)| (name.clone(), value.clone())).collect();
        Self { target: self.target.clone(), arguments }
    }

    /// Whether these options were made from these choices.
    pub fn fit(&self, options: &Options) -> bool {
        self.target == options.target && self.arguments == options.arguments
    }

    /// The same options with these choices instead of theirs.
    pub fn options(&self, options: &Options) -> Options {
        Options {
            target: self.target.clone(),
            arguments: self.arguments.clone(),
            ..options.clone()
        }
    }
}
