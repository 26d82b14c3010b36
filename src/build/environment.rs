//! The environment of a stage: variables in BuildKit's order, each with the place that set it.

use super::expand::Variables;
use crate::source::Span;

/// A variable with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its value; meaningless when `unknown`.
    pub value: String,
    /// Whether the value rests on something that the file cannot tell.
    pub unknown: bool,
    /// The instruction that set it; `None` for the base image's and BuildKit's own.
    pub set_by: Option<Span>,
}

/// Variables in BuildKit's order: one that is set again moves to the end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    variables: Vec<Variable>,
    /// Whether there may be more that the file cannot tell: those of an unknown base image.
    pub open: bool,
}

impl Environment {
    /// All variables in order.
    pub fn iter(&self) -> impl Iterator<Item = &Variable> {
        self.variables.iter()
    }

    /// The names in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.variables.iter().map(|variable| variable.name.as_str())
    }

    /// The variable of a name.
    pub fn get(&self, name: &str) -> Option<&Variable> {
        self.variables.iter().find(|variable| variable.name == name)
    }

    /// Sets a variable; it then is the last.
    pub fn set(&mut self, variable: Variable) {
        self.remove(&variable.name);
        self.variables.push(variable);
    }

    /// Sets a known variable that no instruction set.
    pub fn set_plain(&mut self, name: &str, value: &str) {
        let (name, value) = (name.to_owned(), value.to_owned());
        self.set(Variable { name, value, unknown: false, set_by: None });
    }

    /// Takes a variable away.
    pub fn remove(&mut self, name: &str) {
        self.variables.retain(|variable| variable.name != name);
    }

    /// Whether every variable is known.
    pub fn is_known(&self) -> bool {
        !self.open && self.variables.iter().all(|variable| !variable.unknown)
    }
}

impl Variables for Environment {
    fn value(&self, name: &str) -> Option<&str> {
        self.get(name).map(|variable| variable.value.as_str())
    }
}
