//! A build context as it lies in a folder, read whole.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::read::read_file;
use crate::context::{Entry, EntryKind, FolderState, IgnoreFile, Tree};

/// Files that are larger are compared by size and not read: no Dockerfile lesson needs more.
const LARGEST_READ: u64 = 256 * 1024 * 1024;

/// The files of a folder with the texts of those that decide what is sent.
#[derive(Clone, Debug, Default)]
pub struct ContextFolder {
    /// Everything in it that is not surely ignored.
    pub tree: Tree,
    /// The texts of its ignore files, by path.
    pub texts: BTreeMap<String, String>,
}

/// Reads a context. Folders that an ignore file leaves out as a whole are not
/// entered; links are not followed. Names that are no Unicode are left out.
///
/// # Errors
/// When the folder itself cannot be listed.
pub fn read_context(folder: &Path, ignore_names: &[String]) -> io::Result<ContextFolder> {
    let mut context = ContextFolder::default();
    let mut ignore = IgnoreFile::default();
    for name in ignore_names {
        let Ok(bytes) = read_file(&folder.join(name)) else { continue };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if context.texts.is_empty() {
            ignore = IgnoreFile::read(&text).unwrap_or_default();
        }
        context.texts.insert(name.clone(), text);
    }
    let mut open: Vec<(String, Option<FolderState>)> = vec![(String::new(), None)];
    let mut is_first = true;
    while let Some((prefix, state)) = open.pop() {
        let listed = match std::fs::read_dir(folder.join(&prefix)) {
            Err(error) if is_first => return Err(error),
            Err(_) => continue,
            Ok(listed) => listed,
        };
        is_first = false;
        for item in listed.flatten() {
            let Ok(name) = item.file_name().into_string() else { continue };
            let path = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
            let Ok((decision, below)) = ignore.decide(&path, state.as_ref()) else { continue };
            let Ok(metadata) = std::fs::symlink_metadata(item.path()) else { continue };
            let entry = entry(&item.path(), &metadata, decision.ignored);
            let is_folder = entry.is_folder();
            context.tree.insert(path.clone(), entry);
            if is_folder && !(decision.ignored && ignore.may_skip_folder(&path)) {
                open.push((path, Some(below)));
            }
        }
    }
    Ok(context)
}

fn entry(path: &Path, metadata: &std::fs::Metadata, is_ignored: bool) -> Entry {
    let kind = metadata.file_type();
    let mode = mode(metadata);
    if kind.is_dir() {
        return Entry { mode, ..Entry::folder() };
    }
    if kind.is_symlink() {
        let target = std::fs::read_link(path).unwrap_or_default();
        let kind = EntryKind::Link(target.to_string_lossy().into_owned());
        return Entry { kind, mode: 0o777, size: 0, digest: None };
    }
    if !kind.is_file() {
        return Entry { kind: EntryKind::Special("special file"), mode, size: 0, digest: None };
    }
    let wants_digest = !is_ignored && metadata.len() <= LARGEST_READ;
    let digest = if wants_digest { digest_of(path) } else { None };
    Entry { kind: EntryKind::File, mode, size: metadata.len(), digest }
}

fn digest_of(path: &Path) -> Option<[u8; 32]> {
    let mut file = std::fs::File::open(path).ok()?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match io::Read::read(&mut file, &mut buffer).ok()? {
            0 => return Some(hasher.finalize().into()),
            count => hasher.update(&buffer[..count]),
        }
    }
}

#[cfg(unix)]
fn mode(metadata: &std::fs::Metadata) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o7777
}

#[cfg(not(unix))]
fn mode(_metadata: &std::fs::Metadata) -> u32 {
    0o644
}
