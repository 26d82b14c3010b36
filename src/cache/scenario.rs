//! A stack of changes as a JSON file: what was built, what changed since, and
//! what is built now. The members are those of the recordings.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::digest::{Digester, of_bytes};
use super::forecast::{Daemon, Forecast};
use super::graph::complete;
use super::inputs::{Inputs, NoCache};
use crate::build::{Bases, Options};
use crate::context::{Entry, EntryKind, Tree};
use crate::dockerfile;
use crate::source::Source;

/// A scenario as it is written down.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Scenario {
    /// What was built first; absent for the reader's own folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Before>,
    /// What happened since, in order.
    #[serde(default)]
    pub ops: Vec<Change>,
    /// How the Dockerfile reads then, where it changed.
    #[serde(default)]
    pub after: After,
}

/// The first build.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each is the member of the recordings that says it")]
pub struct Before {
    pub dockerfile: String,
    #[serde(default)]
    pub files: BTreeMap<String, FileText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ignore: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub options: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub secrets: BTreeMap<String, String>,
    #[serde(default = "yes")]
    pub dockerfile_in_context: bool,
    /// Configurations of base images, as `--bases` takes them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bases: Option<serde_json::Map<String, Value>>,
}

fn yes() -> bool {
    true
}

/// What is at a path.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
#[allow(missing_docs, reason = "each is the member of the recordings that says it")]
pub enum FileText {
    Text(String),
    File {
        text: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mode: Option<String>,
    },
    Link {
        link: String,
    },
    Folder {
        dir: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mode: Option<String>,
    },
}

/// How things are afterwards.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct After {
    /// The whole Dockerfile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dockerfile: Option<String>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
#[allow(missing_docs, reason = "each is the operation of the recordings that it is called")]
pub enum Change {
    Write {
        path: String,
        text: String,
    },
    Append {
        path: String,
        text: String,
    },
    EditSameSizeAndMtime {
        path: String,
        text: String,
    },
    Touch {
        path: String,
    },
    Chmod {
        path: String,
        mode: String,
    },
    Chown {
        path: String,
        uid: u32,
    },
    Delete {
        path: String,
    },
    Rename {
        path: String,
        to: String,
    },
    Mkdir {
        path: String,
    },
    Symlink {
        path: String,
        to: String,
    },
    SetDockerfile {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
    EditDockerfile {
        old: String,
        new: String,
    },
    SetDockerignore {
        text: String,
    },
    SetArg {
        name: String,
        value: String,
    },
    SetTarget {
        name: String,
    },
    SetOption {
        name: String,
        value: String,
    },
    SetSecret {
        name: String,
        value: String,
    },
    BaseImageChanged {
        image: String,
        version: u64,
    },
    Build {},
    PruneContext {},
    PruneAll {},
    Relocate {},
}

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
        let digester = Digester::new("appended").digest(super::digest::Digest(old));
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
            Change::SetTarget { name } => self.options.target = Some(name.clone()),
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
fn cleaned(path: &str) -> String {
    let path = crate::build::paths::clean(path);
    path.trim_start_matches('/').to_owned()
}

impl Before {
    /// Everything as it is before the first build.
    pub fn state(&self) -> State {
        let dockerfile_path = self.dockerfile_in_context.then(|| "Dockerfile".to_owned());
        let options = Options {
            target: self.target.clone(),
            arguments: self.args.clone(),
            bases: bases(self.bases.as_ref()),
            ..Options::default()
        };
        let no_cache = self.options.get("no-cache").map(|value| NoCache::read(value));
        let mut state = State {
            dockerfile_path,
            no_cache: no_cache.unwrap_or_default(),
            ..State::without_context("", options)
        };
        for (path, file) in &self.files {
            state.put(path, file);
        }
        if let Some(ignore) = &self.ignore {
            state.write(".dockerignore", ignore);
        }
        state.set_dockerfile(&self.dockerfile);
        state
    }
}

impl State {
    fn put(&mut self, path: &str, file: &FileText) {
        let mut mode = None;
        match file {
            FileText::Text(text) => self.write(path, text),
            FileText::File { text, mode: own } => {
                self.write(path, text);
                mode = own.as_deref();
            }
            FileText::Link { link } => {
                self.apply(&Change::Symlink { path: path.to_owned(), to: link.clone() }, None);
            }
            FileText::Folder { mode: own, .. } => {
                self.tree.insert(cleaned(path), Entry::folder());
                mode = own.as_deref();
            }
        }
        if let Some(mode) = mode {
            self.apply(&Change::Chmod { path: path.to_owned(), mode: mode.to_owned() }, None);
        }
    }
}

/// The bases of a scenario: its own, or the stubs that the recordings were made with.
fn bases(own: Option<&serde_json::Map<String, Value>>) -> Bases {
    let path = "PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin";
    let config = |more: &[&str], directory: &str| {
        let env: Vec<&str> = std::iter::once(path).chain(more.iter().copied()).collect();
        serde_json::json!({"Env": env, "Cmd": ["/bin/sh"], "WorkingDir": directory})
    };
    let stubs = [
        ("*", config(&[], "")),
        ("golang*", config(&["GOPATH=/go", "GOLANG_VERSION=1"], "/go")),
        ("python*", config(&["LANG=C.UTF-8", "PYTHON_VERSION=3"], "")),
        ("node*", config(&["NODE_VERSION=20"], "")),
    ];
    let mut bases = Bases::default();
    let entries = stubs.into_iter().map(|(name, value)| (name.to_owned(), value));
    let own = own.into_iter().flatten().map(|(name, value)| (name.clone(), value.clone()));
    for (name, value) in entries.chain(own) {
        // An entry that cannot be read leaves the image unknown.
        let _ = bases.insert(&name, value);
    }
    bases
}

impl Scenario {
    /// Reads a scenario.
    ///
    /// # Errors
    /// What is wrong with the JSON, and where.
    pub fn from_json(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    /// Writes it down, to be read by people too.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn to_json(&self) -> Result<String, String> {
        let text = serde_json::to_string_pretty(self).map_err(|error| error.to_string())?;
        Ok(text + "\n")
    }

    /// What the build after all changes will do, when `state` was built before them.
    pub fn run(&self, mut state: State) -> Forecast {
        let mut daemon = Daemon::default();
        daemon.build(&state.inputs());
        let after = self.after.dockerfile.as_deref();
        for change in &self.ops {
            state.apply(change, after);
            match change {
                Change::Build {} => daemon.build(&state.inputs()),
                Change::PruneContext {} | Change::Relocate {} => daemon.prune_context(),
                Change::PruneAll {} => daemon.prune_all(),
                _ => {}
            }
        }
        if let Some(text) = after.filter(|text| *text != state.dockerfile) {
            state.set_dockerfile(text);
        }
        daemon.predict(&state.inputs())
    }
}
