//! Everything that a build reads, as it is at one time, and what changes do to it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::digest::{Digest, Digester, of_bytes};
use super::graph::complete;
use super::inputs::{Inputs, NoCache};
use super::scenario::Change;
use crate::build::Options;
use crate::context::{Entry, EntryKind, Tree};
use crate::dockerfile;
use crate::source::Source;

/// Everything as it is at one time.
#[derive(Clone, Debug)]
pub struct State {
    /// The text of the Dockerfile.
    pub dockerfile: String,
    /// Where the Dockerfile lies in the context; none outside.
    pub dockerfile_path: Option<String>,
    /// The text of the `.dockerignore`, where it is not one for this Dockerfile alone.
    pub ignore: String,
    /// The files of the context.
    pub tree: Tree,
    /// What the build is asked for.
    pub options: Options,
    /// `--no-cache` and `--no-cache-filter`.
    pub no_cache: NoCache,
    /// Which version of an image its tag points to.
    pub image_versions: BTreeMap<String, u64>,
    /// Files whose change the client does not see.
    pub unnoticed: BTreeSet<String>,
    /// The texts of files, where they are known.
    pub texts: BTreeMap<String, String>,
}

impl State {
    /// What a build of it reads.
    pub fn inputs(&self) -> Inputs {
        let name = self.dockerfile_path.as_deref().unwrap_or("Dockerfile");
        let source = Source::new(name, self.dockerfile.as_bytes().to_vec());
        Inputs {
            file: Arc::new(dockerfile::parse(Arc::new(source))),
            options: self.options.clone(),
            context: Arc::new(self.tree.clone()),
            ignore: self.ignore_text().to_owned(),
            no_cache: self.no_cache.clone(),
            image_versions: self.image_versions.clone(),
            unnoticed: self.unnoticed.clone(),
        }
    }

    /// The `.dockerignore` that counts: the Dockerfile's own before the common one.
    fn ignore_text(&self) -> &str {
        let own = self.dockerfile_path.as_ref().map(|path| format!("{path}.dockerignore"));
        let own = own.and_then(|path| self.texts.get(&path));
        own.map_or(self.ignore.as_str(), String::as_str)
    }

    /// Puts a file with a text at a path; one that was there keeps its mode.
    pub fn write(&mut self, path: &str, text: &str) {
        let path = cleaned(path);
        let mode = self.tree.get(&path).filter(|entry| entry.kind == EntryKind::File);
        let mode = mode.map_or(0o644, |entry| entry.mode);
        let entry = Entry {
            kind: EntryKind::File,
            mode,
            size: text.len() as u64,
            digest: Some(of_bytes(text.as_bytes())),
        };
        self.tree.insert(path.clone(), entry);
        self.unnoticed.remove(&path);
        if path == ".dockerignore" {
            text.clone_into(&mut self.ignore);
        }
        self.texts.insert(path, text.to_owned());
    }

    /// Sets the Dockerfile's text, in the context too where it lies there.
    pub fn set_dockerfile(&mut self, text: &str) {
        text.clone_into(&mut self.dockerfile);
        if let Some(path) = self.dockerfile_path.clone() {
            self.write(&path, text);
        }
    }

    /// Adds to a file. Where its text is not known its digest stands for it.
    pub fn append(&mut self, path: &str, text: &str) {
        let path = cleaned(path);
        if let Some(old) = self.texts.get(&path) {
            let text = format!("{old}{text}");
            return self.write(&path, &text);
        }
        let Some(entry) = self.tree.get_mut(&path) else { return self.write(&path, text) };
        let old = entry.digest.unwrap_or_default();
        let digester = Digester::new("appended").digest(Digest(old));
        entry.digest = Some(digester.number(entry.size).text(text).finish().0);
        entry.size += text.len() as u64;
        self.unnoticed.remove(&path);
    }

