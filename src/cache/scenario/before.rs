//! The first build of a scenario.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Change;
use crate::build::platform::Platform;
use crate::build::{Bases, Options};
use crate::cache::inputs::NoCache;
use crate::cache::state::{State, cleaned};
use crate::context::Entry;

/// The first build. Without a Dockerfile it is one of the reader's own folder, and
/// the other members say what that is asked for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each is the member of the recordings that says it")]
pub struct Before {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dockerfile: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dockerfile_in_context: Option<bool>,
    /// The platform to build for, as `--platform` takes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// Configurations of base images, as `--bases` takes them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bases: Option<serde_json::Map<String, Value>>,
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

impl Before {
    /// A build of the reader's own folder that is asked for this; `None` where
    /// it is asked for nothing. What the reader said of base images (`--bases`) is part
    /// of it; what the tables say of them is looked up again when it runs.
    pub fn asking(options: &Options) -> Option<Self> {
        let bases = options.bases.to_json();
        let before = Self {
            bases: (!bases.is_empty()).then_some(bases),
            target: options.target.clone(),
            args: options.arguments.clone(),
            platform: options.platform.as_ref().map(ToString::to_string),
            ..Self::default()
        };
        let is_asked =
            before.target.is_some() || before.platform.is_some() || before.bases.is_some();
        (is_asked || !before.args.is_empty()).then_some(before)
    }

    /// What the build is asked for: `options`, unless it says otherwise itself.
    ///
    /// # Errors
    /// What is wrong with the platform.
    pub fn options(&self, options: Options) -> Result<Options, String> {
        let own = self.platform.as_deref().map(Platform::parse).transpose()?;
        let mut arguments = options.arguments;
        arguments.extend(self.args.clone());
        let mut bases = options.bases;
        for (name, value) in self.bases.iter().flatten() {
            bases.insert(name, value.clone())?;
        }
        Ok(Options {
            target: self.target.clone().or(options.target),
            platform: own.or(options.platform),
            arguments,
            bases,
            ..options
        })
    }

    /// Everything as it is before the first build; `None` where it is one of the
    /// reader's own folder.
    ///
    /// # Errors
    /// What is wrong with the platform or a base image.
    pub fn state(&self) -> Result<Option<State>, String> {
        let Some(dockerfile) = &self.dockerfile else { return Ok(None) };
        let options = self.options(Options { bases: stubs(), ..Options::default() })?;
        let is_inside = self.dockerfile_in_context.unwrap_or(true);
        let mut state = State {
            dockerfile_path: is_inside.then(|| "Dockerfile".to_owned()),
            ..State::without_context("", options)
        };
        for (path, file) in &self.files {
            state.put(path, file);
        }
        if let Some(ignore) = &self.ignore {
            state.write(".dockerignore", ignore);
        }
        state.set_dockerfile(dockerfile);
        Ok(Some(state))
    }

    /// Whether it says what only counts together with a Dockerfile.
    pub(super) fn lacks_its_dockerfile(&self) -> bool {
        let has_context = !self.files.is_empty() || self.ignore.is_some();
        self.dockerfile.is_none() && (has_context || self.dockerfile_in_context.is_some())
    }

    pub(super) fn no_cache(&self) -> Option<NoCache> {
        self.options.get("no-cache").map(|value| NoCache::read(value))
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

/// The base images that the recordings were made with.
fn stubs() -> Bases {
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
    for (name, value) in stubs {
        // They are written above, and can be read.
        let _ = bases.insert(name, value);
    }
    bases
}
