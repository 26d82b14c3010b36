//! A folder as it was in a git revision, read without checking anything out.
//!
//! Only `rev-parse`, `ls-tree`, `ls-files` and `cat-file` are called: no hook
//! and no filter runs, nothing is fetched, nothing is written.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::cache::of_bytes;
use crate::context::{Entry, EntryKind, Tree};

/// A git work tree.
#[derive(Clone, Debug)]
pub struct Repository {
    folder: PathBuf,
    /// The folder below the root of the repository; ends in a slash, or is empty.
    prefix: String,
}

/// The files of a folder at one time, as git knows them.
#[derive(Clone, Debug, Default)]
pub struct Revision {
    /// The files, with the digests of all.
    pub tree: Tree,
    /// The texts of what looks like a Dockerfile or an ignore file, by path.
    pub texts: BTreeMap<String, String>,
}

/// Why git gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// git is not there.
    #[error("git cannot be started: {0}")]
    NoGit(std::io::Error),
    /// git refused.
    #[error("{0}")]
    Refused(String),
}

impl Repository {
    /// The repository that a folder lies in.
    ///
    /// # Errors
    /// When there is none, or no git.
    pub fn around(folder: &Path) -> Result<Self, GitError> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let repository = Self { folder: folder.to_owned(), prefix: String::new() };
        let prefix = repository.ask(&["rev-parse", "--show-prefix"])?;
        let prefix = String::from_utf8_lossy(&prefix).trim_end_matches('\n').to_owned();
        Ok(Self { prefix, ..repository })
    }

    /// The folder as it was in a revision.
    ///
    /// # Errors
    /// When there is no such revision.
    pub fn at(&self, revision: &str) -> Result<Revision, GitError> {
        let commit = format!("{revision}^{{commit}}");
        let arguments = ["rev-parse", "--verify", "--quiet", "--end-of-options", &commit];
        let id = self.ask(&arguments).map_err(|error| match error {
            GitError::Refused(_) => GitError::Refused(format!("there is no revision {revision}")),
            other => other,
        })?;
        let id = String::from_utf8_lossy(&id).trim().to_owned();
        let listed = self.ask(&["ls-tree", "-r", "-z", "--full-tree", &id])?;
        let mut wanted: Vec<(String, u32, String)> = Vec::new();
        for line in listed.split(|byte| *byte == 0).filter(|line| !line.is_empty()) {
            let Ok(line) = std::str::from_utf8(line) else { continue };
            let Some((about, path)) = line.split_once('\t') else { continue };
            let Some(path) = path.strip_prefix(&self.prefix) else { continue };
            let mut words = about.split(' ');
            let mode = words.next().and_then(|mode| u32::from_str_radix(mode, 8).ok());
            let object = words.nth(1);
            if let (Some(mode), Some(object)) = (mode, object) {
                wanted.push((path.to_owned(), mode, object.to_owned()));
            }
        }
        self.read(&wanted)
    }

    /// The folder as it is, without what git ignores, with the modes that git knows.
    ///
    /// # Errors
    /// When git does not list it.
    pub fn as_it_is(&self) -> Result<Revision, GitError> {
        let listed = self.ask(&["ls-files", "-z", "--cached", "--others", "--exclude-standard"])?;
        let mut context = Revision::default();
        for path in listed.split(|byte| *byte == 0).filter(|path| !path.is_empty()) {
            let Ok(path) = std::str::from_utf8(path) else { continue };
            let place = self.folder.join(path);
            let Ok(metadata) = std::fs::symlink_metadata(&place) else { continue };
            if metadata.is_symlink() {
                let target = std::fs::read_link(&place).unwrap_or_default();
                let target = target.to_string_lossy().into_owned();
                context.tree.insert(path, link(target));
            } else if let Ok(bytes) = std::fs::read(&place) {
                put(&mut context, path, is_executable(&metadata), &bytes);
            }
        }
        Ok(context)
    }

    /// Reads blobs through one `cat-file --batch`.
    fn read(&self, wanted: &[(String, u32, String)]) -> Result<Revision, GitError> {
        let mut child = self
            .command(&["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(GitError::NoGit)?;
        let names: String = wanted.iter().map(|(_, _, object)| format!("{object}\n")).collect();
        let writer = child.stdin.take().map(|mut input| {
            std::thread::spawn(move || {
                // A git that ends early is noticed by what it does not say.
                let _ = input.write_all(names.as_bytes());
            })
        });
        let mut output = child.stdout.take().map(std::io::BufReader::new);
        let mut context = Revision::default();
        for (path, mode, _) in wanted {
            if *mode == 0o160_000 {
                context.tree.insert(path.clone(), Entry::folder());
            }
            let bytes = output.as_mut().and_then(next_blob);
            match bytes {
                Some(bytes) if *mode == 0o120_000 => {
                    let target = String::from_utf8_lossy(&bytes).into_owned();
                    context.tree.insert(path.clone(), link(target));
                }
                Some(bytes) if *mode != 0o160_000 => {
                    put(&mut context, path, mode & 0o111 != 0, &bytes);
                }
                _ => {}
            }
        }
        drop(output);
        if let Some(writer) = writer {
            let _ = writer.join();
        }
        let _ = child.wait();
        Ok(context)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .args(["-c", "core.fsmonitor=false", "-c", "core.quotepath=false"])
            .args(arguments)
            .current_dir(&self.folder)
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_TERMINAL_PROMPT", "0")
            .stdin(Stdio::null());
        command
    }

    fn ask(&self, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
        let output = self.command(arguments).output().map_err(GitError::NoGit)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let text = String::from_utf8_lossy(&output.stderr);
        let text = text.trim().trim_start_matches("fatal: ");
        Err(GitError::Refused(text.to_owned()))
    }
}

/// The next object of `cat-file --batch`: a line with its size, then its bytes.
fn next_blob(output: &mut impl std::io::BufRead) -> Option<Vec<u8>> {
    let mut line = String::new();
    output.read_line(&mut line).ok()?;
    let size: usize = line.trim_end().rsplit(' ').next()?.parse().ok()?;
    let mut bytes = Vec::new();
    output.by_ref().take(size as u64 + 1).read_to_end(&mut bytes).ok()?;
    bytes.truncate(size);
    Some(bytes)
}

fn link(target: String) -> Entry {
    Entry { kind: EntryKind::Link(target), mode: 0o777, size: 0, digest: None }
}

fn put(context: &mut Revision, path: &str, is_executable: bool, bytes: &[u8]) {
    let mode = if is_executable { 0o755 } else { 0o644 };
    let digest = Some(of_bytes(bytes));
    let entry = Entry { kind: EntryKind::File, mode, size: bytes.len() as u64, digest };
    insert(&mut context.tree, &mut context.texts, path, entry, bytes);
}

fn insert(
    tree: &mut Tree,
    texts: &mut BTreeMap<String, String>,
    path: &str,
    entry: Entry,
    bytes: &[u8],
) {
    tree.insert(path, entry);
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_text = name.to_lowercase().contains("dockerfile")
        || name.to_lowercase().contains("containerfile")
        || name.ends_with(".dockerignore");
    if is_text {
        texts.insert(path.to_owned(), String::from_utf8_lossy(bytes).into_owned());
    }
}

#[cfg(unix)]
fn is_executable(metadata: &std::fs::Metadata) -> bool {
    std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o100 != 0
}

#[cfg(not(unix))]
fn is_executable(_metadata: &std::fs::Metadata) -> bool {
    false
}
