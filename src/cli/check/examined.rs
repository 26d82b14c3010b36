//! Finding the files, reading them, and running the checks over them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::progress::Progress;
use super::{CheckArguments, FailOn};
use crate::analysis::Analysis;
use crate::build::Options;
use crate::checks::{self, Around, Finding, Level, Settings, SettingsError};
use crate::cli::exit::Failure;
use crate::cli::surroundings::Surroundings;
use crate::cli::tables::Library;
use crate::dockerfile::{self, Arguments};
use crate::host::{self, Lookout, Opened, Origin, Wanted};
use crate::knowledge::Knowledge;
use crate::mask::secret_spans;
use crate::source::{Source, Span};

/// A file with what was found in it.
pub(super) struct Examined {
    /// Its text; the name is its path.
    pub(super) source: Arc<Source>,
    /// What was found, in the file's order.
    pub(super) findings: Vec<Finding>,
    /// Whether BuildKit refuses it.
    pub(super) has_syntax_errors: bool,
    /// The least level that fails the run.
    pub(super) fail_on: FailOn,
    /// The places of secret values, which are never printed.
    pub(super) secrets: Vec<Span>,
    /// Where it came from.
    pub(super) origin: Origin,
    /// What lies around it.
    pub(super) around: Around,
    /// Which checks ran.
    pub(super) settings: Settings,
    /// What is known in its folder.
    pub(super) knowledge: Knowledge,
}

/// A file that is to be checked.
pub(super) struct Input {
    pub(super) opened: Opened,
    pub(super) around: Around,
}

/// Reads all files that were asked for, with what lies around them; `extra` is
/// a path that was given elsewhere than among the paths.
pub(super) fn inputs(
    arguments: &CheckArguments,
    extra: Option<&PathBuf>,
    surroundings: &Surroundings,
) -> Result<Vec<Input>, Failure> {
    let mut found = Vec::new();
    let here = PathBuf::from(".");
    let named = || extra.into_iter().chain(&arguments.paths);
    let alone = Some(&here).filter(|_| named().next().is_none());
    for path in named().chain(alone) {
        let wanted = Wanted::from_argument(Some(path));
        if path.is_dir() {
            for path in host::find_dockerfiles(path) {
                match host::open_path(&path) {
                    Ok(opened) => found.push(opened),
                    Err(error) => surroundings.say(&format!("{error}; it is passed by")),
                }
            }
            continue;
        }
        found.push(host::open(&wanted)?);
    }
    if found.is_empty() {
        return Err(Failure::nothing_to_read(
            "no Dockerfile and no Containerfile was found",
            "name the file itself: layerwise check path/to/file",
        ));
    }
    let mut lookout = Lookout::default();
    let with_around = |opened: Opened| {
        let around = around_by(&mut lookout, arguments.context.as_deref(), &opened);
        Input { opened, around }
    };
    Ok(found.into_iter().map(with_around).collect())
}

/// What lies around a file: in the folder that was named, else in its own, if
/// that holds something that it copies.
pub(in crate::cli) fn around(context: Option<&Path>, opened: &Opened) -> Around {
    around_by(&mut Lookout::default(), context, opened)
}

fn around_by(lookout: &mut Lookout, context: Option<&Path>, opened: &Opened) -> Around {
    let path = match &opened.origin {
        Origin::File(path) => Some(path.as_path()),
        _ => None,
    };
    if let Some(context) = context {
        return lookout.around(context, path);
    }
    let Some(path) = path else { return Around::default() };
    let around = lookout.around(path.parent().unwrap_or(Path::new("")), Some(path));
    if is_context_of(&around, opened) { around } else { Around::default() }
}

/// Whether a folder holds the first thing that a file copies from its context.
fn is_context_of(around: &Around, opened: &Opened) -> bool {
    let file = dockerfile::parse(opened.source.clone());
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
            around.holds(&first) == Some(true) || copied.any(|it| around.holds(&it) == Some(true))
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
        .any(|name| around.holds(name) == Some(true)),
    }
}

