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
        self.find(hash_of(name), name).map(|value| &**value)
    }

    /// The value of a name with its [hash](hash_of).
    pub(super) fn find(&self, hash: u64, name: &str) -> Option<&Arc<V>> {
        find(self.root.as_deref(), (hash, 0), name)
    }

    /// Sets the value of its name.
    pub(super) fn set(&mut self, value: V) {
        self.put(hash_of(value.name()), Arc::new(value));
    }

    /// Sets the value of its name, whose [hash](hash_of) is given.
    pub(super) fn put(&mut self, hash: u64, value: Arc<V>) {
        self.length += usize::from(set(&mut self.root, hash, 0, value));
    }

    /// All values, in no order that means anything.
    pub(super) fn iter(&self) -> impl Iterator<Item = &V> {
        self.shared().map(|(_, value)| &**value)
    }

    /// The values with the hashes of their names, for [`put`](Self::put).
    pub(super) fn shared(&self) -> impl Iterator<Item = (u64, &Arc<V>)> {
        values(self.root.as_deref())
    }

    /// Those of [`shared`](Self::shared) whose names another map does not have.
    pub(super) fn without<'a>(
        &'a self,
        other: &'a Self,
    ) -> impl Iterator<Item = (u64, &'a Arc<V>)> {
        self.shared().filter(|(hash, value)| other.find(*hash, value.name()).is_none())
    }

    /// Whether a test holds for every name, with its value here and there. What
    /// the maps share is not looked at, so that comparing a map with what became
    /// of it is quick.
    pub(super) fn agrees<'a>(
        &'a self,
        other: &'a Self,
        test: impl Fn(Option<&'a V>, Option<&'a V>) -> bool,
    ) -> bool {
        agree(self.root.as_ref(), other.root.as_ref(), 0, &test)
    }

    /// Whether two maps hold the same by a test of two values.
    pub(super) fn equals(&self, other: &Self, same: impl Fn(&V, &V) -> bool) -> bool {
        let is_same = |pair| matches!(pair, (Some(here), Some(there)) if same(here, there));
        self.length == other.length && self.agrees(other, |here, there| is_same((here, there)))
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
}

impl<V: Named + PartialEq> PartialEq for SharedMap<V> {
    fn eq(&self, other: &Self) -> bool {
        self.equals(other, V::eq)
    }
}

impl<V: Named + Eq> Eq for SharedMap<V> {}

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

/// The value of a name below a place.
fn find<'a, V: Named>(
    place: Option<&'a Node<V>>,
    (hash, mut depth): (u64, u32),
    name: &str,
) -> Option<&'a Arc<V>> {
    let mut node = place;
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

/// The values below a place, with the hashes of their names.
fn values<V>(place: Option<&Node<V>>) -> impl Iterator<Item = (u64, &Arc<V>)> {
    let mut open: Vec<&Node<V>> = place.into_iter().collect();
    std::iter::from_fn(move || {
        loop {
            match open.pop()? {
                Node::Branch(branches) => open.extend(branches.iter().filter_map(Option::as_deref)),
                Node::Leaf { hash, value, next } => {
                    open.extend(next.as_deref());
                    return Some((*hash, value));
                }
            }
        }
    })
}

/// Whether a test holds for every name below two places that is not below both by sharing.
fn agree<'a, V: Named>(
    first: Option<&'a Arc<Node<V>>>,
    second: Option<&'a Arc<Node<V>>>,
    depth: u32,
    test: &impl Fn(Option<&'a V>, Option<&'a V>) -> bool,
) -> bool {
    let (first, second) = match (first, second) {
        (Some(first), Some(second)) if Arc::ptr_eq(first, second) => return true,
        (first, second) => (first.map(|it| &**it), second.map(|it| &**it)),
    };
    match (first, second) {
        (Some(Node::Branch(first)), Some(Node::Branch(second))) => {
            let mut pairs = first.iter().zip(second);
            pairs.all(|(first, second)| agree(first.as_ref(), second.as_ref(), depth + 1, test))
        }
        (
            Some(Node::Leaf { value: first, next: None, .. }),
            Some(Node::Leaf { value: second, next: None, .. }),
        ) if first.name() == second.name() => test(Some(first), Some(second)),
        _ => {
            let there = |hash, value: &V| find(second, (hash, depth), value.name());
            let here = |hash, value: &V| find(first, (hash, depth), value.name());
            values(first).all(|(hash, value)| test(Some(value), there(hash, value).map(|it| &**it)))
                && values(second)
                    .all(|(hash, value)| here(hash, value).is_some() || test(None, Some(value)))
        }
    }
}

fn branch(hash: u64, depth: u32) -> usize {
    (hash >> (depth * BITS)) as usize & ((1 << BITS) - 1)
}

/// The hash of a name.
pub(super) fn hash_of(name: &str) -> u64 {
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
        let mut map = SharedMap::default();
        for (hash, value) in [(5, number(1, 1)), (5, number(2, 2)), (5, number(1, 3))] {
            map.put(hash, Arc::new(value));
        }
        let before = map.clone();
        map.put(6, Arc::new(number(3, 4)));
        assert_eq!(map.find(5, "NAME_2"), Some(&Arc::new(number(2, 2))));
        let is_new = |here: Option<&Number>, _: Option<&Number>| here.is_none_or(|it| it.1 < 4);
        assert!(before.agrees(&map, is_new) && !map.agrees(&before, is_new));
        let mut values: Vec<usize> = map.iter().map(|number| number.1).collect();
        values.sort_unstable();
        assert_eq!(values, [2, 3, 4]);
    }

    #[test]
    fn two_maps_agree_where_every_name_does() {
        let map = |values: &[(usize, usize)]| {
            let mut map = SharedMap::default();
            for (name, value) in values {
                map.set(number(*name, *value));
            }
            map
        };
        let many: Vec<(usize, usize)> = (0..50).map(|name| (name, name)).collect();
        for parts in [(0, 0), (0, 1), (1, 1), (3, 30), (50, 50), (49, 50)] {
            let (some, more) = (map(&many[..parts.0]), map(&many[..parts.1]));
            let mut grown = some.clone();
            for (name, value) in &many[parts.0..parts.1] {
                grown.set(number(*name, *value));
            }
            assert_eq!(grown, more);
            let shared = std::cell::RefCell::new(Vec::new());
            for (here, there) in [(&some, &grown), (&some, &more), (&more, &some)] {
                let seen = |first: Option<&Number>, second: Option<&Number>| {
                    let name = first.or(second).unwrap().0.clone();
                    assert_eq!((first, second), (here.get(&name), there.get(&name)));
                    shared.borrow_mut().push(name);
                    true
                };
                assert!(here.agrees(there, seen));
                let mut seen = std::mem::take(&mut *shared.borrow_mut());
                let count = seen.len();
                seen.sort_unstable();
                seen.dedup();
                // Each name once, and each that is not in both.
                assert_eq!(seen.len(), count);
                let lacks = there.without(here).chain(here.without(there));
                let mut lacks: Vec<String> = lacks.map(|(_, it)| it.0.clone()).collect();
                lacks.sort_unstable();
                assert_eq!(lacks.len(), parts.1 - parts.0);
                assert!(lacks.iter().all(|name| seen.contains(name)));
            }
            assert!(grown.agrees(&grown.clone(), |_, _| false));
        }
        let other = map(&[(1, 1), (2, 3)]);
        assert!(!other.agrees(&map(&many[..3]), |here, there| here == there));
    }
}
