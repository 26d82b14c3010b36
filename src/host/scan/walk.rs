//! The walk: threads that take folders from one heap and put back the folders that they find.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

use super::digests::Stamp;
use super::folder::Enter;
use super::listing::{Kind, Lister, Status};
use super::{Cancel, threads};
use crate::arrange::Arrange as _;
use crate::context::{
    Builder, Decision, EntryKind, FolderMemory, Found, IgnoreError, IgnoreFile, NodeId, Problem,
    Snapshot,
};
use crate::host::read::ReadFault;

/// A context is listed up to so many entries.
pub const MOST_ENTRIES: u64 = 1_000_000;

/// What a walk found.
#[derive(Debug, Default)]
pub(super) struct Walked {
    pub(super) builder: Builder,
    /// The stamp of each path, in the order of the snapshot's places.
    pub(super) stamps: Vec<Stamp>,
    pub(super) problems: Vec<Problem>,
    /// The names that are not UTF-8, which the snapshot has only nearly.
    pub(super) odd_names: HashMap<NodeId, OsString>,
    /// A pattern that turned out to be broken.
    pub(super) refused: Option<IgnoreError>,
}

/// A folder to look into.
struct Task {
    number: u64,
    /// Relative to the root, with slashes; for the ignore file.
    path: String,
    real: PathBuf,
    memory: Option<FolderMemory>,
}

/// One entry of a folder.
struct Seen {
    found: Found,
    stamp: Stamp,
    odd_name: Option<OsString>,
    /// The number of the task that looks into it.
    task: Option<u64>,
}

/// What one thread has found, by the number of the task.
#[derive(Default)]
struct Harvest {
    folders: Vec<(u64, Vec<Seen>)>,
    problems: Vec<Problem>,
    refused: Vec<(String, IgnoreError)>,
}

struct Walk<'a> {
    ignore: &'a IgnoreFile,
    enter: Enter,
    cancel: &'a Cancel,
    heap: Mutex<Heap>,
    changed: Condvar,
    numbers: AtomicU64,
    entries: AtomicU64,
}

struct Heap {
    tasks: Vec<Task>,
    /// Threads that look into a folder and may put tasks back.
    busy: usize,
}

/// Walks a folder. Gives nothing when it was cancelled.
///
/// # Errors
/// When the folder itself cannot be read.
pub(super) fn walk(
    root: &Path,
    ignore: &IgnoreFile,
    enter: Enter,
    cancel: &Cancel,
) -> io::Result<Option<Walked>> {
    // Asked first, so that the root's fault is an error and no problem among others.
    drop(std::fs::read_dir(root)?);
    let task = Task { number: 0, path: String::new(), real: root.to_owned(), memory: None };
    let walk = Walk {
        ignore,
        enter,
        cancel,
        heap: Mutex::new(Heap { tasks: vec![task], busy: 0 }),
        changed: Condvar::new(),
        numbers: AtomicU64::new(1),
        entries: AtomicU64::new(0),
    };
    let harvests: Vec<Harvest> = std::thread::scope(|scope| {
        let handles: Vec<_> = (1..threads()).map(|_| scope.spawn(|| walk.work())).collect();
        let own = walk.work();
        // A thread that panicked has printed why; what it found is missing.
        handles.into_iter().filter_map(|handle| handle.join().ok()).chain([own]).collect()
    });
    if cancel.is_cancelled() {
        return Ok(None);
    }
    let mut walked = put_together(harvests);
    if walk.entries.into_inner() > MOST_ENTRIES {
        let text = format!("holds more than {MOST_ENTRIES} entries; the others are not listed");
        walked.problems.push(Problem { path: String::new(), text });
    }
    Ok(Some(walked))
}

