//! Watching one file for saves, whatever way an editor saves it.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant, SystemTime};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::source::fingerprint;

use super::read::{ReadError, read_file};

/// How often to look without an event while events come: network and other
/// odd file systems lose some.
const LOOK_ANYWAY: Duration = Duration::from_secs(2);
/// How often to look while no events can come.
const LOOK_WITHOUT_EVENTS: Duration = Duration::from_millis(400);
/// After a look, events of this long are answered by one further look.
const COALESCE: Duration = Duration::from_millis(10);
/// How long a file may be missing or empty in the middle of a save.
const SAVE_IN_PROGRESS: Duration = Duration::from_millis(60);

/// What became of a watched file.
#[derive(Debug)]
pub enum FileNews {
    /// It has this text now.
    Read(Vec<u8>),
    /// It is no longer there. When it comes back, that is told.
    Gone,
    /// It is there and cannot be read.
    Unreadable(ReadError),
}

/// Watches a file until it is dropped.
#[derive(Debug)]
pub struct FileWatch {
    signals: Sender<Signal>,
}

enum Signal {
    /// Something happened in a watched folder.
    Event(notify::Result<Event>),
    Stop,
}

impl FileWatch {
    /// Starts to watch in a thread of its own. `known` is the text that the
    /// reader sees, `None` where there was no file: a change since then is told at once.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(
        path: PathBuf,
        known: Option<&[u8]>,
        deliver: impl Fn(FileNews) + Send + 'static,
    ) -> std::io::Result<Self> {
        // A relative path would mean a folder that was deleted, should it come back.
        let path = std::path::absolute(&path).unwrap_or(path);
        let (signals, inbox) = channel();
        let text =
            |known: &[u8]| Seen::Text { digest: fingerprint(known), is_empty: known.is_empty() };
        let seen = known.map_or(Seen::Gone, text);
        let sender = signals.clone();
        std::thread::Builder::new()
            .name("watch".to_owned())
            .spawn(move || Watch { path, seen, stamp: None, deliver }.run(&sender, &inbox))?;
        Ok(Self { signals })
    }
}

impl Drop for FileWatch {
    fn drop(&mut self) {
        // The thread may have ended already.
        let _ = self.signals.send(Signal::Stop);
    }
}

/// What was told last.
#[derive(PartialEq, Eq)]
enum Seen {
    Text { digest: u64, is_empty: bool },
    Gone,
    Unreadable(String),
}

struct Watch<D> {
    path: PathBuf,
    seen: Seen,
    /// The file's state at the last look, to see cheaply whether another is worth it.
    stamp: Option<Stamp>,
    deliver: D,
}

impl<D: Fn(FileNews)> Watch<D> {
    fn run(mut self, sender: &Sender<Signal>, inbox: &Receiver<Signal>) {
        loop {
            // Watch first and look then, so that nothing falls between the two.
            let folders = Folders::watch(&self.path, sender);
            self.look();
            if !self.follow(&folders, inbox) {
                return;
            }
        }
    }

    /// Waits for events and looks, as long as these folders are the right
    /// ones; `false` when it is time to stop.
    fn follow(&mut self, folders: &Folders, inbox: &Receiver<Signal>) -> bool {
        let pause = if folders.watcher.is_some() { LOOK_ANYWAY } else { LOOK_WITHOUT_EVENTS };
        loop {
            match inbox.recv_timeout(pause) {
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return false,
                Ok(Signal::Event(event)) => {
                    if folders.concern(&event, &self.path) {
                        if is_in_the_middle(&event) && !self.await_the_end(folders, inbox) {
                            return false;
                        }
                        self.look();
                        if !self.coalesce(folders, inbox) {
                            return false;
                        }
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    if Stamp::of(&self.path) != self.stamp {
                        self.look();
                    }
                }
            }
            if folders.have_moved(&self.path) {
                return true;
            }
        }
    }

    /// Waits for the event that ends a save, so that no half of a file is read and shown;
    /// not for long, as a program may keep its file open. `false` when it is time to stop.
    fn await_the_end(&self, folders: &Folders, inbox: &Receiver<Signal>) -> bool {
        let end = Instant::now() + COALESCE;
        loop {
            match inbox.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(Signal::Event(event)) => {
                    if folders.concern(&event, &self.path) && !is_in_the_middle(&event) {
                        return true;
                    }
                }
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return false,
                Err(RecvTimeoutError::Timeout) => return true,
            }
        }
    }

    /// Answers a burst of events with few looks; `false` when it is time to stop.
    fn coalesce(&mut self, folders: &Folders, inbox: &Receiver<Signal>) -> bool {
        loop {
            let mut more = false;
            let end = Instant::now() + COALESCE;
            loop {
                match inbox.recv_timeout(end.saturating_duration_since(Instant::now())) {
                    Ok(Signal::Event(event)) => more |= folders.concern(&event, &self.path),
                    Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return false,
                    Err(RecvTimeoutError::Timeout) => break,
                }
            }
            if !more {
                return true;
            }
            self.look();
        }
    }

