//! `layerwise lessons new ID`: a lesson to begin with.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::exit::{Exit, Failure};
use crate::cli::surroundings::Surroundings;
use crate::host::{lessons_of_repository, write_new};
use crate::lesson::{Course, NewFile, scaffold};

/// Make a new lesson: text, sample and solution, to be filled in
#[derive(Args, Debug)]
#[command(
    help_template = crate::cli::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise lessons new our-base\n  \
        layerwise lessons new our-base --title 'Our base image'\n  \
        layerwise lessons new our-base --dir ~/course",
    after_help = "Without --dir it goes to .layerwise/lessons at the root of the repository, where \
                  everybody finds it who works there; outside of a repository to the folder lessons. \
                  lessons check lists what is still to be written."
)]
pub(super) struct NewArguments {
    /// The lesson's id, which is also the name of its folder: small letters, digits and dashes
    #[arg(value_name = "ID")]
    id: String,

    /// The lesson's title; made from the id when not given
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,

    /// The folder in which the lesson's own folder is made
    #[arg(long, value_name = "FOLDER")]
    dir: Option<PathBuf>,
}

pub(super) fn run(arguments: &NewArguments, surroundings: &Surroundings) -> Result<Exit, Failure> {
    let id = &arguments.id;
    if Course::builtin().find(id).is_some() {
        return Err(Failure::usage(
            format!("{id} is a lesson of the course"),
            "progress is kept under the id, so choose another",
        ));
    }
    let files = scaffold(id, arguments.title.as_deref())
        .map_err(|why| Failure::usage(format!("{id} is no id of a lesson"), why))?;
    let folder = home(arguments.dir.as_deref()).join(id);
    write(&folder, &files)?;
    told(&folder, &files, surroundings);
    Ok(Exit::Clean)
}

/// The folder in which a new lesson's own folder is made.
pub(super) fn home(named: Option<&Path>) -> PathBuf {
    let named = named.map(Path::to_owned);
    named.or_else(lessons_of_repository).unwrap_or_else(|| PathBuf::from("lessons"))
}

/// Writes a new lesson; nothing that is there is ever replaced.
pub(super) fn write(folder: &Path, files: &[NewFile]) -> Result<(), Failure> {
    let name = folder.display();
    write_new(folder, files).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::usage(
            format!("{name} is there already"),
            "choose another id, or another folder with --dir; nothing was changed",
        ),
        _ => Failure::nothing_to_read(
            format!("cannot write {name}: {error}"),
            "name a folder that you may write to with --dir",
        ),
    })
}

/// What was made, and what comes next.
pub(super) fn told(folder: &Path, files: &[NewFile], surroundings: &Surroundings) {
    for file in files {
        surroundings.say(&format!("wrote {}", folder.join(&file.path).display()));
    }
    let name = folder.display();
    surroundings.say(&format!(
        "\nNext:\n  layerwise lessons check {name}   what is still to be written\n  \
         layerwise learn {name}   what readers see, as you write"
    ));
}
