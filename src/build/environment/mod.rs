//! The environment of a stage: variables in BuildKit's order, each with the place that set it.
//!
//! What ENV sets belongs to the image, and a stage that builds on it finds it
//! anew, in the image's order; what ARG sets only lasts beside it. So there are
//! two layers: what was there when the stage began, and over it what the stage
//! set. What follows from both, such as the order or what an ARG hides, is
//! worked out when it is asked for; so what a stage set stays as it is on
//! another base. A copy costs nothing, so that the engine keeps the variables
//! after every instruction.

mod layers;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use self::layers::{Base, Entry, Own, Setter};
use super::expand::Variables;
use super::shared_map::hash_of;
use crate::arrange::Arrange as _;

/// A variable with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its value; meaningless when `unknown`.
    pub value: String,
    /// Whether the value rests on something that the file cannot tell.
    pub unknown: bool,
    /// What set it; `None` for the base image's and BuildKit's own.
    pub set_by: Option<SetBy>,
}

/// An instruction that sets variables, by its number among those of its stage, so that it
/// stays the same while lines around it come and go.
/// [`Build::setter`](super::Build::setter) gives its place in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetBy {
    /// The stage's number.
    pub(super) stage: u32,
    /// Which of the stage's instructions that set variables it is.
    pub(super) number: u32,
}

impl SetBy {
    /// The instruction of this number among those of a stage; `None` beyond what can be counted.
    pub(super) fn new(stage: usize, number: usize) -> Option<Self> {
        Some(Self { stage: u32::try_from(stage).ok()?, number: u32::try_from(number).ok()? })
    }
}

impl Variable {
    /// A known variable that no instruction set.
    pub(super) fn plain(name: &str, value: &str) -> Self {
        Self { name: name.to_owned(), value: value.to_owned(), unknown: false, set_by: None }
    }
}

/// Variables in BuildKit's order: one that is set again moves to the end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    own: Own,
    base: Arc<Base>,
    /// How many variables of the base the stage set anew.
    over: u32,
    /// How many of these are unknown in the base.
    over_unknown: u32,
}

/// What a stage leaves to those that build on it.
#[derive(Clone, Debug)]
pub(super) struct HandedOn(Arc<Base>);