    fn rename(&mut self, from: &str, to: &str) {
        let (from, to) = (cleaned(from), cleaned(to));
        let below = format!("{from}/");
        let inside: Vec<(String, Entry)> = self
            .tree
            .below(&below)
            .map(|(path, entry)| (format!("{to}/{}", &path[below.len()..]), entry.clone()))
            .collect();
        let Some(entry) = self.tree.remove(&from) else { return };
        self.tree.insert(to.clone(), entry);
        for (path, entry) in inside {
            self.tree.insert(path, entry);
        }
        let texts = std::mem::take(&mut self.texts);
        let moved = |(path, text): (String, String)| match path.strip_prefix(&below) {
            _ if path == from => (to.clone(), text),
            Some(rest) => (format!("{to}/{rest}"), text),
            None => (path, text),
        };
        self.texts = texts.into_iter().map(moved).collect();
        self.read_ignore_again();
    }

    fn delete(&mut self, path: &str) {
        let path = cleaned(path);
        self.tree.remove(&path);
        let below = format!("{path}/");
        self.texts.retain(|own, _| *own != path && !own.starts_with(&below));
        self.read_ignore_again();
    }

    fn read_ignore_again(&mut self) {
        if self.tree.get(".dockerignore").is_none() {
            self.ignore.clear();
        } else if let Some(text) = self.texts.get(".dockerignore") {
            self.ignore.clone_from(text);
        }
    }

    /// Applies one change. What only a daemon feels (`build`, the prunings) changes nothing here.
    pub fn apply(&mut self, change: &Change, after: Option<&str>) {
        match change {
            Change::Write { path, text } => self.write(path, text),
            Change::Append { path, text } => self.append(path, text),
            Change::EditSameSizeAndMtime { path, text } => {
                self.write(path, text);
                self.unnoticed.insert(cleaned(path));
            }
            Change::Touch { path } => {
                self.unnoticed.remove(&cleaned(path));
            }
            Change::Chmod { path, mode } => {
                let mode = u32::from_str_radix(mode, 8).unwrap_or(0o644);
                if let Some(entry) = self.tree.get_mut(&cleaned(path)) {
                    entry.mode = mode;
                }
            }
            Change::Delete { path } => self.delete(path),
            Change::Rename { path, to } => self.rename(path, to),
            Change::Mkdir { path } => self.tree.insert(cleaned(path), Entry::folder()),
            Change::Symlink { path, to } => {
                let kind = EntryKind::Link(to.clone());
                let entry = Entry { kind, mode: 0o777, size: 0, digest: None };
                self.tree.insert(cleaned(path), entry);
            }
            Change::SetDockerfile { text } => {
                if let Some(text) = text.as_deref().or(after) {
                    self.set_dockerfile(text);
                }
            }
            Change::EditDockerfile { old, new } => {
                let text = self.dockerfile.replacen(old, new, 1);
                self.set_dockerfile(&text);
            }
            Change::SetDockerignore { text } => self.write(".dockerignore", text),
            Change::SetArg { name, value } => {
                self.options.arguments.insert(name.clone(), value.clone());
            }
            // As `docker build --target ""`: the last stage.
            Change::SetTarget { name } => {
                self.options.target = Some(name.clone()).filter(|name| !name.is_empty());
            }
            Change::SetOption { name, value } if name == "no-cache" => {
                self.no_cache = NoCache::read(value);
            }
            Change::BaseImageChanged { image, version } => {
                self.image_versions.insert(complete(image), *version);
            }
            Change::Relocate {} => self.unnoticed.clear(),
            // Neither owners nor secrets count; the rest is the daemon's.
            Change::Chown { .. }
            | Change::SetSecret { .. }
            | Change::SetOption { .. }
            | Change::Build {}
            | Change::PruneContext {}
            | Change::PruneAll {} => {}
        }
    }
}

/// A path without what changes nothing.
pub(super) fn cleaned(path: &str) -> String {
    let path = crate::build::paths::clean(path);
    path.trim_start_matches('/').to_owned()
}
