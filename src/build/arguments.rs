//! The arguments that a stage declares, as the history of its RUNs shows them.

use super::environment::Environment;
use super::expand::Variables as _;
use super::shared_map::{Named, SharedMap};
use crate::arrange::Arrange as _;
use crate::dockerfile::{Arguments, Dockerfile, Keyword};

/// The names of all ARGs of a file, each once, in the order of the file.
pub fn declared_arguments(file: &Dockerfile) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for instruction in &file.instructions {
        let Arguments::Pairs(pairs) = &instruction.arguments else { continue };
        if instruction.keyword != Some(Keyword::Arg) {
            continue;
        }
        for pair in pairs {
            let name = file.source.slice(pair.key.span);
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

/// Declared arguments in the order of their first declaration. A copy costs nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct BuildArguments(SharedMap<Declared>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Declared {
    name: String,
    value: Option<String>,
    place: usize,
}

impl Named for Declared {
    fn name(&self) -> &str {
        &self.name
    }
}

impl BuildArguments {
    /// Notes a declaration; the last value counts.
    pub(super) fn declare(&mut self, name: String, value: Option<String>) {
        let known = self.0.get(&name).map(|declared| declared.place);
        let place = known.unwrap_or_else(|| self.0.len());
        self.0.set(Declared { name, value, place });
    }

    /// Whether they are one and the same, without a look at them.
    pub(super) fn is_certainly(&self, other: &Self) -> bool {
        self.0.is_certainly(&other.0)
    }

    /// Whether the same ones were declared, with the same values.
    pub(super) fn equals(&self, other: &Self) -> bool {
        self.0.equals(&other.0, |first, second| first == second)
    }

    /// Whether an argument of this name was declared.
    pub(super) fn declares(&self, name: &str) -> bool {
        self.0.get(name).is_some()
    }
}

/// The arguments at a RUN, and the variables that may have other values for them.
#[derive(Clone, Debug, Default)]
pub(super) struct ArgumentsAt {
    pub(super) arguments: BuildArguments,
    pub(super) environment: Environment,
}

impl ArgumentsAt {
    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.arguments.0.len()
    }

    /// The command with the arguments before it: `|1 NAME=value /bin/sh -c make`.
    pub(super) fn before(&self, command: &str) -> String {
        let mut declared: Vec<&Declared> = self.arguments.0.iter().collect();
        if declared.is_empty() {
            return command.to_owned();
        }
        declared.arrange_by_key(|declared| declared.place);
        let mut text = format!("|{}", declared.len());
        for Declared { name, value, .. } in declared {
            let current = self.environment.value(name).or(value.as_deref());
            text.extend([" ", name, "=", current.unwrap_or_default()]);
        }
        text + " " + command
    }
}
