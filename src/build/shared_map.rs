//! A map whose copies share what they have in common.
//!
//! The engine keeps the variables after every instruction. Copying a map for
//! each would take time and memory in line with the square of a long file; here
//! a copy costs nothing, and setting one value makes anew only the way to it.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

/// How many bits of a hash choose a branch.
const BITS: u32 = 2;

/// What a map is asked for.
pub(super) trait Named {
    /// The name.
    fn name(&self) -> &str;
}

/// Values by name: a tree over the bits of each name's hash.
#[derive(Clone, Debug)]
pub(super) struct SharedMap<V> {
    root: Option<Arc<Node<V>>>,
    length: usize,
}

#[derive(Debug)]
enum Node<V> {
    Branch([Option<Arc<Node<V>>>; 1 << BITS]),
    Leaf {
        hash: u64,
        value: Arc<V>,
        /// Another name with the same hash.
        next: Option<Arc<Node<V>>>,
    },
}

// Not derived: a value need not be copied, only counted once more.
impl<V> Clone for Node<V> {
    fn clone(&self) -> Self {
        match self {
            Node::Branch(branches) => Node::Branch(branches.clone()),
            Node::Leaf { hash, value, next } => {
                Node::Leaf { hash: *hash, value: Arc::clone(value), next: next.clone() }
            }
        }
    }
}

impl<V> Default for SharedMap<V> {
    fn default() -> Self {
        Self { root: None, length: 0 }
    }
}

impl<V: Named> SharedMap<V> {
    /// How many values there are.
    pub(super) fn len(&self) -> usize {
        self.length
    }

    /// The value of a name.
    pub(super) fn get(&self, name: &str) -> Option<&V> {
        let hash = hash_of(name);
        let mut depth = 0;
        let mut node = self.root.as_deref();
        loop {
            match node? {
                Node::Branch(branches) => {
                    node = branches[branch(hash, depth)].as_deref();
                    depth += 1;
                }
                Node::Leaf { hash: own, value, .. } if *own == hash && value.name() == name => {
                    return Some(value);
                }
                Node::Leaf { next, .. } => node = next.as_deref(),
            }
        }
    }

    /// Sets the value of its name.
    pub(super) fn set(&mut self, value: V) {
        let hash = hash_of(value.name());
        self.length += usize::from(set(&mut self.root, hash, 0, Arc::new(value)));
    }

    /// All values, in no order that means anything.
    pub(super) fn iter(&self) -> impl Iterator<Item = &V> {
        let mut open: Vec<&Node<V>> = self.root.as_deref().into_iter().collect();
        std::iter::from_fn(move || {
            loop {
                match open.pop()? {
                    Node::Branch(branches) => {
                        open.extend(branches.iter().filter_map(Option::as_deref));
                    }
                    Node::Leaf { value, next, .. } => {
                        open.extend(next.as_deref());
                        return Some(&**value);
                    }
                }
            }
        })
    }
}

impl<V> SharedMap<V> {
    /// Whether two maps are one and the same, without a look at what is in them.
    pub(super) fn is_certainly(&self, other: &Self) -> bool {
        match (&self.root, &other.root) {
            (None, None) => true,
            (Some(one), Some(another)) => Arc::ptr_eq(one, another),
            _ => false,
        }
    }

    /// Whether two maps hold the same by a test of two values. What they share
    /// is not looked at, so that comparing a map with what became of it is quick.
    pub(super) fn equals(&self, other: &Self, same: impl Fn(&V, &V) -> bool + Copy) -> bool {
        self.length == other.length && equal(self.root.as_ref(), other.root.as_ref(), same)
    }
}

impl<V: PartialEq> PartialEq for SharedMap<V> {
    fn eq(&self, other: &Self) -> bool {
        self.equals(other, V::eq)
    }
}

impl<V: Eq> Eq for SharedMap<V> {}

/// Sets a value below a place; true for a new name. Two hashes that differ
/// part before their bits end, so it goes no deeper than 32.
fn set<V: Named>(place: &mut Option<Arc<Node<V>>>, hash: u64, depth: u32, new: Arc<V>) -> bool {
    if let Some(Node::Leaf { hash: own, .. }) = place.as_deref()
        && *own != hash
    {
        let own = *own;
        let mut branches = <[Option<Arc<Node<V>>>; 1 << BITS]>::default();
        branches[branch(own, depth)] = place.take();
        *place = Some(Arc::new(Node::Branch(branches)));
    }
    let Some(node) = place else {
        *place = Some(Arc::new(Node::Leaf { hash, value: new, next: None }));
        return true;
    };
    match Arc::make_mut(node) {
        Node::Branch(branches) => set(&mut branches[branch(hash, depth)], hash, depth + 1, new),
        Node::Leaf { value, next, .. } => {
            if value.name() != new.name() {
                return set(next, hash, depth, new);
            }
            *value = new;
            false
        }
    }
}

fn equal<V>(
    first: Option<&Arc<Node<V>>>,
    second: Option<&Arc<Node<V>>>,
    same: impl Fn(&V, &V) -> bool + Copy,
) -> bool {
    let (first, second) = match (first, second) {
        (None, None) => return true,
        (Some(first), Some(second)) if Arc::ptr_eq(first, second) => return true,
        (Some(first), Some(second)) => (&**first, &**second),
        _ => return false,
    };
    match (first, second) {
        (Node::Branch(first), Node::Branch(second)) => {
            let mut pairs = first.iter().zip(second);
            pairs.all(|(first, second)| equal(first.as_ref(), second.as_ref(), same))
        }
        (
            Node::Leaf { value: first, next: rest, .. },
            Node::Leaf { value: second, next: other, .. },
        ) => same(first, second) && equal(rest.as_ref(), other.as_ref(), same),
        _ => false,
    }
}

fn branch(hash: u64, depth: u32) -> usize {
    (hash >> (depth * BITS)) as usize & ((1 << BITS) - 1)
}

fn hash_of(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug, PartialEq, Eq)]
    struct Number(String, usize);

    impl Named for Number {
        fn name(&self) -> &str {
            &self.0
        }
    }

    fn number(name: usize, value: usize) -> Number {
        Number(format!("NAME_{name}"), value)
    }

    #[test]
    fn a_copy_keeps_what_it_had() {
        let mut map = SharedMap::default();
        let mut copies = Vec::new();
        for name in 0..500 {
            map.set(number(name, name));
            copies.push(map.clone());
        }
        map.set(number(7, 0));
        for (count, copy) in copies.iter().enumerate() {
            assert_eq!(copy.len(), count + 1);
            let mut values: Vec<usize> = copy.iter().map(|number| number.1).collect();
            values.sort_unstable();
            assert!(values.into_iter().eq(0..=count));
            assert_eq!(copy.get(&format!("NAME_{}", count + 1)), None);
        }
        assert_eq!(map.get("NAME_7"), Some(&number(7, 0)));
        assert_ne!(map, copies[499]);
        map.set(number(7, 7));
        assert_eq!(map, copies[499]);
    }

    #[test]
    fn names_with_one_hash_stay_apart() {
        let mut root = None;
        for value in [number(1, 1), number(2, 2), number(1, 3)] {
            set(&mut root, 5, 0, Arc::new(value));
        }
        set(&mut root, 6, 0, Arc::new(number(3, 4)));
        let map = SharedMap { root, length: 3 };
        let mut values: Vec<usize> = map.iter().map(|number| number.1).collect();
        values.sort_unstable();
        assert_eq!(values, [2, 3, 4]);
    }
}
