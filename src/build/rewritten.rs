//! Lists that are written over their former selves.
//!
//! Of a long file that changed in a line, a list of what its instructions lead to stays nearly as
//! it was. To move it takes longer than anything else, so what stays stays where it is.

/// A list that is written from front to back, over a former one that is read from front to back.
/// The former items lie behind the written ones until they are kept or skipped.
#[derive(Clone, Debug)]
pub(super) struct Rewritten<T> {
    items: Vec<T>,
    /// How many are written.
    written: usize,
    /// Where the former items begin that are neither kept nor skipped.
    left: usize,
    /// How far these stand behind their former places.
    shift: usize,
}

impl<T> Default for Rewritten<T> {
    fn default() -> Self {
        Self::over(Vec::new())
    }
}

impl<T> Rewritten<T> {
    /// Nothing, written over a former list.
    pub(super) fn over(former: Vec<T>) -> Self {
        Self { items: former, written: 0, left: 0, shift: 0 }
    }

    /// What is written.
    pub(super) fn written(&self) -> &[T] {
        &self.items[..self.written]
    }

    /// How many are written.
    pub(super) fn len(&self) -> usize {
        self.written
    }

    /// Drops what is left of the former list.
    pub(super) fn end(&mut self) {
        self.items.truncate(self.written);
        self.left = self.written;
    }

    /// What is written.
    pub(super) fn into_written(mut self) -> Vec<T> {
        self.end();
        self.items
    }

    /// Makes room for so many in all.
    pub(super) fn reserve(&mut self, all: usize) {
        self.items.reserve(all.saturating_sub(self.items.len()));
    }

    /// The former item of a place, unless it was kept or skipped.
    pub(super) fn former(&self, place: usize) -> Option<&T> {
        let at = place + self.shift;
        self.items.get(at).filter(|_| at >= self.left)
    }

    /// Writes the former item of a place as it is, for changes; those before it are skipped.
    pub(super) fn keep(&mut self, place: usize) -> Option<&mut T> {
        let at = place + self.shift;
        if at < self.left || at >= self.items.len() {
            return None;
        }
        if at != self.written {
            self.items.swap(at, self.written);
        }
        self.left = at + 1;
        self.written += 1;
        self.items.get_mut(self.written - 1)
    }

    /// Gives up the former items before a place.
    pub(super) fn skip_to(&mut self, place: usize) {
        let at = place.saturating_add(self.shift).min(self.items.len());
        self.left = self.left.max(at);
    }
}

impl<T: Clone> Rewritten<T> {
    /// Writes another item.
    pub(super) fn push(&mut self, item: T) {
        if self.written == self.items.len() {
            self.items.push(item);
            self.left = self.items.len();
        } else {
            if self.written == self.left {
                self.open_gap(&item);
            }
            self.items[self.written] = item;
        }
        self.written += 1;
    }

    /// Moves what is left back, farther each time, so that many new items take time for each.
    fn open_gap(&mut self, filler: &T) {
        let width = 32.max(self.items.len() / 4);
        let gap = std::iter::repeat_with(|| filler.clone()).take(width);
        self.items.splice(self.left..self.left, gap);
        self.left += width;
        self.shift += width;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_stays_where_it_is() {
        let mut list = Rewritten::over(vec!["a", "b", "c", "d"]);
        assert_eq!(list.keep(0), Some(&mut "a"));
        list.skip_to(2);
        list.push("x");
        assert_eq!(list.former(1), None);
        assert_eq!(list.former(2), Some(&"c"));
        assert_eq!(list.keep(3), Some(&mut "d"));
        assert_eq!(list.keep(2), None);
        assert_eq!(list.written(), ["a", "x", "d"]);
        assert_eq!(list.into_written(), ["a", "x", "d"]);
    }

    #[test]
    fn new_ones_find_room_before_what_is_left() {
        let mut list = Rewritten::over((0..1_000).collect());
        for number in 0..1_000 {
            list.push(-number);
            assert_eq!(list.keep(number as usize), Some(&mut { number }));
        }
        let wanted: Vec<i32> = (0..1_000).flat_map(|number| [-number, number]).collect();
        assert_eq!(list.into_written(), wanted);
    }
}
