//! A program in a pseudo-terminal, with the screen that a person would see.
//!
//! A session starts with a cleared environment and a home folder of its own,
//! so that no test sees the machine it runs on.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long a test waits for something on the screen before it fails. Long,
/// because a loaded machine is no failure; a test that passes never waits it out.
const PATIENCE: Duration = Duration::from_secs(30);

/// What to start, and where.
pub struct Launch {
    command: CommandBuilder,
    columns: u16,
    rows: u16,
}

impl Launch {
    /// A program with a terminal of this size.
    pub fn new(program: &Path, columns: u16, rows: u16) -> Self {
        let mut command = CommandBuilder::new(program);
        command.env_clear();
        for (name, value) in [
            ("TERM", "xterm-256color"),
            ("COLORTERM", "truecolor"),
            ("COLORFGBG", "15;0"),
            ("LANG", "C.UTF-8"),
            ("PATH", "/usr/local/bin:/usr/bin:/bin"),
        ] {
            command.env(name, value);
        }
        Self { command, columns, rows }
    }

    /// Adds arguments.
    pub fn arguments<'a>(mut self, arguments: impl IntoIterator<Item = &'a str>) -> Self {
        self.command.args(arguments);
        self
    }

    /// Sets a variable of the environment.
    pub fn variable(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Uses this folder as home and for everything that is kept.
    pub fn home(mut self, home: &Path) -> Self {
        self.command.env("HOME", home);
        self.command.env("XDG_STATE_HOME", home.join("state"));
        self.command.env("XDG_CONFIG_HOME", home.join("config"));
        self.command.env("XDG_CACHE_HOME", home.join("cache"));
        self
    }

    /// Starts in this folder.
    pub fn folder(mut self, folder: &Path) -> Self {
        self.command.cwd(folder);
        self
    }

    /// Starts the program.
    pub fn start(self) -> Session {
        let size = pty_size(self.columns, self.rows);
        let pair = native_pty_system().openpty(size).unwrap();
        let child = pair.slave.spawn_command(self.command).unwrap();
        drop(pair.slave);
        let shared = Arc::new(Shared {
            seen: Mutex::new(Seen {
                parser: vt100::Parser::new(size_part(self.rows), size_part(self.columns), 0),
                bytes: Vec::new(),
                ended: false,
                inside_frame: false,
            }),
            changed: Condvar::new(),
        });
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let sink = Arc::clone(&shared);
        std::thread::spawn(move || {
            let mut buffer = [0; 1 << 16];
            loop {
                let count = reader.read(&mut buffer).unwrap_or(0);
                let mut seen = sink.seen.lock().unwrap();
                seen.parser.process(&buffer[..count]);
                seen.bytes.extend_from_slice(&buffer[..count]);
                seen.note_frames();
                seen.ended = count == 0;
                sink.changed.notify_all();
                if count == 0 {
                    return;
                }
            }
        });
        Session { child, master: pair.master, writer, shared }
    }
}

struct Shared {
    seen: Mutex<Seen>,
    changed: Condvar,
}

struct Seen {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    ended: bool,
    /// Whether a frame has begun and not ended: what the screen holds is half of two.
    inside_frame: bool,
}

impl Seen {
    /// Looks for the marks of synchronised updates at the end of what was printed.
    fn note_frames(&mut self) {
        // A mark that is further back than this was seen before.
        let tail = &self.bytes[self.bytes.len().saturating_sub(1 << 17)..];
        let last = |mark: &[u8]| tail.windows(mark.len()).rposition(|bytes| bytes == mark);
        self.inside_frame = last(b"\x1b[?2026h") > last(b"\x1b[?2026l");
    }
}

/// A running program.
pub struct Session {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    shared: Arc<Shared>,
}

