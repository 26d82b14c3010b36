//! `layerwise [FILE]`: the screen.

use super::InputArguments;
use super::exit::{Exit, Failure};
use super::surroundings::Surroundings;
use crate::host::{Directories, FileKey, Opened, Origin, PlaceFile, StoredPlace};
use crate::source::LineNumber;
use crate::tui::{Ending, Place, Settings, Start, StartFile, StartLesson, ThemeChoice, View};

pub(super) fn run(input: &InputArguments, surroundings: &Surroundings) -> Result<Exit, Failure> {
    show(input, StartLesson::Remembered, surroundings)
}

/// Shows the screen until the reader quits.
pub(super) fn show(
    input: &InputArguments,
    lesson: StartLesson,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    need_terminal(surroundings)?;
    let opened = crate::host::open(&input.wanted())?;
    // Asking for a lesson means wanting to see it, whatever was on the screen last.
    let view = match lesson {
        StartLesson::Remembered => None,
        StartLesson::Id(_) | StartLesson::Text { .. } => Some(View::Lesson),
    };
    let start = Start {
        place: place(&opened.key),
        file: start_file(&opened),
        lesson,
        view,
        line: None,
        settings: settings(surroundings),
        seed: crate::host::now().0,
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
         layerwise inspect        everything about the file, as JSON\n  \
         layerwise lessons list   the lessons; lessons preview prints one",
    ))
}

fn settings(surroundings: &Surroundings) -> Settings {
    let theme = if surroundings.colors() { ThemeChoice::Detect } else { ThemeChoice::Monochrome };
    Settings { theme, ..Settings::default() }
}

fn start_file(opened: &Opened) -> StartFile {
    match &opened.origin {
        Origin::File(path) => StartFile::Path(path.clone()),
        Origin::StandardInput => StartFile::Text {
            name: opened.source.name.clone(),
            bytes: opened.source.text().as_bytes().to_vec(),
        },
        Origin::Sample => StartFile::Sample,
    }
}

fn place(key: &FileKey) -> Option<Place> {
    let StoredPlace { lesson, step, view, line, .. } =
        PlaceFile::new(&Directories::of_user()?).read(key)?;
    let view = if view == "explain" { View::Explain } else { View::Lesson };
    Some(Place { lesson, step, view, line: line.and_then(LineNumber::new) })
}
