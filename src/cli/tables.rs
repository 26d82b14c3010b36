//! The tables of knowledge around a Dockerfile, for every command that explains or judges.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::surroundings::Surroundings;
use crate::host::{self, Directories, Origin};
use crate::knowledge::{Fault, Knowledge};

/// The tables of each folder, read once; what is wrong with them is said once and stops nothing.
#[derive(Default)]
pub(super) struct Library {
    by_paths: HashMap<Vec<PathBuf>, Knowledge>,
}

impl Library {
    /// What is known about a file that came from there.
    pub(super) fn of(&mut self, origin: &Origin, surroundings: &Surroundings) -> Knowledge {
        let paths = paths(origin, Directories::of_user().as_ref());
        self.of_paths(paths, surroundings)
    }

    fn of_paths(&mut self, paths: Vec<PathBuf>, surroundings: &Surroundings) -> Knowledge {
        if paths.is_empty() {
            return Knowledge::default();
        }
        if let Some(known) = self.by_paths.get(&paths) {
            return known.clone();
        }
        let (knowledge, notice) = read(&paths);
        if let Some(notice) = notice {
            surroundings.say(&notice);
        }
        self.by_paths.insert(paths, knowledge.clone());
        knowledge
    }
}

/// The same for one file.
pub(super) fn known(origin: &Origin, surroundings: &Surroundings) -> Knowledge {
    Library::default().of(origin, surroundings)
}

/// The same without the reader's own tables: what a document says that is kept for others
/// must not depend on who wrote it.
pub(super) fn known_to_all(origin: &Origin, surroundings: &Surroundings) -> Knowledge {
    Library::default().of_paths(paths(origin, None), surroundings)
}

/// The same, with the warning for the reader instead of on standard error.
pub(super) fn known_quietly(origin: &Origin) -> (Knowledge, Option<String>) {
    read(&paths(origin, Directories::of_user().as_ref()))
}

/// Where the tables lie that hold for a file.
fn paths(origin: &Origin, own: Option<&Directories>) -> Vec<PathBuf> {
    let folder = match origin {
        Origin::File(path) => path.parent().unwrap_or(Path::new("")),
        Origin::StandardInput | Origin::Sample => Path::new(""),
    };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    host::find_tables(folder, own)
}

fn read(paths: &[PathBuf]) -> (Knowledge, Option<String>) {
    let (files, unread) = host::read_tables(paths);
    let (knowledge, faults) = Knowledge::with(&files);
    let wrong = faults.iter().filter(|fault| fault.is_error).map(line);
    let all: Vec<String> = unread.iter().map(ToString::to_string).chain(wrong).collect();
    let notice = all.first().map(|first| {
        let more = match all.len() - 1 {
            0 => String::new(),
            1 => ", and 1 more".to_owned(),
            more => format!(", and {more} more"),
        };
        format!("warning: {first}{more}; it is left out (layerwise knowledge check)")
    });
    (knowledge, notice)
}

/// `FILE:LINE:COLUMN: what is wrong`.
fn line(fault: &Fault) -> String {
    format!("{}:{}:{}: {}", fault.file, fault.line, fault.column, fault.message)
}
