//! A context as it was found: every file and folder with what the ignore file
//! says of it, and what is sent of each folder.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use super::ignore::{Decision, IgnoreError, IgnoreFile, IgnorePattern, PatternPlace};
use super::scanner::Scanner;
use super::tree::{ContentDigest, Entry, EntryKind, Tree};
use super::walk::FolderMemory;
use crate::arrange::Arrange as _;

/// A context as it was found.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// What to call the folder.
    pub folder: String,
    /// The file and line that name it as the context, for people; `None` where
    /// the reader did, or nothing does.
    pub named_by: Option<String>,
    /// What that file says of what is built, beside its context.
    pub service: Service,
    /// Where the Dockerfile lies in it; `None` where it lies elsewhere.
    pub dockerfile: Option<String>,
    /// The ignore file, and how it was read.
    pub ignore: Ignore,
    /// What could not be seen as it is.
    pub problems: Vec<Problem>,
    /// The texts of manifests at its top that checks read, by name.
    pub texts: BTreeMap<String, String>,
    /// The scanners that settings of build services name; `None` where none were looked for.
    pub scanners: Option<Vec<Scanner>>,
    nodes: Vec<Node>,
    digests: HashMap<NodeId, ContentDigest>,
}

/// What a Compose file says of a service that is built from the Dockerfile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Service {
    /// The stage that it builds.
    pub target: Option<Said>,
    /// The file and line of a health check of its own, for people.
    pub health: Option<String>,
}

/// Something that a file says, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What.
    pub what: String,
    /// The file and line, for people.
    pub from: String,
}

/// The ignore file of a context.
#[derive(Clone, Debug, Default)]
pub struct Ignore {
    /// Its name as the reader knows it; `None` where there is none.
    pub name: Option<String>,
    /// Its text; empty where there is none.
    pub text: String,
    /// The text of the context's `.dockerignore`, where the Dockerfile's own goes before it.
    pub outranked: Option<String>,
    /// Its patterns; none where there is no file, or where it is refused.
    pub file: IgnoreFile,
    /// Why a build with it fails.
    pub refused: Option<IgnoreError>,
}

impl Ignore {
    /// Reads the text of a file of this name.
    pub fn read(name: impl Into<String>, text: &str) -> Self {
        let (file, refused) = match IgnoreFile::read(text) {
            Ok(file) => (file, None),
            Err(error) => (IgnoreFile::default(), Some(error)),
        };
        Self { name: Some(name.into()), text: text.to_owned(), outranked: None, file, refused }
    }
}

/// Place of a path in a [`Snapshot`]; means nothing in another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

impl NodeId {
    /// Counted from 0, the context itself, in the order in which
    /// [`Builder::fill`] gave the places.
    pub fn place(self) -> usize {
        self.0 as usize
    }
}

/// One path of a context.
#[derive(Clone, Debug)]
pub struct Node {
    /// The last part of its path; empty for the context itself.
    pub name: Box<str>,
    /// The folder that it lies in; the context itself for the context itself.
    pub parent: NodeId,
    /// What it is.
    pub kind: EntryKind,
    /// Permission bits, as in `chmod`.
    pub mode: u32,
    /// The size of a file in bytes; 0 for everything else.
    pub size: u64,
    /// What the ignore file says of it.
    pub decision: Decision,
    /// Whether it may be sent: nothing leaves it out. A folder is sent with
    /// what is sent in it. Means nothing where the ignore file is refused.
    pub sent: bool,
    /// What it holds: for everything but a folder, itself.
    pub holds: Totals,
    /// Whether the scan looked into it; true for everything but a folder.
    pub entered: bool,
    children: Range<u32>,
}

/// How much there is below a folder, folders not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Files, links and everything else that is no folder.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// How many of them are sent.
    pub sent_files: u64,
    /// The bytes of those that are sent.
    pub sent_bytes: u64,
}

impl Totals {
    fn add(&mut self, other: Totals) {
        self.files += other.files;
        self.bytes += other.bytes;
        self.sent_files += other.sent_files;
        self.sent_bytes += other.sent_bytes;
    }
}

/// Something in a context that could not be seen as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Its path; empty for the context itself.
    pub path: String,
    /// What is in the way, as the end of a sentence that the path begins.
    pub text: String,
}

/// A path that was found, before it has its place.
#[derive(Clone, Debug)]
pub struct Found {
    /// The last part of its path.
    pub name: Box<str>,
    /// What it is.
    pub kind: EntryKind,
    /// Permission bits.
    pub mode: u32,
    /// The size of a file in bytes.
    pub size: u64,
    /// What the ignore file says of it.
    pub decision: Decision,
}

/// Puts a snapshot together, folder by folder.
#[derive(Debug)]
pub struct Builder {
    nodes: Vec<Node>,
}

