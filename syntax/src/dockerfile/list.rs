//! A list that costs one word while it is empty.

use std::fmt;
use std::ops::Deref;

use thin_vec::ThinVec;

/// A list of a syntax tree: eight bytes when empty, used like a slice.
///
/// Most instructions have no flags, no heredocs and no comments; in a file of
/// 100,000 lines three words for each empty list would be most of the memory.
#[derive(Clone, PartialEq, Eq)]
pub struct List<T>(ThinVec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(ThinVec::new())
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T> List<T> {
    /// The items, to be changed in place.
    pub(super) fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.0.iter_mut()
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(items: Vec<T>) -> Self {
        if items.is_empty() {
            return Self::default();
        }
        let mut list = ThinVec::with_capacity(items.len());
        list.extend(items);
        Self(list)
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
