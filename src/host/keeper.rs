//! Keeping answers and the place, without letting the screen wait for a disk.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use super::answers::AnswerLog;
use super::directories::Directories;
use super::hash::FileKey;
use super::places::{PlaceFile, StoredPlace};
use super::state_file::KeepError;
use crate::progress::{Progress, Record};

/// A thread that reads the progress, and writes what is to be kept, in order.
/// Dropping it waits until all is written or has failed.
#[derive(Debug)]
pub struct Keeper {
    orders: Option<Sender<Order>>,
    thread: Option<JoinHandle<()>>,
}

/// What the keeper has to tell.
#[derive(Clone, Debug)]
pub enum KeeperNews {
    /// The progress was read. Comes once, first, and also when there is none yet.
    Progress(Box<Progress>),
    /// Something cannot be kept; said once until it works again. The reader can go on.
    CannotKeep {
        /// What failed, and where.
        message: String,
        /// What to try.
        hint: String,
    },
    /// What could not be kept before is kept now.
    KeptAgain,
}

enum Order {
    Record(Record),
    Place(FileKey, StoredPlace),
}

impl Keeper {
    /// Starts the thread. `directories` is `None` where the system names no
    /// home folder; that is told as [`KeeperNews::CannotKeep`] at the first answer.
    pub fn start(
        directories: Option<Directories>,
        deliver: impl Fn(KeeperNews) + Send + 'static,
    ) -> Self {
        let (orders, inbox) = channel();
        let thread = std::thread::Builder::new()
            .name("keeper".to_owned())
            .spawn(move || Work::new(directories, deliver).run(&inbox));
        Self { orders: Some(orders), thread: thread.ok() }
    }

    /// Keeps a record.
    pub fn record(&self, record: Record) {
        self.order(Order::Record(record));
    }

    /// Keeps the reader's place in a file.
    pub fn place(&self, key: FileKey, place: StoredPlace) {
        self.order(Order::Place(key, place));
    }

    fn order(&self, order: Order) {
        if let Some(orders) = &self.orders {
            // The thread ends only when this sender is dropped.
            let _ = orders.send(order);
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            // A panic in it was printed where it happened.
            let _ = thread.join();
        }
    }
}

struct Work<D> {
    directories: Option<Directories>,
    deliver: D,
    /// Records that could not be written yet; they go first at the next try.
    unsaved: Vec<Record>,
    failing: bool,
}

impl<D: Fn(KeeperNews)> Work<D> {
    fn new(directories: Option<Directories>, deliver: D) -> Self {
        Self { directories, deliver, unsaved: Vec::new(), failing: false }
    }

    fn run(mut self, inbox: &Receiver<Order>) {
        self.read();
        while let Ok(order) = inbox.recv() {
            let (records, place) = take_all(order, inbox);
            self.unsaved.extend(records);
            self.write(place);
        }
        if !self.unsaved.is_empty() {
            // The last chance before the end of the program.
            self.write(None);
        }
    }

    fn read(&mut self) {
        let read = self.directories.as_ref().map(|directories| AnswerLog::new(directories).read());
        let progress = match read {
            Some(Ok(progress)) => progress,
            Some(Err(error)) => {
                self.fail(&error);
                Progress::default()
            }
            None => Progress::default(),
        };
        (self.deliver)(KeeperNews::Progress(Box::new(progress)));
    }

    fn write(&mut self, place: Option<(FileKey, StoredPlace)>) {
        let Some(directories) = self.directories.clone() else {
            // A place alone is no loss that anybody needs to hear of.
            if self.unsaved.is_empty() {
                return;
            }
            return self.tell_failure(
                "your answers cannot be saved: the system names no home folder".to_owned(),
                "set HOME, or XDG_STATE_HOME, to a folder that you may write to".to_owned(),
            );
        };
        let mut written = Ok(());
        if !self.unsaved.is_empty() {
            written = AnswerLog::new(&directories).append(&self.unsaved);
            if written.is_ok() {
                self.unsaved.clear();
            }
        }
        if let Some((key, place)) = place {
            written = written.and(PlaceFile::new(&directories).write(&key, place));
        }
        match written {
            Err(error) => self.fail(&error),
            Ok(()) if self.failing => {
                self.failing = false;
                (self.deliver)(KeeperNews::KeptAgain);
            }
            Ok(()) => {}
        }
    }

    fn fail(&mut self, error: &KeepError) {
        self.tell_failure(error.to_string(), error.hint());
    }

    fn tell_failure(&mut self, message: String, hint: String) {
        if !self.failing {
            self.failing = true;
            (self.deliver)(KeeperNews::CannotKeep { message, hint });
        }
    }
}

/// This order and all that wait behind it: one lock and one sync for them
/// together. Of several places only the last counts.
fn take_all(
    first: Order,
    inbox: &Receiver<Order>,
) -> (Vec<Record>, Option<(FileKey, StoredPlace)>) {
    let mut records = Vec::new();
    let mut latest = None;
    for order in std::iter::once(first).chain(inbox.try_iter()) {
        match order {
            Order::Record(record) => records.push(record),
            Order::Place(key, place) => latest = Some((key, place)),
        }
    }
    (records, latest)
}