impl Default for Builder {
    fn default() -> Self {
        let context = Found {
            name: "".into(),
            kind: EntryKind::Folder,
            mode: 0o755,
            size: 0,
            decision: Decision::default(),
        };
        Self { nodes: vec![Node::new(context, Snapshot::ROOT)] }
    }
}

impl Builder {
    /// Fills a folder that was added before, once, with what lies in it, in
    /// the order of the names; gives the places in that order.
    pub fn fill(
        &mut self,
        folder: NodeId,
        found: Vec<Found>,
    ) -> impl Iterator<Item = NodeId> + use<> {
        let start = self.nodes.len() as u32;
        self.nodes.extend(found.into_iter().map(|found| Node::new(found, folder)));
        let end = self.nodes.len() as u32;
        let node = &mut self.nodes[folder.0 as usize];
        node.children = start..end;
        node.entered = true;
        (start..end).map(NodeId)
    }

    /// The snapshot, with the sums of every folder.
    pub fn finish(mut self, folder: String, ignore: Ignore, problems: Vec<Problem>) -> Snapshot {
        // A folder stands before what lies in it, so backwards all below comes first.
        for place in (0..self.nodes.len()).rev() {
            let node = &mut self.nodes[place];
            node.sent |= !node.decision.ignored;
            if node.kind != EntryKind::Folder {
                let (files, bytes, sent) = (1, node.size, node.sent);
                node.holds = Totals {
                    files,
                    bytes,
                    sent_files: if sent { files } else { 0 },
                    sent_bytes: if sent { bytes } else { 0 },
                };
            }
            let (parent, sent, holds) = (node.parent, node.sent, node.holds);
            if place > 0 {
                let parent = &mut self.nodes[parent.0 as usize];
                parent.sent |= sent;
                parent.holds.add(holds);
            }
        }
        let digests = HashMap::new();
        let (texts, nodes) = (BTreeMap::new(), self.nodes);
        let (dockerfile, scanners) = (None, None);
        Snapshot {
            folder,
            named_by: None,
            service: Service::default(),
            dockerfile,
            ignore,
            problems,
            texts,
            scanners,
            nodes,
            digests,
        }
    }
}

impl Node {
    fn new(found: Found, parent: NodeId) -> Self {
        let Found { name, kind, mode, size, decision } = found;
        let entered = kind != EntryKind::Folder;
        Self {
            name,
            parent,
            kind,
            mode,
            size,
            decision,
            sent: false,
            holds: Totals::default(),
            entered,
            children: 0..0,
        }
    }

    /// Whether it is a folder.
    pub fn is_folder(&self) -> bool {
        self.kind == EntryKind::Folder
    }

    /// Whether it is a folder in which there is nothing.
    pub fn is_empty_folder(&self) -> bool {
        self.is_folder() && self.entered && self.children.is_empty()
    }
}

impl Snapshot {
    /// The context itself.
    pub const ROOT: NodeId = NodeId(0);

    /// The snapshot of a tree that is no folder on a disk, such as a scenario's.
    pub fn of_tree(folder: &str, tree: &Tree, mut ignore: Ignore) -> Self {
        let mut inside: BTreeMap<&str, Vec<(&str, &str, &Entry)>> = BTreeMap::new();
        for (path, entry) in tree.iter() {
            let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
            inside.entry(above).or_default().push((name, path, entry));
        }
        let mut builder = Builder::default();
        let mut digests = Vec::new();
        let mut open = vec![(Self::ROOT, "", None::<FolderMemory>)];
        while let Some((id, above, memory)) = open.pop() {
            let mut entries = inside.remove(above).unwrap_or_default();
            entries.arrange_by_key(|(name, _, _)| *name);
            let mut memories = Vec::new();
            let found = entries.iter().map(|(name, path, entry)| {
                let judged = judge(&ignore.file, path, memory.as_ref(), entry.is_folder());
                let (decision, below) = judged.unwrap_or_else(|error| {
                    ignore.refused.get_or_insert(error);
                    (Decision::default(), FolderMemory::default())
                });
                memories.push(below);
                let (kind, mode, size) = (entry.kind.clone(), entry.mode, entry.size);
                Found { name: (*name).into(), kind, mode, size, decision }
            });
            let places: Vec<NodeId> = builder.fill(id, found.collect()).collect();
            for ((place, (_, path, entry)), memory) in places.into_iter().zip(entries).zip(memories)
            {
                digests.extend(entry.digest.map(|digest| (place, digest)));
                if entry.is_folder() {
                    open.push((place, path, Some(memory)));
                }
            }
        }
        let mut snapshot = builder.finish(folder.to_owned(), ignore, Vec::new());
        snapshot.digests.extend(digests);
        snapshot
    }

