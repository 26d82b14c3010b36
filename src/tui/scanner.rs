//! The thread that scans the folder around the reader's file.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::analysis::Analysis;
use crate::arrange::Arrange as _;
use crate::context::{NodeId, Snapshot, Usage};
use crate::host::{Cancel, ContextFolder, beside_the_screen};

/// At most so many bytes are read for digests that nobody asked for by name:
/// a second or two of a disk.
const MOST_BYTES_READ: u64 = 512 * 1024 * 1024;

/// Whose files are to be read for their digests; `None`: nobody's.
type Request = Option<Arc<Analysis>>;

/// What the thread says.
pub(super) enum Answer {
    /// All that was asked for, or why there is nothing.
    Whole(Scanned),
    /// The names, where digests are still to be read or were not asked for.
    Names(Arc<Snapshot>),
}

/// What a scan found, or why there is nothing.
pub(super) type Scanned = Result<Arc<Snapshot>, String>;

/// Scans one folder as often as it is asked to; of the requests that wait, only the last.
pub(super) struct Scanner {
    requests: Sender<Request>,
    cancel: Cancel,
}

impl Scanner {
    /// Starts the thread, which ends when this is dropped. Where there can be
    /// no thread, nothing is answered, and the views say that they wait.
    pub(super) fn start(folder: ContextFolder, answer: impl Fn(Answer) + Send + 'static) -> Self {
        let (requests, asked) = channel();
        let cancel = Cancel::default();
        let ends = cancel.clone();
        let work = move || follow(folder, &asked, &ends, answer);
        beside_the_screen("scanner", work);
        Self { requests, cancel }
    }

    /// Asks for a scan, with the digests of what this file refers to. The answer
    /// comes from the thread: twice where digests have to be computed, first without them.
    pub(super) fn ask(&self, digests_for: Request) {
        let _ = self.requests.send(digests_for);
    }
}

impl Drop for Scanner {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

fn follow(
    mut folder: ContextFolder,
    asked: &Receiver<Request>,
    cancel: &Cancel,
    answer: impl Fn(Answer),
) {
    while let Ok(first) = asked.recv() {
        let request = asked.try_iter().last().unwrap_or(first);
        match folder.scan(cancel) {
            Ok(Some(mut snapshot)) => {
                folder.read_texts(&mut snapshot);
                deliver(&mut folder, snapshot, request, cancel, &answer);
            }
            Ok(None) => return,
            Err(error) => answer(Answer::Whole(Err(error.to_string()))),
        }
    }
}

/// The smallest files, as many as may be read unasked. Of the others the size
/// stands for the bytes, which tells all changes but an exchange of two of them.
fn affordable(mut files: Vec<NodeId>, snapshot: &Snapshot) -> Vec<NodeId> {
    files.arrange_by_key(|file| (snapshot[*file].size, *file));
    let mut left = MOST_BYTES_READ;
    files.retain(|file| {
        let rest = left.checked_sub(snapshot[*file].size);
        left = rest.unwrap_or_default();
        rest.is_some()
    });
    files
}

fn deliver(
    folder: &mut ContextFolder,
    mut snapshot: Snapshot,
    request: Request,
    cancel: &Cancel,
    answer: &impl Fn(Answer),
) {
    let is_whole = request.is_some();
    if let Some(analysis) = request {
        let Analysis { file, options, build, .. } = &*analysis;
        let files = Usage::of(file, options, build, &snapshot).files(&snapshot);
        let files = affordable(files, &snapshot);
        if folder.unread(&files) > 0 {
            answer(Answer::Names(Arc::new(snapshot.clone())));
        }
        folder.digest(&mut snapshot, files, cancel);
    }
    if !cancel.is_cancelled() {
        let snapshot = Arc::new(snapshot);
        answer(if is_whole { Answer::Whole(Ok(snapshot)) } else { Answer::Names(snapshot) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::{Entry, EntryKind, Ignore, Tree};

    #[test]
    fn what_is_too_much_is_left_unread() {
        let mut tree = Tree::default();
        for (name, size) in [("a", MOST_BYTES_READ / 2), ("b", MOST_BYTES_READ), ("c", 10)] {
            tree.insert(name, Entry { kind: EntryKind::File, mode: 0o644, size, digest: None });
        }
        let snapshot = Snapshot::of_tree(".", &tree, Ignore::default());
        let files = snapshot.children(Snapshot::ROOT).collect();
        let names = |ids: Vec<NodeId>| -> Vec<String> {
            ids.into_iter().map(|id| snapshot.path(id)).collect()
        };
        assert_eq!(names(affordable(files, &snapshot)), ["c", "a"]);
    }
}
