//! Sorting of lists whose items are of many kinds.
//!
//! The standard sort is compiled anew for each kind of item and each order, at
//! 4 to 5 KB a time: ninety of them were a fifteenth of the program. These sort
//! places in a list, so that one copy serves all; for the short lists that the
//! program has, nobody sees the difference in time.

use std::cmp::Ordering;

/// Sorts a slice; items that are equal keep their order.
pub trait Arrange<T> {
    /// Sorts by a comparison.
    fn arrange_by(&mut self, compare: impl FnMut(&T, &T) -> Ordering);

    /// Sorts by a key, which is made anew for each comparison.
    fn arrange_by_key<K: Ord>(&mut self, mut key: impl FnMut(&T) -> K) {
        self.arrange_by(|left, right| key(left).cmp(&key(right)));
    }
}

impl<T> Arrange<T> for [T] {
    fn arrange_by(&mut self, mut compare: impl FnMut(&T, &T) -> Ordering) {
        let mut places =
            sorted_places(self.len(), &mut |left, right| compare(&self[left], &self[right]));
        for at in 0..places.len() {
            let mut from = places[at];
            // What stood there was moved to where it belongs, or on to here.
            while from < at {
                from = places[from];
            }
            places[at] = from;
            self.swap(at, from);
        }
    }
}

/// The places of a list in the order of their items.
fn sorted_places(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|left, right| compare(*left, *right));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_as_the_standard_sort_does() {
        let mut state = 1_u64;
        for length in 0..200_usize {
            let mut items: Vec<(u64, usize)> = (0..length)
                .map(|place| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    ((state >> 33) % 20, place)
                })
                .collect();
            let mut expected = items.clone();
            expected.sort_by_key(|item| item.0);
            items.arrange_by_key(|item| item.0);
            assert_eq!(items, expected);
        }
    }
}
