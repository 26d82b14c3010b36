//! The files of a context, whether from a real folder or from a scenario.

use std::collections::BTreeMap;

/// SHA-256 of a file's bytes.
pub type ContentDigest = [u8; 32];

/// The files and folders of a context by their paths: relative, with slashes,
/// without `.` or `..`, in the order of their bytes. Every folder above an
/// entry is an entry itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    entries: BTreeMap<String, Entry>,
}

/// One file, folder or link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub kind: EntryKind,
    /// Permission bits, as in `chmod`: 0 to 0o7777.
    pub mode: u32,
    /// The size of a file in bytes; 0 for everything else.
    pub size: u64,
    /// The digest of a file's bytes, where it was computed.
    pub digest: Option<ContentDigest>,
}

/// What stands at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link to this path, as written. It is never followed.
    Link(String),
    /// A socket, a pipe or a device: what it is called.
    Special(&'static str),
}

impl Entry {
    /// A folder with the usual mode.
    pub fn folder() -> Self {
        Self { kind: EntryKind::Folder, mode: 0o755, size: 0, digest: None }
    }

    /// Whether it is a folder.
    pub fn is_folder(&self) -> bool {
        self.kind == EntryKind::Folder
    }
}

impl Tree {
    /// All entries, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.entries.iter().map(|(path, entry)| (path.as_str(), entry))
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entry at a path.
    pub fn get(&self, path: &str) -> Option<&Entry> {
        self.entries.get(path)
    }

    /// The entry at a path, to be changed.
    pub fn get_mut(&mut self, path: &str) -> Option<&mut Entry> {
        self.entries.get_mut(path)
    }

    /// Puts an entry at a path, and a folder at each path above that has no entry.
    pub fn insert(&mut self, path: impl Into<String>, entry: Entry) {
        let path = path.into();
        for (end, _) in path.match_indices('/') {
            let above = &path[..end];
            if !self.entries.contains_key(above) {
                self.entries.insert(above.to_owned(), Entry::folder());
            }
        }
        self.entries.insert(path, entry);
    }

    /// Takes away an entry and everything below it; gives what was there.
    pub fn remove(&mut self, path: &str) -> Option<Entry> {
        let below = format!("{path}/");
        let names: Vec<String> = self.below(&below).map(|(name, _)| name.to_owned()).collect();
        for name in names {
            self.entries.remove(&name);
        }
        self.entries.remove(path)
    }

    /// The entries whose paths begin with this text, sorted.
    pub fn below<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a Entry)> {
        let from = self
            .entries
            .range::<str, _>((std::ops::Bound::Included(prefix), std::ops::Bound::Unbounded));
        from.take_while(move |(path, _)| path.starts_with(prefix))
            .map(|(path, entry)| (path.as_str(), entry))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_above_are_entries_and_go_with_what_is_below() {
        let mut tree = Tree::default();
        tree.insert(
            "a/b/c.txt",
            Entry { kind: EntryKind::File, mode: 0o644, size: 1, digest: None },
        );
        let paths: Vec<&str> = tree.iter().map(|(path, _)| path).collect();
        assert_eq!(paths, ["a", "a/b", "a/b/c.txt"]);
        tree.remove("a/b");
        assert_eq!(tree.len(), 1);
    }
}