/// Runs the checks over everything that was asked for, side by side.
pub(super) fn examine(
    arguments: &CheckArguments,
    surroundings: &Surroundings,
) -> Result<Vec<Examined>, Failure> {
    let options = arguments.build.options(surroundings)?;
    let progress = Progress::start(surroundings);
    let mut settings = SettingsOf::default();
    let mut library = Library::default();
    let mut work = Vec::new();
    for input in inputs(arguments, None, surroundings)? {
        let settings = settings.of(arguments, &input)?;
        let knowledge = library.of(&input.opened.origin, surroundings);
        work.push(Mutex::new(Some((input, settings, knowledge))));
    }
    progress.count.begin(work.len());
    let next = AtomicUsize::new(0);
    let results: Vec<Mutex<Option<Examined>>> = work.iter().map(|_| Mutex::new(None)).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(work.len());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(task) = work.get(place) else { break };
                    let taken = task.lock().unwrap_or_else(PoisonError::into_inner).take();
                    let Some((input, settings, knowledge)) = taken else { continue };
                    let done = examine_one(input, settings, knowledge, arguments, &options);
                    progress.count.one();
                    *results[place].lock().unwrap_or_else(PoisonError::into_inner) = Some(done);
                }
            });
        }
    });
    let take =
        |it: Mutex<Option<Examined>>| it.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(results.into_iter().filter_map(take).collect())
}

fn examine_one(
    input: Input,
    settings: Settings,
    knowledge: Knowledge,
    arguments: &CheckArguments,
    options: &Options,
) -> Examined {
    let file = Arc::new(dockerfile::parse(input.opened.source));
    let analysis = Analysis::knowing(file.clone(), options.clone(), knowledge);
    let findings = checks::check(&analysis, &input.around, &settings);
    let fail_on = arguments.fail_on.unwrap_or(match settings.fail_on {
        Some(Level::Hint) => FailOn::Hint,
        Some(Level::Error) => FailOn::Error,
        Some(Level::Warning) | None => FailOn::Warning,
    });
    Examined {
        source: file.source.clone(),
        findings,
        has_syntax_errors: checks::has_syntax_errors(&analysis),
        fail_on,
        secrets: secret_spans(&file),
        origin: input.opened.origin,
        around: input.around,
        settings,
        knowledge: analysis.knowledge,
    }
}

/// The settings of each folder, read once.
#[derive(Default)]
struct SettingsOf {
    by_folder: HashMap<PathBuf, Settings>,
}

impl SettingsOf {
    fn of(&mut self, arguments: &CheckArguments, input: &Input) -> Result<Settings, Failure> {
        let folder = folder_of(&input.opened.origin);
        if let Some(settings) = self.by_folder.get(&folder) {
            return Ok(settings.clone());
        }
        let mut settings = settings_in(&folder, arguments.config.clone())?;
        settings
            .choose(&arguments.select, &arguments.ignore)
            .map_err(|error| failure(error, None))?;
        self.by_folder.insert(folder, settings.clone());
        Ok(settings)
    }
}

/// The settings that hold for a file: of the nearest layerwise.toml, else the usual ones.
///
/// # Errors
/// When that file cannot be read, or is not right.
pub(in crate::cli) fn settings_near(origin: &Origin) -> Result<Settings, Failure> {
    settings_in(&folder_of(origin), None)
}

fn settings_in(folder: &Path, named: Option<PathBuf>) -> Result<Settings, Failure> {
    let Some(path) = named.or_else(|| host::find_settings(folder)) else {
        return Ok(Settings::default());
    };
    let text = host::read_settings(&path)?;
    let name = path.display().to_string();
    Settings::read(&text).map_err(|error| failure(error, Some(&name)))
}

/// The folder of a file, to look for settings from.
fn folder_of(origin: &Origin) -> PathBuf {
    let folder = match origin {
        Origin::File(path) => path.parent().map(Path::to_owned).unwrap_or_default(),
        _ => PathBuf::new(),
    };
    if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder }
}

fn failure(error: SettingsError, file: Option<&str>) -> Failure {
    match file {
        Some(file) => Failure::usage(format!("{file}: {}", error.message), error.hint),
        None => Failure::usage(error.message, error.hint),
    }
}
