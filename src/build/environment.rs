//! The environment of a stage: variables in BuildKit's order, each with the place that set it.
//!
//! What ENV sets belongs to the image, and a stage that builds on it finds it
//! anew, in the image's order; what ARG sets only lasts beside it. A copy costs
//! nothing, so that the engine keeps the variables after every instruction.

use super::expand::Variables;
use super::shared_map::{Named, SharedMap};
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
    entries: SharedMap<Entry>,
    /// How often a variable was set.
    settings: u32,
    /// How many of them were there when the stage began.
    before_stage: u32,
    /// How many variables the image has.
    of_image: u32,
    /// How many variables are unknown.
    unknown: usize,
    /// Whether there may be more that the file cannot tell: those of an unknown base image.
    pub open: bool,
}

/// A variable and what its order follows from.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    variable: Variable,
    /// Which setting it was.
    setting: u32,
    /// Its place among the image's variables.
    place: Option<u32>,
    /// The image's variable that an ARG of this stage hides.
    hidden: Option<Box<Variable>>,
}

impl Named for Entry {
    fn name(&self) -> &str {
        &self.variable.name
    }
}

impl Environment {
    /// All variables in order. Takes time for all of them before the first.
    pub fn iter(&self) -> impl Iterator<Item = &Variable> {
        let mut entries: Vec<&Entry> = self.entries.iter().collect();
        entries.arrange_by_key(|entry| self.order(entry));
        entries.into_iter().map(|entry| &entry.variable)
    }

    /// What this stage set comes last, by time; before it the image's variables
    /// in the image's order; and first what only former stages' ARGs set.
    fn order(&self, entry: &Entry) -> (u8, u32) {
        match entry.place {
            _ if entry.setting >= self.before_stage => (2, entry.setting),
            Some(place) => (1, place),
            None => (0, entry.setting),
        }
    }

    /// The names in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|variable| variable.name.as_str())
    }

    /// How many variables there are.
    pub fn count(&self) -> usize {
        self.entries.len()
    }

    /// The variable of a name.
    pub fn get(&self, name: &str) -> Option<&Variable> {
        self.entries.get(name).map(|entry| &entry.variable)
    }

    /// Sets a variable for this stage, as ARG does; it then is the last. True
    /// where it hides one of the image.
    pub fn set(&mut self, variable: Variable) -> bool {
        let old = self.entries.get(&variable.name);
        let place = old.and_then(|old| old.place);
        let hidden = old.filter(|_| place.is_some()).map(|old| match &old.hidden {
            Some(hidden) => hidden.clone(),
            None => Box::new(old.variable.clone()),
        });
        let hides = hidden.is_some();
        let was_unknown = old.is_some_and(|old| old.variable.unknown);
        self.put(variable, place, hidden, was_unknown);
        hides
    }

    /// Sets a variable of the image, as ENV does; it then is the last.
    pub fn set_in_image(&mut self, variable: Variable) {
        let old = self.entries.get(&variable.name);
        let was_unknown = old.is_some_and(|old| old.variable.unknown);
        let place = old.and_then(|old| old.place).unwrap_or_else(|| {
            self.of_image += 1;
            self.of_image - 1
        });
        self.put(variable, Some(place), None, was_unknown);
    }

    fn put(
        &mut self,
        variable: Variable,
        place: Option<u32>,
        hidden: Option<Box<Variable>>,
        was_unknown: bool,
    ) {
        self.unknown += usize::from(variable.unknown);
        self.unknown -= usize::from(was_unknown);
        self.entries.set(Entry { variable, setting: self.settings, place, hidden });
        self.settings += 1;
    }

    /// Sets a known variable that no instruction set.
    pub fn set_plain(&mut self, name: &str, value: &str) {
        self.set(Variable::plain(name, value));
    }

    /// Begins the stage that builds on this one. `hiding` are the names for
    /// which [`set`](Self::set) gave true in this stage, and all it was called
    /// for where the environment is open: their values hold on only where the
    /// base image sets none, so they are unknown from here on.
    pub fn begin_stage(&mut self, hiding: &[String]) {
        for name in hiding {
            let Some(entry) = self.entries.get(name) else { continue };
            match (&entry.hidden, entry.place) {
                (Some(hidden), _) => {
                    let hidden = (**hidden).clone();
                    self.set_in_image(hidden);
                }
                (None, None) if self.open && !entry.variable.unknown => {
                    let mut entry = entry.clone();
                    entry.variable.unknown = true;
                    self.unknown += 1;
                    self.entries.set(entry);
                }
                _ => {}
            }
        }
        self.before_stage = self.settings;
    }

    /// The variables of the image in its order.
    pub fn image(&self) -> impl Iterator<Item = &Variable> {
        let with_place = self.entries.iter().filter_map(|entry| Some((entry.place?, entry)));
        let mut entries: Vec<(u32, &Entry)> = with_place.collect();
        entries.arrange_by_key(|(place, _)| *place);
        entries.into_iter().map(|(_, entry)| entry.hidden.as_deref().unwrap_or(&entry.variable))
    }

    /// The image's variable of a name.
    pub fn get_in_image(&self, name: &str) -> Option<&Variable> {
        let entry = self.entries.get(name).filter(|entry| entry.place.is_some())?;
        Some(entry.hidden.as_deref().unwrap_or(&entry.variable))
    }

    /// Whether the image has a variable of this name.
    pub(super) fn has_in_image(&self, name: &str) -> bool {
        self.entries.get(name).is_some_and(|entry| entry.place.is_some())
    }

    /// Whether it is one and the same, without a look at the variables.
    pub(super) fn is_certainly(&self, other: &Self) -> bool {
        let counts = |it: &Self| (it.settings, it.before_stage, it.of_image, it.unknown, it.open);
        self.entries.is_certainly(&other.entries) && counts(self) == counts(other)
    }

    /// How often a variable was set; two states of one stage with the same number are the same.
    pub(super) fn settings(&self) -> u32 {
        self.settings
    }

    /// Whether a variable that is there has a value that is not known.
    pub fn has_unknown_value(&self) -> bool {
        self.unknown > 0
    }

    /// Whether every variable is known.
    pub fn is_known(&self) -> bool {
        !self.open && self.unknown == 0
    }

    /// Whether a variable is known here and there, with two values.
    pub fn surely_differs(&self, other: &Self) -> bool {
        self.entries.iter().any(|entry| {
            let own = &entry.variable;
            let differs = |there: &Variable| !there.unknown && there.value != own.value;
            !own.unknown && other.get(&own.name).is_some_and(differs)
        })
    }

    /// Whether another environment has the same names and values, in any order.
    pub fn shows_the_same(&self, other: &Self) -> bool {
        self.entries.equals(&other.entries, |first, second| {
            let (first, second) = (&first.variable, &second.variable);
            (&first.name, &first.value) == (&second.name, &second.value)
        })
    }
}

impl Variables for Environment {
    fn value(&self, name: &str) -> Option<&str> {
        self.get(name).map(|variable| variable.value.as_str())
    }
}