impl Walk<'_> {
    fn work(&self) -> Harvest {
        let mut harvest = Harvest::default();
        let mut lister = Lister::new();
        while let Some(task) = self.next() {
            let mut found = Vec::new();
            if !self.cancel.is_cancelled() {
                let seen = self.look_into(&task, &mut lister, &mut found, &mut harvest);
                harvest.folders.push((task.number, seen));
            }
            self.put_back(found);
        }
        harvest
    }

    fn next(&self) -> Option<Task> {
        let mut heap = self.heap.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(task) = heap.tasks.pop() {
                heap.busy += 1;
                return Some(task);
            }
            if heap.busy == 0 {
                return None;
            }
            heap = self.changed.wait(heap).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn put_back(&self, found: Vec<Task>) {
        let mut heap = self.heap.lock().unwrap_or_else(PoisonError::into_inner);
        heap.busy -= 1;
        heap.tasks.extend(found);
        self.changed.notify_all();
    }

    fn look_into(
        &self,
        task: &Task,
        lister: &mut Lister,
        tasks: &mut Vec<Task>,
        harvest: &mut Harvest,
    ) -> Vec<Seen> {
        let mut seen = Vec::new();
        // One text for the paths of all entries: only folders keep theirs.
        let mut path = task.path.clone();
        if !path.is_empty() {
            path.push('/');
        }
        let folder = path.len();
        let listed = lister.list(&task.real, |name, status| {
            path.truncate(folder);
            if self.entries.load(Ordering::Relaxed) > MOST_ENTRIES {
                return false;
            }
            seen.extend(self.see(task, (name, status), &mut path, tasks, harvest));
            true
        });
        if let Err(error) = listed {
            harvest.problems.push(unreadable(task.path.clone(), error));
        }
        seen.arrange_by(|a, b| a.found.name.cmp(&b.found.name));
        self.entries.fetch_add(seen.len() as u64, Ordering::Relaxed);
        seen
    }

    /// Looks at one entry; `path` is that of its folder, to which its name is added.
    fn see(
        &self,
        task: &Task,
        (name, status): (&OsStr, io::Result<Status>),
        path: &mut String,
        tasks: &mut Vec<Task>,
        harvest: &mut Harvest,
    ) -> Option<Seen> {
        let shown = name.to_string_lossy();
        path.push_str(&shown);
        let status = match status {
            Ok(status) => status,
            Err(error) => {
                harvest.problems.push(unreadable(path.clone(), error));
                return None;
            }
        };
        let odd_name = name.to_str().is_none().then(|| name.to_owned());
        if odd_name.is_some() {
            let text = "has a name that is not UTF-8; it is shown nearly".to_owned();
            harvest.problems.push(Problem { path: path.clone(), text });
        }
        let found = Found {
            name: shown.into(),
            kind: kind(status.kind, || task.real.join(name)),
            mode: status.mode,
            size: if status.kind == Kind::File { status.stamp.size() } else { 0 },
            decision: Decision::default(),
        };
        let mut seen = Seen { found, stamp: status.stamp, odd_name, task: None };
        if let Err(error) = self.judge(task, path, name, &mut seen, tasks) {
            harvest.refused.push((path.clone(), error));
        }
        Some(seen)
    }

    /// Decides over an entry; a folder that is worth it becomes a task.
    fn judge(
        &self,
        task: &Task,
        path: &str,
        name: &OsStr,
        seen: &mut Seen,
        tasks: &mut Vec<Task>,
    ) -> Result<(), IgnoreError> {
        let parent = task.memory.as_ref();
        if seen.found.kind != EntryKind::Folder {
            seen.found.decision = self.ignore.judge_file(path, parent)?;
            return Ok(());
        }
        let (decision, memory) = self.ignore.judge_folder(path, parent)?;
        seen.found.decision = decision;
        if !memory.is_passed_by() || self.enter == Enter::Everything {
            let number = self.numbers.fetch_add(1, Ordering::Relaxed);
            seen.task = Some(number);
            let (path, real) = (path.to_owned(), task.real.join(name));
            tasks.push(Task { number, path, real, memory: Some(memory) });
        }
        Ok(())
    }
}

/// The harvests as one snapshot: the root's entries, then those of each folder.
fn put_together(harvests: Vec<Harvest>) -> Walked {
    let mut walked = Walked { stamps: vec![Stamp::default()], ..Walked::default() };
    let mut folders: HashMap<u64, Vec<Seen>> = HashMap::new();
    let mut refused: Vec<(String, IgnoreError)> = Vec::new();
    for harvest in harvests {
        folders.extend(harvest.folders);
        walked.problems.extend(harvest.problems);
        refused.extend(harvest.refused);
    }
    // Threads finish in any order; what is said is always the same.
    walked.problems.arrange_by(|a, b| a.path.cmp(&b.path));
    walked.refused = refused.into_iter().min_by(|a, b| a.0.cmp(&b.0)).map(|(_, error)| error);
    let mut open = vec![(Snapshot::ROOT, 0)];
    while let Some((folder, task)) = open.pop() {
        let Some(seen) = folders.remove(&task) else { continue };
        let mut found = Vec::with_capacity(seen.len());
        let mut rest = Vec::with_capacity(seen.len());
        for entry in seen {
            walked.stamps.push(entry.stamp);
            found.push(entry.found);
            rest.push((entry.task, entry.odd_name));
        }
        for (place, (task, odd_name)) in walked.builder.fill(folder, found).zip(rest) {
            open.extend(task.map(|task| (place, task)));
            walked.odd_names.extend(odd_name.map(|name| (place, name)));
        }
    }
    walked
}

fn unreadable(path: String, error: io::Error) -> Problem {
    Problem { path, text: format!("cannot be read: {}", ReadFault::from(error)) }
}

fn kind(kind: Kind, path: impl FnOnce() -> PathBuf) -> EntryKind {
    match kind {
        Kind::Folder => EntryKind::Folder,
        Kind::File => EntryKind::File,
        Kind::Link => {
            let target = std::fs::read_link(path()).unwrap_or_default();
            EntryKind::Link(target.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"))
        }
        Kind::Special(name) => EntryKind::Special(name),
    }
}