impl Environment {
    /// What a stage begins with on an image from elsewhere. `is_open`: the image may set more
    /// than these variables.
    pub(super) fn of_image<'a>(
        variables: impl Iterator<Item = (&'a str, &'a str)>,
        is_open: bool,
    ) -> Self {
        let base = Arc::new(Base::of_image(variables, is_open));
        Self { base, ..Self::default() }
    }

    /// What a stage begins with on another one.
    pub(super) fn on(below: &HandedOn) -> Self {
        Self { base: Arc::clone(&below.0), ..Self::default() }
    }

    /// What this stage leaves to those that build on it. Takes time for all that it set.
    pub(super) fn handed_on(&self) -> HandedOn {
        HandedOn(Arc::new(self.base.with(&self.own)))
    }

    /// All variables in order. Takes time for all of them before the first.
    pub fn iter(&self) -> impl Iterator<Item = &Variable> {
        let base = self.base.entries.without(&self.own.entries);
        let mut base: Vec<&Entry> = base.map(|(_, entry)| &**entry).collect();
        base.arrange_by_key(|entry| self.base.order(entry));
        // What this stage set comes last, by time.
        let mut own: Vec<&Entry> = self.own.entries.iter().collect();
        own.arrange_by_key(|entry| entry.set);
        base.into_iter().chain(own).map(|entry| &entry.variable)
    }

    /// The names in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|variable| variable.name.as_str())
    }

    /// How many variables there are.
    pub fn count(&self) -> usize {
        self.own.entries.len() + self.base.entries.len() - self.over as usize
    }

    /// The variable of a name.
    pub fn get(&self, name: &str) -> Option<&Variable> {
        let hash = hash_of(name);
        let own = self.own.entries.find(hash, name);
        let entry = own.or_else(|| self.base.entries.find(hash, name))?;
        Some(&entry.variable)
    }

    /// Sets a variable for this stage, as ARG does; it then is the last.
    pub fn set(&mut self, variable: Variable) {
        self.put(variable, Setter::Arg);
    }

    /// Sets a variable of the image, as ENV does; it then is the last.
    pub fn set_in_image(&mut self, variable: Variable) {
        self.put(variable, Setter::Env);
    }

    fn put(&mut self, variable: Variable, setter: Setter) {
        let hash = hash_of(&variable.name);
        let below = self.base.entries.find(hash, &variable.name);
        let below = below.map(|below| below.variable.unknown);
        if self.own.set(variable, hash, setter)
            && let Some(is_unknown) = below
        {
            self.over += 1;
            self.over_unknown += u32::from(is_unknown);
        }
    }

    /// Sets a known variable that no instruction set.
    pub fn set_plain(&mut self, name: &str, value: &str) {
        self.set(Variable::plain(name, value));
    }

    /// The variables of the image in its order.
    pub fn image(&self) -> impl Iterator<Item = &Variable> {
        let below = |name: &str| self.base.entries.get(name)?.place;
        let own = self.own.entries.iter().filter_map(|entry| {
            let variable = entry.in_image()?;
            Some((below(&variable.name).or(entry.place)?, variable))
        });
        let is_over = |name: &str| self.own.entries.get(name).is_some_and(|it| it.place.is_some());
        let base = self.base.entries.iter().filter(|entry| !is_over(&entry.variable.name));
        let base = base.filter_map(|entry| Some((entry.place?, &entry.variable)));
        let mut variables: Vec<_> = base.chain(own).collect();
        variables.arrange_by_key(|(place, _)| *place);
        variables.into_iter().map(|(_, variable)| variable)
    }

    /// The image's variable of a name.
    pub fn get_in_image(&self, name: &str) -> Option<&Variable> {
        let own = self.own.entries.get(name).and_then(Entry::in_image);
        own.or_else(|| self.base.entries.get(name)?.in_image())
    }

    /// Whether it is one and the same, without a look at the variables.
    pub(super) fn is_certainly(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.base, &other.base) && self.own.is_certainly(&other.own)
    }

    /// Takes what was there when the stage began from another environment where that is equal,
    /// so that the next look is quick.
    pub(super) fn share_base(&mut self, other: &Self) {
        if self.base == other.base {
            self.base = Arc::clone(&other.base);
        }
    }

    /// Takes what the stage set from another environment where that is equal, so that the next
    /// look is quick; false where it is not.
    pub(super) fn share_own(&mut self, other: &Self) -> bool {
        let is_certain = self.own.is_certainly(&other.own);
        let is_equal = is_certain || self.own == other.own;
        if is_equal && !is_certain {
            self.own = other.own.clone();
        }
        is_equal
    }

    /// Takes what the stage set from another environment, which is what it set here and this
    /// one name more, or set anew.
    pub(super) fn take_own(&mut self, other: &Self, name: &str) {
        if other.own.entries.len() > self.own.entries.len()
            && let Some(below) = self.base.entries.get(name)
        {
            self.over += 1;
            self.over_unknown += u32::from(below.variable.unknown);
        }
        self.own = other.own.clone();
    }

    /// Puts what the stage set on the base of another environment, which set the same.
    pub(super) fn put_on(&mut self, other: &Self) {
        self.base = Arc::clone(&other.base);
        (self.over, self.over_unknown) = (other.over, other.over_unknown);
    }

    /// How often the stage set a variable; two states of one stage with the same number are
    /// the same.
    pub(super) fn settings(&self) -> u32 {
        self.own.settings
    }

    /// Whether there may be more that the file cannot tell: those of an unknown base image.
    pub fn is_open(&self) -> bool {
        self.base.is_open
    }

    /// Whether a variable that is there has a value that is not known.
    pub fn has_unknown_value(&self) -> bool {
        self.own.unknown + self.base.unknown > self.over_unknown
    }

    /// Whether every variable is known.
    pub fn is_known(&self) -> bool {
        !self.is_open() && !self.has_unknown_value()
    }

    /// Whether a variable is known here and there, with two values.
    pub fn surely_differs(&self, other: &Self) -> bool {
        !self.agrees(other, |here, there| match (here, there) {
            (Some(here), Some(there)) => here.unknown || there.unknown || here.value == there.value,
            _ => true,
        })
    }

    /// Whether another environment has the same names and values, in any order.
    pub fn shows_the_same(&self, other: &Self) -> bool {
        self.agrees(other, |here, there| here.map(|it| &it.value) == there.map(|it| &it.value))
    }

    /// Whether a test holds for every name, with the variable here and there. What both share
    /// is not looked at.
    fn agrees(
        &self,
        other: &Self,
        test: impl Fn(Option<&Variable>, Option<&Variable>) -> bool,
    ) -> bool {
        let lies_over = |it: &Self, name: &str| it.own.entries.get(name).is_some();
        let own_agrees = self.own.entries.agrees(&other.own.entries, |here, there| {
            let Some(name) = here.or(there).map(|entry| entry.variable.name.as_str()) else {
                return true;
            };
            let here = here.or_else(|| self.base.entries.get(name));
            let there = there.or_else(|| other.base.entries.get(name));
            test(here.map(|entry| &entry.variable), there.map(|entry| &entry.variable))
        });
        let base_agrees = || {
            self.base.entries.agrees(&other.base.entries, |here, there| {
                let variables = (here.map(|it| &it.variable), there.map(|it| &it.variable));
                let is_under = here.or(there).is_some_and(|entry| {
                    let name = entry.variable.name.as_str();
                    lies_over(self, name) || lies_over(other, name)
                });
                is_under || test(variables.0, variables.1)
            })
        };
        own_agrees && base_agrees()
    }
}

impl Variables for Environment {
    fn value(&self, name: &str) -> Option<&str> {
        self.get(name).map(|variable| variable.value.as_str())
    }
}
