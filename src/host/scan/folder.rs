//! A folder that is a build context, scanned as often as it changes.

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::digests::{self, DigestCache, MOST_BYTES_HASHED, Stamp, Wanted};
use super::walk::{self, Walked};
use super::{Cancel, ignore_file};
use crate::checks::Around;
use crate::context::{EntryKind, IgnoreFile, NodeId, Problem, Service, Snapshot};
use crate::host::ci::scanners;
use crate::host::compose::compose_context;
use crate::host::read::{ReadError, ReadFault, read_file};

/// Which folders a scan looks into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Enter {
    /// Those that the client of a build enters: an ignored folder in which
    /// nothing can be brought back is passed by.
    #[default]
    WhatMayBeSent,
    /// All.
    Everything,
}

/// A folder that is a build context. Keeps the digests of files from one scan
/// to the next, so that an unchanged file is read once.
#[derive(Clone, Debug)]
pub struct ContextFolder {
    root: PathBuf,
    named_by: Option<String>,
    service: Service,
    dockerfile: Option<PathBuf>,
    enter: Enter,
    digests: DigestCache,
    stamps: Vec<Stamp>,
    odd_names: HashMap<NodeId, OsString>,
}

/// Why there is no context to show.
pub type ContextError = ReadError;

impl ContextFolder {
    /// The context in a folder, for a Dockerfile at this path if there is one.
    pub fn new(root: impl Into<PathBuf>, dockerfile: Option<&Path>, enter: Enter) -> Self {
        let root = root.into();
        // The folder of a Dockerfile that is named alone is called so in paths.
        let root = if root.as_os_str().is_empty() { PathBuf::from(".") } else { root };
        Self {
            root,
            named_by: None,
            service: Service::default(),
            dockerfile: dockerfile.map(Path::to_owned),
            enter,
            digests: DigestCache::default(),
            stamps: Vec::new(),
            odd_names: HashMap::new(),
        }
    }

