//! One run of the program: nothing of this machine gets in, a time limit, and
//! no raw control character gets out.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How long a run may take before it counts as hanging. Long, because a
/// loaded machine is no failure; a test that passes never waits it out.
const PATIENCE: Duration = Duration::from_secs(30);

/// A home and a project folder of their own.
pub struct Bench {
    folder: TempDir,
}

/// How a run ended.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

pub fn bench() -> Bench {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("project")).unwrap();
    Bench { folder }
}

/// A bench whose project has this Dockerfile.
pub fn with_dockerfile(text: impl AsRef<[u8]>) -> Bench {
    let bench = bench();
    bench.write("Dockerfile", text);
    bench
}

impl Bench {
    /// A path in the project, which is the current folder of every run.
    pub fn path(&self, name: impl AsRef<OsStr>) -> PathBuf {
        self.folder.path().join("project").join(name.as_ref())
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// The log of answers of this home.
    pub fn log(&self) -> PathBuf {
        self.folder.path().join("state/layerwise/answers.jsonl")
    }

    /// Where the home is, to keep it out of snapshots.
    pub fn shown(&self, text: &str) -> String {
        let real = std::fs::canonicalize(self.folder.path()).unwrap();
        text.replace(&*real.to_string_lossy(), "[HOME]")
            .replace(&*self.folder.path().to_string_lossy(), "[HOME]")
    }

    pub fn command<Argument: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = Argument>,
    ) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_layerwise"));
        command
            .args(arguments)
            .env_clear()
            .env("HOME", self.folder.path())
            .env("XDG_STATE_HOME", self.folder.path().join("state"))
            .env("PATH", "/usr/bin:/bin")
            .current_dir(self.path(""))
            .stdin(Stdio::null());
        command
    }

    /// Runs with words parted by blanks and nothing on standard input.
    #[track_caller]
    pub fn run(&self, arguments: &str) -> Ran {
        finish(self.command(arguments.split_whitespace()), b"")
    }

    /// Runs with a text on standard input.
    #[track_caller]
    pub fn pipe(&self, arguments: &str, input: &[u8]) -> Ran {
        finish(self.command(arguments.split_whitespace()), input)
    }

    #[track_caller]
    pub fn run_all<Argument: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = Argument>,
    ) -> Ran {
        finish(self.command(arguments), b"")
    }
}

impl Ran {
    /// Everything on the terminal of a person, for snapshots.
    pub fn everything(&self) -> String {
        let code = self.code.map_or("a signal".to_owned(), |code| code.to_string());
        format!("exit {code}\n-- stdout\n{}-- stderr\n{}", self.stdout, self.stderr)
    }

    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}", self.everything());
        self
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// Runs to the end, within the time limit, and holds that nothing raw got out.
#[track_caller]
pub fn finish(mut command: Command, input: &[u8]) -> Ran {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    if !input.is_empty() {
        command.stdin(Stdio::piped());
    }
    let mut child = command.spawn().unwrap();
    let (mut out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let out = std::thread::spawn(move || read(&mut out));
    let err = std::thread::spawn(move || read(&mut err));
    if let Some(mut stdin) = child.stdin.take() {
        // A program that does not read its input closes it: no failure of the test.
        let _ = stdin.write_all(input);
    }
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("{command:?} hangs");
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let ran = Ran { code: status.code(), stdout: out.join().unwrap(), stderr: err.join().unwrap() };
    for text in [&ran.stdout, &ran.stderr] {
        let raw: Vec<char> = text.chars().filter(|it| is_raw(*it)).collect();
        assert!(raw.is_empty(), "{raw:?} got out raw by {command:?}:\n{text:?}");
    }
    ran
}

fn read(stream: &mut impl Read) -> String {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    String::from_utf8(bytes).expect("what is printed is UTF-8")
}

/// Whether a terminal might obey the character, or a reader not see it.
fn is_raw(character: char) -> bool {
    matches!(character,
        '\0'..='\x09' | '\x0b'..='\x1f' | '\x7f'..='\u{9f}' | '\u{ad}' | '\u{61c}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
        | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether the machine lets tests be refused: root may do everything.
pub fn is_root(bench: &Bench) -> bool {
    let path: &Path = &bench.path("probe");
    std::fs::write(path, "").unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o0)).unwrap();
    }
    std::fs::read(path).is_ok()
}
