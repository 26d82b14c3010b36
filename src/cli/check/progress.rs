//! How far a long run is, on a line of standard error that goes again.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::cli::surroundings::Surroundings;

/// A run that takes less than this shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the line is written.
const STEP: Duration = Duration::from_millis(100);
/// Columns of the bar.
const BAR: usize = 24;

/// What was done so far.
#[derive(Debug, Default)]
pub(super) struct Count {
    done: AtomicUsize,
    total: AtomicUsize,
}

/// The line; it goes when this is dropped.
pub(super) struct Progress {
    /// What was done so far.
    pub(super) count: Arc<Count>,
    shown: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Count {
    /// So many files there are; none is done.
    pub(super) fn begin(&self, total: usize) {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    /// One more is done.
    pub(super) fn one(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// `[######..................] 25 of 100 files`; `None` before it is known how many.
    fn line(&self) -> Option<String> {
        let (done, total) = (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed));
        let filled = (BAR * done).checked_div(total)?.min(BAR);
        let bar = format!("{}{}", "#".repeat(filled), ".".repeat(BAR - filled));
        Some(format!("[{bar}] {done} of {total} files"))
    }
}

impl Progress {
    /// Shows it where standard error is a terminal that can.
    pub(super) fn start(surroundings: &Surroundings) -> Self {
        let count = Arc::<Count>::default();
        let can = surroundings.error_is_terminal && !surroundings.environment.has_dumb_terminal();
        let shown = can.then(|| {
            let (stop, stopped) = mpsc::channel();
            let count = Arc::clone(&count);
            let show = move || {
                let mut wait = PATIENCE;
                let mut is_shown = false;
                while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                    wait = STEP;
                    // While files are looked for, somebody may be typing one.
                    let Some(line) = count.line() else { continue };
                    is_shown = true;
                    write(&format!("\r{line}"));
                }
                if is_shown {
                    write("\r\x1b[K");
                }
            };
            (stop, std::thread::spawn(show))
        });
        Self { count, shown }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        let Some((stop, thread)) = self.shown.take() else { return };
        drop(stop);
        // It only writes; a panic there is no reason for another one.
        let _ = thread.join();
    }
}

/// A reader who closed standard error does not want to see it, so failing is fine.
fn write(text: &str) {
    let mut output = std::io::stderr().lock();
    let _ = output.write_all(text.as_bytes()).and_then(|()| output.flush());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_how_far_it_is() {
        let count = Count::default();
        assert_eq!(count.line(), None);
        count.begin(4);
        count.one();
        assert_eq!(count.line().unwrap(), "[######..................] 1 of 4 files");
        (0..3).for_each(|_| count.one());
        assert_eq!(count.line().unwrap(), format!("[{}] 4 of 4 files", "#".repeat(24)));
    }
}
