//! `layerwise lessons import FILE`: a lesson made of a file of another program.

use std::path::{Path, PathBuf};

use clap::Args;

use super::new::{home, told, write};
use crate::cli::exit::{Exit, Failure};
use crate::cli::surroundings::Surroundings;
use crate::host::{DiskFolder, read_lesson};
use crate::lesson::{Course, Imported, import_quiz, import_tour, lesson_id, scaffold};
use crate::source::safe;

/// Make a lesson of a quiz of mdbook-quiz or of a tour of CodeTour
#[derive(Args, Debug)]
#[command(
    help_template = crate::cli::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise lessons import quizzes/images.toml\n  \
        layerwise lessons import .tours/dockerfile.tour --id our-dockerfile",
    after_help = "Nothing is run and nothing is fetched. What has no place in a lesson is said; what a \
                  lesson needs and the file has not is marked TODO, and lessons check lists it."
)]
pub(super) struct ImportArguments {
    /// A quiz (.toml) or a tour (.tour)
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// The lesson's id; made from the file's name when not given
    #[arg(long, value_name = "ID")]
    id: Option<String>,

    /// The lesson's title; the file's own when not given
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,

    /// The folder in which the lesson's own folder is made
    #[arg(long, value_name = "FOLDER")]
    dir: Option<PathBuf>,
}

pub(super) fn run(
    arguments: &ImportArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let path = &arguments.file;
    let text = read_lesson(path)?;
    let id = arguments.id.clone().unwrap_or_else(|| lesson_id(path));
    // The same rules as for a new lesson.
    scaffold(&id, None).map_err(|why| Failure::usage(format!("{id} is no id of a lesson"), why))?;
    if Course::builtin().find(&id).is_some() {
        return Err(Failure::usage(
            format!("{id} is a lesson of the course"),
            "choose another id with --id",
        ));
    }
    let mut imported = read(arguments, path, &id, &text).map_err(|why| {
        Failure::nothing_to_read(
            format!("cannot import {}: {why}", path.display()),
            "a quiz is a TOML file with [[questions]], a tour a JSON file with steps",
        )
    })?;
    for words in &imported.told {
        surroundings.say(&format!("note: {words}"));
    }
    if imported.taken == 0 {
        return Err(Failure::nothing_to_read(
            format!("{} holds nothing that a lesson can take over", path.display()),
            "of a quiz the questions of the types ShortAnswer and MultipleChoice are taken",
        ));
    }
    for file in &mut imported.files {
        // The text is from elsewhere, and an editor is a terminal, too.
        file.text = safe(&file.text).into_owned();
    }
    let folder = home(arguments.dir.as_deref()).join(&id);
    write(&folder, &imported.files)?;
    told(&folder, &imported.files, surroundings);
    Ok(Exit::Clean)
}

fn read(
    arguments: &ImportArguments,
    path: &Path,
    id: &str,
    text: &str,
) -> Result<Imported, String> {
    let title = arguments.title.as_deref();
    if path.extension().is_some_and(|end| end == "toml") {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        return import_quiz(id, title.unwrap_or(&name), text);
    }
    import_tour(id, title, text, &DiskFolder { path: root(path) })
}

/// The repository that a tour goes through: the folder that holds `.tours` or `.vscode`, else
/// the tour's own.
fn root(path: &Path) -> PathBuf {
    let own = path.parent().unwrap_or(Path::new(""));
    let is_for_tours = |folder: &Path| {
        folder.file_name().is_some_and(|name| name == ".tours" || name == ".vscode")
    };
    let above = own.ancestors().find(|folder| is_for_tours(folder)).and_then(Path::parent);
    let root = above.unwrap_or(own);
    if root.as_os_str().is_empty() { PathBuf::from(".") } else { root.to_owned() }
}