    /// The files and folders as a tree, those that are not sent included.
    pub fn tree(&self) -> Tree {
        let mut tree = Tree::default();
        let mut open = vec![(Self::ROOT, String::new())];
        while let Some((folder, above)) = open.pop() {
            for child in self.children(folder) {
                let node = &self[child];
                let path = format!("{above}{}", node.name);
                if node.is_folder() {
                    open.push((child, format!("{path}/")));
                }
                let (kind, mode, size) = (node.kind.clone(), node.mode, node.size);
                tree.insert(path, Entry { kind, mode, size, digest: self.digest(child) });
            }
        }
        tree
    }

    /// All places; a folder stands before what lies in it.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = NodeId> + use<> {
        (0..self.nodes.len() as u32).map(NodeId)
    }

    /// How many paths there are, the context itself not counted.
    pub fn len(&self) -> usize {
        self.nodes.len() - 1
    }

    /// Whether the context holds nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What lies in a folder, in the order of the names.
    pub fn children(&self, folder: NodeId) -> impl DoubleEndedIterator<Item = NodeId> + use<> {
        self[folder].children.clone().map(NodeId)
    }

    /// A path by its parts: relative, with slashes. Empty and `.` is the context itself.
    pub fn find(&self, path: &str) -> Option<NodeId> {
        let parts = path.split('/').filter(|part| !matches!(*part, "" | "."));
        let mut place = Self::ROOT;
        for part in parts {
            place = self.child(place, part)?;
        }
        Some(place)
    }

    /// What has this name in a folder.
    pub fn child(&self, folder: NodeId, name: &str) -> Option<NodeId> {
        let range = self[folder].children.clone();
        let children = self.nodes.get(range.start as usize..range.end as usize)?;
        let found = children.binary_search_by(|node| (*node.name).cmp(name)).ok()?;
        Some(NodeId(range.start + found as u32))
    }

    /// The path of a place: relative, with slashes; empty for the context itself.
    pub fn path(&self, id: NodeId) -> String {
        let mut names = Vec::new();
        let mut at = id;
        while at != Self::ROOT {
            names.push(&*self[at].name);
            at = self[at].parent;
        }
        names.reverse();
        names.join("/")
    }

    /// A place, then the folders above it, the context itself last.
    pub fn upwards(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(Some(id), |at| (*at != Self::ROOT).then(|| self[*at].parent))
    }

    /// Whether it is a link to a place outside the context. Inside an image a
    /// link that begins at the root means the root of the image, so such a one counts.
    pub fn leads_out(&self, id: NodeId) -> bool {
        let EntryKind::Link(target) = &self[id].kind else { return false };
        let mut depth = self.upwards(id).count() as i64 - 2;
        target.starts_with('/')
            || target.split('/').any(|part| {
                match part {
                    "" | "." => {}
                    ".." => depth -= 1,
                    _ => depth += 1,
                }
                depth < 0
            })
    }

    /// The pattern that decides over a path; `None` where none matches.
    pub fn deciding(&self, id: NodeId) -> Option<&IgnorePattern> {
        self.ignore.file.pattern(self[id].decision.decided_by?)
    }

    /// Whether a path may be sent, and what decides it. A path that is not there
    /// is judged as if a file lay there. `None` where the ignore file is refused.
    pub fn judge(&self, path: &str) -> Option<(bool, Option<PatternPlace>)> {
        if self.ignore.refused.is_some() {
            return None;
        }
        if let Some(found) = self.find(path) {
            let node = &self[found];
            return Some((node.sent, node.decision.decided_by));
        }
        let decision = self.ignore.file.judge_path(path).ok()?;
        Some((!decision.ignored, decision.decided_by))
    }

    /// The digest of a file's bytes, where it was computed.
    pub fn digest(&self, id: NodeId) -> Option<ContentDigest> {
        self.digests.get(&id).copied()
    }

    /// Keeps digests that were computed.
    pub fn add_digests(&mut self, digests: impl IntoIterator<Item = (NodeId, ContentDigest)>) {
        self.digests.extend(digests);
    }

    /// What the context holds.
    pub fn totals(&self) -> Totals {
        self[Self::ROOT].holds
    }

    /// The paths with problems.
    pub fn problem_paths(&self) -> HashSet<&str> {
        self.problems.iter().map(|problem| problem.path.as_str()).collect()
    }
}

impl std::ops::Index<NodeId> for Snapshot {
    type Output = Node;

    fn index(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }
}

/// Decides for anything; what is no folder has an empty memory.
fn judge(
    file: &IgnoreFile,
    path: &str,
    parent: Option<&FolderMemory>,
    is_folder: bool,
) -> Result<(Decision, FolderMemory), IgnoreError> {
    if is_folder {
        file.judge_folder(path, parent)
    } else {
        Ok((file.judge_file(path, parent)?, FolderMemory::default()))
    }
}
