//! What lies around a Dockerfile, as far as somebody looked.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::context::{EntryKind, Ignore, IgnoreFile, Scanner, Snapshot};
use crate::dockerfile::{Arguments, Dockerfile};

/// What lies around a Dockerfile. What was not looked at is `None`, and no
/// check claims anything about it.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// The ignore file of the context; one without a name where there is none.
    pub ignore: Option<Arc<Ignore>>,
    /// What lies at the top of the context, ignored files included, by name.
    pub files: Option<Arc<BTreeMap<String, FileFact>>>,
    /// The texts of manifests at the top of the context, by name.
    pub texts: BTreeMap<String, String>,
    /// The scanners that the settings of build services name; `None` where none were seen.
    pub scanners: Option<Vec<Scanner>>,
    /// Where a Compose file sets a health check for what is built; `None` where none was seen.
    pub health: Option<String>,
}

/// What is known of a file of the context.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileFact {
    /// Whether a build may be sent it.
    pub is_sent: bool,
    /// Whether it is a folder.
    pub is_folder: bool,
}

impl Around {
    /// The names of the files whose texts checks read.
    pub const TEXTS: [&'static str; 3] = ["requirements.txt", "package.json", "pyproject.toml"];

    /// What may be said of a file whose folder this is, when nobody named its context: all where
    /// it is the context by what the file copies, the ignore file alone where only that speaks
    /// for it (it counts nowhere but in a context), and else nothing.
    pub fn as_far_as_it_is_of(self, file: &Dockerfile) -> Self {
        if self.is_context_of(file) {
            return self;
        }
        let ignore = self.ignore.filter(|ignore| ignore.name.is_some());
        // The Compose file names the Dockerfile, wherever its context lies.
        Self { ignore, health: self.health, ..Self::default() }
    }

    /// Whether this is the context of a file, by what it copies: it holds the first
    /// thing that is named. Of a file that names nothing, whether a project lies here.
    fn is_context_of(&self, file: &Dockerfile) -> bool {
        let source = &file.source;
        let mut copied = file.instructions.iter().filter_map(|instruction| {
            let Arguments::Transfer(transfer) = &instruction.arguments else { return None };
            let is_from = instruction.flags.iter().any(|flag| source.slice(flag.name) == "from");
            let first = transfer.sources.first().filter(|_| !is_from)?.value(source);
            let is_path = !first.contains(['$', '*', '?', '[', ':']) && !first.starts_with("<<");
            let top = first.trim_start_matches("./").trim_start_matches('/').split('/').next()?;
            (is_path && !top.is_empty() && top != ".").then_some(top.to_owned())
        });
        match copied.next() {
            Some(first) => {
                self.holds(&first) == Some(true) || copied.any(|it| self.holds(&it) == Some(true))
            }
            // `COPY . .` alone tells nothing; a Dockerfile at the top of a project does.
            None => [
                ".git",
                "package.json",
                "go.mod",
                "Cargo.toml",
                "pyproject.toml",
                "requirements.txt",
                "pom.xml",
            ]
            .iter()
            .any(|name| self.holds(name) == Some(true)),
        }
    }

    /// From a context that was scanned: what lies at its top.
    pub fn of_snapshot(snapshot: &Snapshot) -> Self {
        let fact = |id| {
            let node = &snapshot[id];
            let is_folder = node.kind == EntryKind::Folder;
            (node.name.to_string(), FileFact { is_sent: node.sent, is_folder })
        };
        let files = snapshot.children(Snapshot::ROOT).map(fact).collect();
        let ignore = Some(Arc::new(snapshot.ignore.clone()));
        let (texts, scanners) = (snapshot.texts.clone(), snapshot.scanners.clone());
        let health = snapshot.service.health.clone();
        Self { ignore, files: Some(Arc::new(files)), texts, scanners, health }
    }

    /// From the text of an ignore file and the names of files.
    pub fn of_texts(ignore: Option<&str>, files: Option<&[(String, String)]>) -> Self {
        let read = match ignore {
            Some(text) => Ignore::read(".dockerignore", text),
            None => Ignore::default(),
        };
        let fact = |(path, _): &(String, String)| {
            let is_sent = is_sent(&read.file, path);
            let is_folder = path.ends_with('/');
            (path.trim_end_matches('/').to_owned(), FileFact { is_sent, is_folder })
        };
        let known = files.is_some() || ignore.is_some();
        let texts = files.into_iter().flatten();
        Self {
            files: files.map(|files| Arc::new(files.iter().map(fact).collect())),
            texts: texts.filter(|(path, _)| !path.contains('/')).cloned().collect(),
            ignore: known.then(|| Arc::new(read)),
            scanners: None,
            health: None,
        }
    }

    /// The ignore file, where there is one.
    pub fn ignore_file(&self) -> Option<&IgnoreFile> {
        self.ignore.as_ref().filter(|ignore| ignore.name.is_some()).map(|ignore| &ignore.file)
    }

    /// Whether a file lies at the top of the context; `None` when nobody looked there.
    pub fn holds(&self, path: &str) -> Option<bool> {
        let name = path.trim_start_matches("./").trim_end_matches('/');
        (!name.contains('/')).then_some(self.files.as_ref()?.contains_key(name))
    }
}

/// Whether the walk of a build sends a path.
fn is_sent(ignore: &IgnoreFile, path: &str) -> bool {
    let path = path.trim_end_matches('/');
    let mut state = None;
    let mut decision = crate::context::Decision::default();
    let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
    for end in ends {
        let Ok((own, below)) = ignore.decide(&path[..end], state.as_ref()) else { return true };
        (decision, state) = (own, Some(below));
    }
    !decision.ignored
}
