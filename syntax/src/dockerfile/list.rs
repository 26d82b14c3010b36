//! A list that costs one word while it is empty.

use std::fmt;
use std::ops::Deref;

/// A list of a syntax tree: eight bytes when empty, used like a slice.
///
/// Most instructions have no flags, no heredocs and no comments; in a file of
/// 100,000 lines three words for each empty list would be most of the memory.
#[derive(Clone, PartialEq, Eq)]
#[expect(clippy::box_collection, reason = "the box makes the empty list one word instead of three")]
pub struct List<T>(Option<Box<Vec<T>>>);

impl<T> List<T> {
    /// The list without items.
    pub const EMPTY: List<T> = List(None);
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.0.as_ref().map_or(&[], |items| items.as_slice())
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(mut items: Vec<T>) -> Self {
        if items.is_empty() {
            return Self::EMPTY;
        }
        items.shrink_to_fit();
        Self(Some(Box::new(items)))
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::from(items.into_iter().collect::<Vec<_>>())
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: fmt::Debug> fmt::Debug for List<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(formatter)
    }
}