    /// The context of a Dockerfile: the folder that the reader named, else the
    /// one that a Compose file gives it, else the one that it lies in.
    pub fn of_dockerfile(named: Option<&Path>, dockerfile: &Path, enter: Enter) -> Self {
        if let Some(named) = named {
            return Self::new(named, Some(dockerfile), enter);
        }
        match compose_context(dockerfile) {
            Some(found) => Self {
                named_by: Some(found.from),
                service: found.service,
                ..Self::new(found.folder, Some(dockerfile), enter)
            },
            None => {
                Self::new(dockerfile.parent().unwrap_or(Path::new("")), Some(dockerfile), enter)
            }
        }
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The files that decide over what is ignored, those that do not exist included.
    pub fn ignore_files(&self) -> Vec<PathBuf> {
        ignore_file::candidates(&self.root, self.dockerfile.as_deref())
    }

    /// Scans the folder, without digests. `None` when it was cancelled.
    ///
    /// # Errors
    /// When the folder cannot be read at all. What cannot be read in it is a
    /// problem of the snapshot.
    pub fn scan(&mut self, cancel: &Cancel) -> Result<Option<Snapshot>, ContextError> {
        let mut problems = Vec::new();
        let mut ignore = ignore_file::read(&self.root, self.dockerfile.as_deref(), &mut problems);
        let Some(mut walked) = self.walk(&ignore.file, cancel)? else { return Ok(None) };
        if walked.refused.is_some() {
            // Nothing is sent, but what there is can be shown.
            ignore.refused = walked.refused;
            ignore.file = IgnoreFile::default();
            let Some(again) = self.walk(&ignore.file, cancel)? else { return Ok(None) };
            walked = again;
        }
        problems.extend(walked.problems);
        self.stamps = walked.stamps;
        self.odd_names = walked.odd_names;
        self.digests.retain(&self.stamps);
        let folder = self.root.to_string_lossy().into_owned();
        let mut snapshot = walked.builder.finish(folder, ignore, problems);
        snapshot.dockerfile = self.dockerfile_inside();
        snapshot.named_by.clone_from(&self.named_by);
        snapshot.service.clone_from(&self.service);
        Ok(Some(snapshot))
    }

    /// Reads what check lists and checks want to know beside the names: the
    /// texts of manifests, and the scanners that settings of build services name.
    pub fn read_texts(&self, snapshot: &mut Snapshot) {
        snapshot.texts = manifests(&self.root);
        snapshot.scanners = scanners(&self.root);
    }

    /// Where the Dockerfile lies in the folder, with slashes; `None` where it lies outside.
    pub fn dockerfile_inside(&self) -> Option<String> {
        let folder = std::fs::canonicalize(&self.root).ok()?;
        let path = std::fs::canonicalize(self.dockerfile.as_deref()?).ok()?;
        let inside = path.strip_prefix(folder).ok()?.to_string_lossy();
        Some(inside.replace(std::path::MAIN_SEPARATOR, "/"))
    }

    fn walk(&self, ignore: &IgnoreFile, cancel: &Cancel) -> Result<Option<Walked>, ContextError> {
        walk::walk(&self.root, ignore, self.enter, cancel).map_err(|error| {
            let fault = match error.kind() {
                std::io::ErrorKind::NotADirectory => ReadFault::NoFolder,
                _ => ReadFault::from(error),
            };
            ReadError { path: self.root.clone(), fault }
        })
    }

    /// Adds the digests of these files to the snapshot that the last scan
    /// gave; those that were computed before are not read again. A file that
    /// cannot be read, and one over [`MOST_BYTES_HASHED`], is a problem of the
    /// snapshot. Gives how many files were read.
    pub fn digest(
        &mut self,
        snapshot: &mut Snapshot,
        files: impl IntoIterator<Item = NodeId>,
        cancel: &Cancel,
    ) -> usize {
        let mut wanted = Vec::new();
        for node in files {
            if snapshot[node].kind != EntryKind::File {
                continue;
            }
            let Some(stamp) = self.stamps.get(node.place()).copied() else { continue };
            if let Some(digest) = self.digests.get(&stamp) {
                snapshot.add_digests([(node, digest)]);
            } else if stamp.size() > MOST_BYTES_HASHED {
                snapshot.problems.push(too_large(snapshot.path(node)));
            } else {
                wanted.push(Wanted { node, path: self.path(snapshot, node), stamp });
            }
        }
        let read = digests::read_all(&wanted, cancel);
        let count = read.len();
        for (place, result) in read {
            let Wanted { node, stamp, .. } = wanted[place];
            match result {
                // Perhaps of half a file.
                _ if cancel.is_cancelled() => {}
                Ok(digest) => {
                    self.digests.keep(stamp, digest);
                    snapshot.add_digests([(node, digest)]);
                }
                Err(ReadFault::TooLarge) => snapshot.problems.push(too_large(snapshot.path(node))),
                Err(fault) => {
                    let text = format!("cannot be read: {fault}");
                    snapshot.problems.push(Problem { path: snapshot.path(node), text });
                }
            }
        }
        count
    }

    /// How many of these files [`ContextFolder::digest`] would have to read.
    pub fn unread(&self, files: &[NodeId]) -> usize {
        let stamp = |node: &NodeId| self.stamps.get(node.place());
        let is_unread = |stamp: &&Stamp| self.digests.get(stamp).is_none();
        files.iter().filter_map(stamp).filter(is_unread).count()
    }

    /// How many digests are kept.
    pub fn kept_digests(&self) -> usize {
        self.digests.len()
    }

    /// The path of a node on the disk.
    fn path(&self, snapshot: &Snapshot, node: NodeId) -> PathBuf {
        let mut names: Vec<NodeId> =
            snapshot.upwards(node).filter(|node| *node != Snapshot::ROOT).collect();
        names.reverse();
        let mut path = self.root.clone();
        for node in names {
            match self.odd_names.get(&node) {
                Some(name) => path.push(name),
                None => path.push(&*snapshot[node].name),
            }
        }
        path
    }
}

/// The texts of the manifests at the top of a folder that checks read, by name.
pub(in crate::host) fn manifests(root: &Path) -> BTreeMap<String, String> {
    let read = |name: &str| {
        let bytes = read_file(&root.join(name)).ok()?;
        Some((name.to_owned(), String::from_utf8_lossy(&bytes).into_owned()))
    };
    Around::TEXTS.into_iter().filter_map(read).collect()
}

fn too_large(path: String) -> Problem {
    let limit = MOST_BYTES_HASHED / (1024 * 1024);
    let text = format!("is larger than {limit} MiB: its content is not compared");
    Problem { path, text }
}
