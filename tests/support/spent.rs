//! Processor time: what work costs, whatever else the machine does meanwhile.

use std::time::Duration;

/// The processor time of this thread since now.
pub struct Spent(Duration);

impl Spent {
    /// Begins to count.
    pub fn since_now() -> Self {
        Self(thread_time())
    }

    /// What the thread worked since then.
    pub fn so_far(&self) -> Duration {
        thread_time() - self.0
    }

    /// What a work costs this thread.
    pub fn on<T>(work: impl FnOnce() -> T) -> Duration {
        let spent = Self::since_now();
        std::hint::black_box(work());
        spent.so_far()
    }
}

#[cfg(unix)]
fn thread_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Time of the clock, where the system tells no other.
#[cfg(not(unix))]
fn thread_time() -> Duration {
    static BEGIN: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    BEGIN.get_or_init(std::time::Instant::now).elapsed()
}
