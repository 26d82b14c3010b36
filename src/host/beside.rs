//! Work beside the screen.

/// How far behind the screen's own thread other work stands, where the system can tell
/// (`nice`, 0 to 19): at 10 it gets a tenth of a processor that both want.
#[cfg(target_os = "linux")]
const BEHIND: i32 = 10;

/// Does something on a thread of its own, behind what the reader waits for: where there are
/// few processors, a key or a save goes before it. Without a thread nothing is done, so the
/// screen must be right without the outcome.
pub fn beside_the_screen(name: &str, work: impl FnOnce() + Send + 'static) {
    let work = move || {
        stand_behind();
        work();
    };
    let _ = std::thread::Builder::new().name(name.to_owned()).spawn(work);
}

/// Linux counts this for one thread and for those that it starts (setpriority(2), "C
/// library/kernel differences"); elsewhere it would slow down the screen as well.
fn stand_behind() {
    #[cfg(target_os = "linux")]
    {
        // Fails only where the system forbids it; then all stand alike.
        let _ = rustix::process::setpriority_process(None, BEHIND);
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn only_the_thread_itself_stands_behind() {
        let priority = || rustix::process::getpriority_process(None).unwrap();
        let before = priority();
        let (tell, told) = std::sync::mpsc::channel();
        beside_the_screen("test", move || tell.send(priority()).unwrap());
        assert_eq!(told.recv().unwrap(), BEHIND.max(before));
        assert_eq!(priority(), before);
    }
}
