//! `layerwise [FILE]`: the screen.

use std::path::{Path, PathBuf};

use clap::Args;

use super::InputArguments;
use super::exit::{Exit, Failure};
use super::inspect::BuildArguments;
use super::lesson_choice::{nearest, places};
use super::surroundings::Surroundings;
use crate::host::{Directories, FileKey, LessonPlaces, PlaceFile, StoredPlace, Wanted};
use crate::lesson::Course;
use crate::source::LineNumber;
use crate::tui::{Choices, Ending, Place, Settings, Start, StartLesson, ThemeChoice, View};

/// What the screen shows of a build.
#[derive(Args, Debug)]
pub(super) struct ScreenArguments {
    #[command(flatten)]
    build: BuildArguments,

    /// Folder that a build is sent; else what a Compose file says, else the Dockerfile's own
    #[arg(long, value_name = "FOLDER")]
    context: Option<PathBuf>,
}

pub(super) fn run(
    input: &InputArguments,
    screen: &ScreenArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    show(input, screen, StartLesson::Remembered, places(input, None), surroundings)
}

/// Shows the screen until the reader quits.
pub(super) fn show(
    input: &InputArguments,
    screen: &ScreenArguments,
    lesson: StartLesson,
    lesson_places: LessonPlaces,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let wanted = input.wanted();
    if let Wanted::Path(path) = &wanted
        && path.symlink_metadata().is_err()
    {
        return Err(missing(path));
    }
    need_terminal(surroundings)?;
    let options = screen.build.options(surroundings)?;
    let opened = crate::host::open(&wanted)?;
    // Asking for a lesson means wanting to see it, whatever was on the screen last.
    let view = match lesson {
        StartLesson::Remembered => None,
        StartLesson::Id(_) | StartLesson::Added(_) => Some(View::Lesson),
    };
    let directories = Directories::of_user();
    let (knowledge, notice) = super::tables::known_quietly(&opened.origin);
    let clock = crate::host::now();
    let place = directories.as_ref().and_then(|directories| place(directories, &opened.key));
    let lesson = remembered(lesson, place.as_ref(), &lesson_places);
    let start = Start {
        place,
        file: opened,
        notice: notice.or_else(|| taken_id(&lesson)),
        lesson,
        lesson_places,
        view,
        line: None,
        options,
        knowledge,
        context: screen.context.clone(),
        settings: settings(surroundings),
        seed: clock.0,
        clock,
        directories,
        environment: surroundings.environment.clone(),
    };
    match crate::tui::run(start) {
        Ok(Ending::Quit) => Ok(Exit::Clean),
        Ok(Ending::Signal(number)) => Ok(Exit::Signal(number)),
        Err(error) => Err(Failure::usage(
            format!("the screen cannot be shown: {error}"),
            "layerwise explain prints to any terminal",
        )),
    }
}

/// A lesson that the reader left and that is not of the course is read for the first frame;
/// where it is gone, the course begins.
fn remembered(lesson: StartLesson, place: Option<&Place>, places: &LessonPlaces) -> StartLesson {
    let id = place.and_then(|place| place.lesson.as_deref());
    let (StartLesson::Remembered, Some(id)) = (&lesson, id) else { return lesson };
    let mut course = Course::builtin();
    if course.find(id).is_some() {
        return lesson;
    }
    for added in places.read().lessons {
        if course.add(added.clone()) == id {
            return StartLesson::Added(Box::new(added));
        }
    }
    lesson
}

/// What to say of a lesson whose id is one of the course.
fn taken_id(lesson: &StartLesson) -> Option<String> {
    let StartLesson::Added(added) = lesson else { return None };
    let mut course = Course::builtin();
    let id = course.add((**added).clone());
    course.find(&id)?.taken_id()
}

/// "There is no such file", perhaps because a command was mistyped.
fn missing(path: &Path) -> Failure {
    let name = path.to_string_lossy();
    let hint = match nearest(&name, &super::COMMANDS.map(|(name, _)| name)) {
        Some(command) => format!("did you mean: layerwise {command}?"),
        None => "check the path, or name a folder that holds a Dockerfile".to_owned(),
    };
    Failure::nothing_to_read(format!("there is no file or folder {name}"), hint)
}

/// The screen needs a terminal to draw on; without one there are the commands that print.
pub(super) fn need_terminal(surroundings: &Surroundings) -> Result<(), Failure> {
    let reason = if !surroundings.output_is_terminal {
        "standard output is no terminal"
    } else if surroundings.environment.has_dumb_terminal() {
        "this terminal (TERM=dumb) cannot be drawn on"
    } else {
        return Ok(());
    };
    Err(Failure::usage(
        format!("layerwise shows a screen, and {reason}"),
        "these commands print instead:\n  \
         layerwise explain        what each line says and does\n  \
         layerwise context        which files a build is sent\n  \
         layerwise inspect        everything about the file, as JSON\n  \
         layerwise lessons list   the lessons; lessons preview prints one",
    ))
}

fn settings(surroundings: &Surroundings) -> Settings {
    let theme = if surroundings.colors() { ThemeChoice::Detect } else { ThemeChoice::Monochrome };
    Settings { theme, ..Settings::default() }
}

fn place(directories: &Directories, key: &FileKey) -> Option<Place> {
    let stored = PlaceFile::new(directories).read(key)?;
    let StoredPlace { lesson, step, path, view, line, target, arguments, typed, .. } = stored;
    let choices = Choices { target, arguments };
    let line = line.and_then(LineNumber::new);
    Some(Place { lesson, step, path, view: View::from_key(&view), line, choices, typed })
}
