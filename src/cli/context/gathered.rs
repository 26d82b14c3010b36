//! The context and the Dockerfile that a run is about.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::analysis::Analysis;
use crate::build::Options;
use crate::cli::exit::Failure;
use crate::cli::surroundings::Surroundings;
use crate::cli::tables::known;
use crate::context::{NodeId, Snapshot, Summary, Usage};
use crate::dockerfile::{self, ProblemLevel};
use crate::explain::files::Files;
use crate::host::{self, Cancel, ContextFolder, Enter, Origin, Wanted};

/// The folder, the file, and what follows.
pub(super) struct Gathered {
    /// The folder as it was found.
    pub(super) snapshot: Snapshot,
    /// The file; `None` where the folder has none that can be read.
    pub(super) analysis: Option<Analysis>,
    /// What the file takes.
    pub(super) usage: Usage,
    /// All in numbers.
    pub(super) summary: Summary,
    /// Whether a file that was named has syntax errors.
    pub(super) has_syntax_errors: bool,
    root: PathBuf,
}

impl Gathered {
    /// Reads the file and scans the folder.
    pub(super) fn new(
        wanted: &Wanted,
        folder: Option<&Path>,
        options: Options,
        enter: Enter,
        surroundings: &Surroundings,
    ) -> Result<Self, Failure> {
        let (root, opened) = read(wanted, surroundings)?;
        let names_folder_itself = matches!(wanted, Wanted::Path(path) if path.is_dir());
        let folder = folder.or_else(|| names_folder_itself.then_some(root.as_path()));
        let path = opened.as_ref().and_then(|opened| match &opened.origin {
            Origin::File(path) => Some(path.as_path()),
            _ => None,
        });
        let mut context = match path {
            Some(path) => ContextFolder::of_dockerfile(folder, path, enter),
            None => ContextFolder::new(folder.unwrap_or(&root), None, enter),
        };
        // Nobody cancels: the command ends with the process.
        let Some(snapshot) = context.scan(&Cancel::default())? else {
            return Err(Failure::nothing_to_read("the scan was cancelled", "run it again"));
        };
        let analysis = opened.map(|opened| {
            let knowledge = known(&opened.origin, surroundings);
            let file = Arc::new(dockerfile::parse(opened.source));
            Analysis::knowing(file, options, knowledge)
        });
        let usage = match &analysis {
            Some(analysis) => analysis.usage(&snapshot),
            None => Usage::default(),
        };
        let summary = Summary::of(&snapshot, &usage);
        let broken = analysis.as_ref().is_some_and(|analysis| {
            analysis.file.problems.iter().any(|it| it.level == ProblemLevel::Error)
        });
        let is_named = !names_folder(wanted);
        let root = context.root().to_owned();
        let has_syntax_errors = broken && is_named;
        Ok(Self { snapshot, analysis, usage, summary, has_syntax_errors, root })
    }

    /// The place of a path that was asked for: from the context, or from here
    /// when it begins with the context's folder.
    pub(super) fn find(&self, path: &Path) -> Option<NodeId> {
        let inside = path.strip_prefix(&self.root).unwrap_or(path);
        [path, inside].into_iter().find_map(|path| {
            let text = crate::build::paths::clean(&format!("/{}", path.to_string_lossy()));
            self.snapshot.find(&text)
        })
    }

    /// The same, to be told about.
    pub(super) fn files(&self) -> Files<'_> {
        let file = self.analysis.as_ref().map(|analysis| &*analysis.file);
        Files { snapshot: &self.snapshot, usage: &self.usage, file }
    }
}

/// Whether a folder was asked for, so that its Dockerfile is an addition only.
fn names_folder(wanted: &Wanted) -> bool {
    match wanted {
        Wanted::Default => true,
        Wanted::Path(path) => path.is_dir(),
        Wanted::StandardInput => false,
    }
}

/// The folder, and the Dockerfile where there is one.
fn read(
    wanted: &Wanted,
    surroundings: &Surroundings,
) -> Result<(PathBuf, Option<host::Opened>), Failure> {
    let root = match wanted {
        Wanted::Path(path) if path.is_dir() => path.clone(),
        Wanted::Path(path) => path.parent().map(Path::to_owned).unwrap_or_default(),
        Wanted::Default | Wanted::StandardInput => PathBuf::new(),
    };
    match host::open(wanted) {
        Ok(opened) if opened.origin == Origin::Sample => Ok((root, None)),
        Ok(opened) => Ok((root, Some(opened))),
        Err(host::InputError::NoDockerfile { .. }) => Ok((root, None)),
        Err(error) if names_folder(wanted) => {
            surroundings.say(&format!("{error}; what it takes is not known"));
            Ok((root, None))
        }
        Err(error) => Err(error.into()),
    }
}