    /// Reads the file and tells what is new.
    fn look(&mut self) {
        let start = Instant::now();
        let (news, seen) = loop {
            self.stamp = Stamp::of(&self.path);
            let (news, seen) = state(&self.path);
            // Editors empty, remove or rename a file before they write it anew.
            let in_progress = match seen {
                Seen::Gone => self.seen != Seen::Gone,
                Seen::Text { is_empty, .. } => {
                    is_empty && !matches!(self.seen, Seen::Text { is_empty: true, .. })
                }
                Seen::Unreadable(_) => false,
            };
            if !in_progress || start.elapsed() > SAVE_IN_PROGRESS {
                break (news, seen);
            }
            std::thread::sleep(Duration::from_millis(1));
        };
        if seen != self.seen {
            self.seen = seen;
            (self.deliver)(news);
        }
    }
}

fn state(path: &Path) -> (FileNews, Seen) {
    match read_file(path) {
        Ok(bytes) => {
            let seen = Seen::Text { digest: fingerprint(&bytes), is_empty: bytes.is_empty() };
            (FileNews::Read(bytes), seen)
        }
        Err(error) if error.is_missing() => (FileNews::Gone, Seen::Gone),
        Err(error) => {
            let seen = Seen::Unreadable(error.to_string());
            (FileNews::Unreadable(error), seen)
        }
    }
}

/// The folders of a file, watched: the one that it is named in, and, behind
/// symbolic links, the one that it stands in. A folder is watched and not the
/// file, because most editors put another file in its place.
struct Folders {
    /// `None` when there can be no events: then looking from time to time must do.
    watcher: Option<RecommendedWatcher>,
    named: PathBuf,
    real: Option<PathBuf>,
    /// Which folder the name meant when it was watched.
    identity: Option<Identity>,
}

impl Folders {
    fn watch(path: &Path, sender: &Sender<Signal>) -> Self {
        let named = path.parent().unwrap_or(path).to_owned();
        let identity = Identity::of(&named);
        let real = std::fs::canonicalize(path).ok();
        let sender = sender.clone();
        let alone = (!path.is_symlink()).then(|| path.to_owned());
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            // Where the name is a link any file of the folder may decide where it leads.
            let is_of_others =
                |event: &Event| alone.as_deref().is_some_and(|path| is_of_others(event, path));
            // Reading, which we do ourselves, is told as well; and a thread that wakes for the
            // files of others is in the way of those that read them.
            if event.as_ref().map_or(true, |event| is_change(event) && !is_of_others(event)) {
                // Fails only when the watch has ended.
                let _ = sender.send(Signal::Event(event));
            }
        });
        let watcher = watcher.and_then(|mut watcher| {
            watcher.watch(&named, RecursiveMode::NonRecursive)?;
            if let Some(folder) = real.as_deref().and_then(Path::parent)
                && Identity::of(folder) != identity
            {
                watcher.watch(folder, RecursiveMode::NonRecursive)?;
            }
            Ok(watcher)
        });
        Self { watcher: watcher.ok(), named, real, identity }
    }

    /// Whether an event may mean that the file has another text.
    fn concern(&self, event: &notify::Result<Event>, path: &Path) -> bool {
        let real = self.real.as_deref().unwrap_or(path);
        let names = [path.file_name(), real.file_name()];
        match event {
            // Events were lost, or the watcher is in trouble: look.
            Err(_) => true,
            Ok(event) if event.paths.is_empty() => true,
            Ok(event) => event.paths.iter().any(|it| names.contains(&it.file_name())),
        }
    }

    /// Whether the folder was removed, replaced or brought back, or the
    /// file's links lead somewhere else.
    fn have_moved(&self, path: &Path) -> bool {
        let real = std::fs::canonicalize(path).ok();
        Identity::of(&self.named) != self.identity || (real.is_some() && real != self.real)
    }
}

/// Whether an event can mean another text; reading the file, which we do
/// ourselves, causes events as well.
fn is_change(event: &Event) -> bool {
    match event.kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

/// Whether an event is about nothing but other files of a file's folder.
fn is_of_others(event: &Event, path: &Path) -> bool {
    let is_other = |it: &PathBuf| it != path && it.parent() == path.parent();
    !event.paths.is_empty() && event.paths.iter().all(is_other)
}

/// Whether the system tells of the end of a save by another event, which comes next:
/// Linux tells when a file that was written to is closed.
fn is_in_the_middle(event: &notify::Result<Event>) -> bool {
    let Ok(event) = event else { return false };
    let is_written = matches!(
        event.kind,
        EventKind::Create(_) | EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_))
    );
    cfg!(target_os = "linux") && is_written
}

/// What changes when a file is written to.
#[derive(PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    identity: Option<Identity>,
}

impl Stamp {
    fn of(path: &Path) -> Option<Self> {
        let status = path.metadata().ok()?;
        Some(Self {
            length: status.len(),
            modified: status.modified().ok(),
            identity: Identity::of(path),
        })
    }
}

/// Tells a file or folder from another one that has its name later.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Identity(u64, u64);

impl Identity {
    #[cfg(unix)]
    fn of(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        path.metadata().ok().map(|status| Self(status.dev(), status.ino()))
    }

    #[cfg(not(unix))]
    fn of(path: &Path) -> Option<Self> {
        let created = path.metadata().ok()?.created().ok()?;
        let since = created.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        Some(Self(since.as_secs(), u64::from(since.subsec_nanos())))
    }
}

#[cfg(test)]
#[path = "watch_tests.rs"]
mod tests;
