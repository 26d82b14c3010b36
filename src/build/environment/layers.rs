//! What an environment is made of: what was there when a stage began, and what the stage set.

use std::sync::Arc;

use super::Variable;
use crate::build::shared_map::{Named, SharedMap};

/// When a variable was set. What a stage sets counts from its beginning, so that it is the
/// same on another base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    /// The number of the stage that set it, from 1; 0 for what no stage set.
    stage: u32,
    /// How often a variable was set there before.
    number: u32,
}

impl Moment {
    /// When a variable is set that was preceded by so many.
    fn of(variable: &Variable, number: u32) -> Self {
        let stage = variable.set_by.map_or(0, |it| it.stage.saturating_add(1));
        Self { stage, number }
    }
}

/// A variable of a layer and what its order follows from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) variable: Variable,
    /// When it was last set.
    pub(super) set: Moment,
    /// When it came into the image, as far as the layer tells: its place there.
    pub(super) place: Option<Moment>,
    /// The image's variable of this layer that an ARG hides.
    hidden: Option<Box<Variable>>,
}

impl Named for Entry {
    fn name(&self) -> &str {
        &self.variable.name
    }
}

impl Entry {
    /// The image's variable, as far as the layer tells.
    pub(super) fn in_image(&self) -> Option<&Variable> {
        self.place.map(|_| self.hidden.as_deref().unwrap_or(&self.variable))
    }
}

/// Which instruction sets a variable.
#[derive(Clone, Copy, Debug)]
pub(super) enum Setter {
    /// It lasts for the stage, beside the image's.
    Arg,
    /// It belongs to the image.
    Env,
}

/// What a stage set itself. It says nothing of what was there before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Own {
    pub(super) entries: SharedMap<Entry>,
    /// How often it set a variable.
    pub(super) settings: u32,
    /// How many of them are unknown.
    pub(super) unknown: u32,
}

impl Own {
    /// Sets a variable; it then is the last. True for a name that is new here.
    pub(super) fn set(&mut self, variable: Variable, hash: u64, setter: Setter) -> bool {
        let now = Moment::of(&variable, self.settings);
        let old = self.entries.find(hash, &variable.name);
        let is_new = old.is_none();
        let place = old.and_then(|old| old.place);
        let (place, hidden) = match setter {
            Setter::Arg => (place, old.and_then(|old| old.in_image()).cloned().map(Box::new)),
            Setter::Env => (place.or(Some(now)), None),
        };
        self.unknown -= u32::from(old.is_some_and(|old| old.variable.unknown));
        self.unknown += u32::from(variable.unknown);
        self.settings += 1;
        self.entries.put(hash, Arc::new(Entry { variable, set: now, place, hidden }));
        is_new
    }

    /// Whether it is one and the same, without a look at the variables.
    pub(super) fn is_certainly(&self, other: &Self) -> bool {
        let counts = |it: &Self| (it.settings, it.unknown);
        self.entries.is_certainly(&other.entries) && counts(self) == counts(other)
    }
}

/// What was there when a stage began. It never changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Base {
    pub(super) entries: SharedMap<Entry>,
    /// How many variables are unknown.
    pub(super) unknown: u32,
    /// Whether an image from elsewhere sets them; they then stand by the time when they were set.
    is_image: bool,
    /// Whether there may be more that the file cannot tell.
    pub(super) is_open: bool,
}

impl Base {
    /// What an image from elsewhere sets, by name and value.
    pub(super) fn of_image<'a>(
        variables: impl Iterator<Item = (&'a str, &'a str)>,
        is_open: bool,
    ) -> Self {
        let mut entries = SharedMap::<Entry>::default();
        for (number, (name, value)) in (0..).zip(variables) {
            let variable = Variable::plain(name, value);
            let set = Moment::of(&variable, number);
            let place = entries.get(name).map_or(Some(set), |old| old.place);
            entries.set(Entry { variable, set, place, hidden: None });
        }
        Self { entries, unknown: 0, is_image: true, is_open }
    }

    /// What a stage on this base leaves to one that builds on it. The longer layer stays as it
    /// is, as far as it can.
    pub(super) fn with(&self, own: &Own) -> Self {
        let is_longer = self.entries.len() > own.entries.len();
        let longer = if is_longer { &self.entries } else { &own.entries };
        let (mut entries, mut unknown) = (longer.clone(), self.unknown);
        for (hash, entry) in own.entries.shared() {
            let below = self.entries.find(hash, entry.name());
            let left = self.left(entry, below);
            unknown += u32::from(left.variable.unknown);
            unknown -= u32::from(below.is_some_and(|below| below.variable.unknown));
            if is_longer || !Arc::ptr_eq(&left, entry) {
                entries.put(hash, left);
            }
        }
        if !is_longer {
            for (hash, below) in self.entries.without(&own.entries) {
                entries.put(hash, Arc::clone(below));
            }
        }
        Self { entries, unknown, is_image: false, is_open: self.is_open }
    }

    /// What a stage leaves of a variable that it set: of the image's, the value there. What only
    /// ARG set holds on where the base image sets none, so it is unknown from here on where that
    /// cannot be told.
    fn left(&self, entry: &Arc<Entry>, below: Option<&Arc<Entry>>) -> Arc<Entry> {
        let below = below.filter(|below| below.place.is_some());
        let variable = match (entry.in_image(), below) {
            (None, Some(below)) => return Arc::clone(below),
            (None, None) if self.is_open => Variable { unknown: true, ..entry.variable.clone() },
            (Some(_), None) if entry.hidden.is_none() => return Arc::clone(entry),
            (None, None) => return Arc::clone(entry),
            (Some(variable), _) => variable.clone(),
        };
        let place = below.map_or(entry.place, |below| below.place);
        Arc::new(Entry { variable, set: entry.set, place, hidden: None })
    }

    /// An image's variables stand in the image's order; before them what only the ARGs of
    /// former stages set.
    pub(super) fn order(&self, entry: &Entry) -> (u8, Moment) {
        match entry.place {
            Some(_) if self.is_image => (1, entry.set),
            Some(place) => (1, place),
            None => (0, entry.set),
        }
    }
}
