//! Finding the files, reading them, and running the checks over them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::progress::Progress;
use super::side_by_side::side_by_side;
use super::{CheckArguments, FailOn};
use crate::analysis::Analysis;
use crate::build::Options;
use crate::checks::{self, Around, Finding, Level, Settings, SettingsError};
use crate::cli::exit::Failure;
use crate::cli::surroundings::Surroundings;
use crate::cli::tables::Library;
use crate::dockerfile::{self, Dockerfile};
use crate::host::{self, Given, InputError, Lookout, Origin, ReadError, Wanted};
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
    pub(super) file: Arc<Dockerfile>,
    pub(super) origin: Origin,
    pub(super) around: Around,
}

/// Reads all files that were asked for, with what lies around them; `extra` is
/// a path that was given elsewhere than among the paths.
pub(super) fn inputs(
    arguments: &CheckArguments,
    extra: Option<&PathBuf>,
    surroundings: &Surroundings,
) -> Result<Vec<Input>, Failure> {
    let here = PathBuf::from(".");
    let named = || extra.into_iter().chain(&arguments.paths);
    let alone = Some(&here).filter(|_| named().next().is_none());
    let mut found = Vec::new();
    for path in named().chain(alone) {
        if path.is_dir() {
            found.extend(host::find_dockerfiles(path).into_iter().map(Found::InFolder));
        } else {
            found.push(Found::Named(Wanted::from_argument(Some(path))));
        }
    }
    let context = arguments.context.as_deref();
    let read = side_by_side(found, Lookout::default, |lookout, found| {
        let with_around = |given: Given| input(given, context, lookout);
        match found {
            Found::Named(wanted) => host::read(&wanted).map(with_around).map_err(Unread::Named),
            Found::InFolder(path) => {
                host::read_path(&path).map(with_around).map_err(Unread::InFolder)
            }
        }
    });
    let mut inputs = Vec::with_capacity(read.len());
    for read in read {
        match read {
            Ok(input) => inputs.push(input),
            Err(Unread::InFolder(error)) => surroundings.say(&format!("{error}; it is passed by")),
            Err(Unread::Named(error)) => return Err(error.into()),
        }
    }
    if inputs.is_empty() {
        return Err(Failure::nothing_to_read(
            "no Dockerfile and no Containerfile was found",
            "name the file itself: layerwise check path/to/file",
        ));
    }
    Ok(inputs)
}

/// A file that may be read.
enum Found {
    /// Somebody named it: that it cannot be read ends the run.
    Named(Wanted),
    /// It was found in a folder.
    InFolder(PathBuf),
}

/// Why it was not.
enum Unread {
    Named(InputError),
    InFolder(ReadError),
}

fn input(given: Given, context: Option<&Path>, lookout: &mut Lookout) -> Input {
    let file = Arc::new(dockerfile::parse(given.source));
    let around = around_by(lookout, context, &file, &given.origin);
    Input { file, origin: given.origin, around }
}

/// What lies around a file: in the folder that was named, else in its own, as far as that can
/// be its context.
pub(in crate::cli) fn around(context: Option<&Path>, file: &Dockerfile, origin: &Origin) -> Around {
    around_by(&mut Lookout::default(), context, file, origin)
}

fn around_by(
    lookout: &mut Lookout,
    context: Option<&Path>,
    file: &Dockerfile,
    origin: &Origin,
) -> Around {
    let path = match origin {
        Origin::File(path) => Some(path.as_path()),
        _ => None,
    };
    if let Some(context) = context {
        return lookout.around(context, path);
    }
    let Some(path) = path else { return Around::default() };
    if let Some(found) = crate::host::compose_context(path) {
        let health = found.service.health;
        return Around { health, ..lookout.around(&found.folder, Some(path)) };
    }
    let around = lookout.around(path.parent().unwrap_or(Path::new("")), Some(path));
    around.as_far_as_it_is_of(file)
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
        let knowledge = library.of(&input.origin, surroundings);
        work.push((input, settings, knowledge));
    }
    progress.count.begin(work.len());
    let keep_nothing = || ();
    let is_alone = work.len() == 1;
    Ok(side_by_side(work, keep_nothing, |(), (input, settings, knowledge)| {
        let (done, analysis) = examine_one(input, settings, knowledge, arguments, &options);
        progress.count.one();
        if is_alone {
            // The program ends with its only file. To give back piece by piece what was known of
            // it takes a twentieth of the whole run; the system takes all of it at once.
            std::mem::forget(analysis);
        }
        done
    }))
}

fn examine_one(
    input: Input,
    settings: Settings,
    knowledge: Knowledge,
    arguments: &CheckArguments,
    options: &Options,
) -> (Examined, Analysis) {
    let file = input.file;
    let analysis = Analysis::knowing(file.clone(), options.clone(), knowledge);
    let findings = checks::check(&analysis, &input.around, &settings);
    let fail_on = arguments.fail_on.unwrap_or(match settings.fail_on {
        Some(Level::Hint) => FailOn::Hint,
        Some(Level::Error) => FailOn::Error,
        Some(Level::Warning) | None => FailOn::Warning,
    });
    let done = Examined {
        source: file.source.clone(),
        findings,
        has_syntax_errors: checks::has_syntax_errors(&analysis),
        fail_on,
        secrets: secret_spans(&file),
        origin: input.origin,
        around: input.around,
        settings,
        knowledge: analysis.knowledge.clone(),
    };
    (done, analysis)
}

/// The settings of each folder, read once.
#[derive(Default)]
struct SettingsOf {
    by_folder: HashMap<PathBuf, Settings>,
}

impl SettingsOf {
    fn of(&mut self, arguments: &CheckArguments, input: &Input) -> Result<Settings, Failure> {
        let folder = folder_of(&input.origin);
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