#[allow(dead_code, reason = "the example that takes pictures uses a part of it")]
impl Session {
    /// Types this, control sequences included.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
        self
    }

    /// Waits until the screen shows the text, and gives the screen.
    pub fn wait_for(&self, text: &str) -> String {
        self.wait_until(&format!("{text:?} to appear"), |screen| screen.contains(text))
    }

    /// Waits until the screen no longer shows the text, and gives the screen.
    pub fn wait_gone(&self, text: &str) -> String {
        self.wait_until(&format!("{text:?} to go"), |screen| !screen.contains(text))
    }

    /// Waits until the screen satisfies a condition, and gives the screen.
    pub fn wait_until(&self, what: &str, condition: impl Fn(&str) -> bool) -> String {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = self.shared.seen.lock().unwrap();
        loop {
            let screen = seen.parser.screen().contents();
            if !seen.inside_frame && condition(&screen) {
                return screen;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "waited in vain for {what}; the screen is\n{screen}");
            assert!(!seen.ended, "the program ended before {what}; the screen is\n{screen}");
            seen = self.shared.changed.wait_timeout(seen, left).unwrap().0;
        }
    }

    /// Waits until the terminal itself satisfies a condition.
    pub fn wait_screen(&self, what: &str, condition: impl Fn(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = self.shared.seen.lock().unwrap();
        while seen.inside_frame || !condition(seen.parser.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            let screen = seen.parser.screen().contents();
            assert!(!left.is_zero(), "waited in vain for {what}; the screen is\n{screen}");
            seen = self.shared.changed.wait_timeout(seen, left).unwrap().0;
        }
    }

    /// Waits until the last byte of a program that has ended was read. The
    /// terminal's end of file may come late, because a program that another
    /// test starts at the same moment can hold the terminal open.
    pub fn wait_ended(&self) {
        let mut seen = self.shared.seen.lock().unwrap();
        while !seen.ended {
            let count = seen.bytes.len();
            let quiet = Duration::from_millis(300);
            let (again, waited) = self.shared.changed.wait_timeout(seen, quiet).unwrap();
            seen = again;
            if waited.timed_out() && seen.bytes.len() == count {
                return;
            }
        }
    }

    /// Waits until nothing was printed for a while: for pictures, never for a verdict.
    pub fn settle(&self, quiet: Duration) {
        let mut count = usize::MAX;
        loop {
            let now = self.shared.seen.lock().unwrap().bytes.len();
            if now == count {
                return;
            }
            count = now;
            std::thread::sleep(quiet);
        }
    }

    /// How many bytes the program printed so far.
    pub fn count(&self) -> usize {
        self.shared.seen.lock().unwrap().bytes.len()
    }

    /// Waits until the program printed more than this many bytes.
    pub fn wait_for_more(&self, count: usize) {
        let mut seen = self.shared.seen.lock().unwrap();
        while seen.bytes.len() <= count {
            assert!(!seen.ended, "the program ended");
            seen = self.shared.changed.wait_timeout(seen, PATIENCE).unwrap().0;
        }
    }

    /// The screen as text.
    pub fn screen(&self) -> String {
        self.shared.seen.lock().unwrap().parser.screen().contents()
    }

    /// Looks at the terminal itself: cells, styles, modes.
    pub fn look<T>(&self, look: impl FnOnce(&vt100::Screen) -> T) -> T {
        look(self.shared.seen.lock().unwrap().parser.screen())
    }

    /// All bytes that the program printed so far.
    pub fn bytes(&self) -> Vec<u8> {
        self.shared.seen.lock().unwrap().bytes.clone()
    }

    /// Changes the size of the terminal.
    pub fn resize(&self, columns: u16, rows: u16) {
        let mut seen = self.shared.seen.lock().unwrap();
        seen.parser.screen_mut().set_size(size_part(rows), size_part(columns));
        drop(seen);
        self.master.resize(pty_size(columns, rows)).unwrap();
    }

    /// The number of the process, for signals.
    pub fn process(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Sends a signal by name, such as `TERM`.
    pub fn signal(&self, name: &str) {
        let status = std::process::Command::new("kill")
            .args([&format!("-{name}"), &self.process().to_string()])
            .status();
        assert!(status.unwrap().success());
    }

    /// Waits for the end of the program, and gives its exit code.
    pub fn exit_code(&mut self) -> u32 {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                // What it printed last may still be on the way.
                self.wait_ended();
                return status.exit_code();
            }
            assert!(Instant::now() < deadline, "still runs; the screen is\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A folder that is removed at the end, with a home in it.
#[allow(dead_code, reason = "the example that takes pictures uses a part of it")]
pub struct Place {
    /// The folder to work in.
    pub folder: PathBuf,
    /// The home folder.
    pub home: PathBuf,
    _root: tempfile::TempDir,
}

#[allow(dead_code, reason = "the example that takes pictures uses a part of it")]
impl Place {
    /// A new, empty place.
    pub fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("work");
        let home = root.path().join("home");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::create_dir_all(&home).unwrap();
        Self { folder, home, _root: root }
    }

    /// Writes a file of the working folder.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.folder.join(name), text).unwrap();
        self
    }
}

fn size_part(value: u16) -> NonZeroU16 {
    NonZeroU16::new(value).unwrap()
}

fn pty_size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}
