//! Which lesson is meant: one of the course, one from elsewhere, or a file of the reader's.

use std::path::{Path, PathBuf};

use super::InputArguments;
use super::exit::Failure;
use crate::host::{
    Directories, LessonPlaces, LessonReadError, Wanted, find_lessons, is_dockerfile_name,
    read_added,
};
use crate::lesson::{AddedLesson, Course, CourseEntry, Lesson, LessonOrigin};

/// A lesson that somebody named.
pub(super) enum LessonChoice<'a> {
    /// A lesson of the course.
    Course(&'a CourseEntry),
    /// One from elsewhere.
    Added(Box<AddedLesson>),
}

/// Where lessons lie beside the course, for a Dockerfile that is named so.
pub(super) fn places(input: &InputArguments, named: Option<&Path>) -> LessonPlaces {
    let folder = match input.wanted() {
        Wanted::Path(path) if path.is_dir() => path,
        Wanted::Path(path) => path.parent().map(Path::to_owned).unwrap_or_default(),
        Wanted::Default | Wanted::StandardInput => PathBuf::new(),
    };
    LessonPlaces::around(&folder, Directories::of_user().as_ref(), named)
}

/// The same for a command that reads no Dockerfile: around the current folder.
pub(super) fn places_here(named: Option<&Path>) -> LessonPlaces {
    LessonPlaces::around(Path::new(""), Directories::of_user().as_ref(), named)
}

impl<'a> LessonChoice<'a> {
    /// Finds the lesson: by id, folder or number in the course, else as a Markdown file or a
    /// folder of lessons, else by its id among the lessons from elsewhere.
    pub(super) fn find(
        course: &'a Course,
        name: &str,
        places: &LessonPlaces,
    ) -> Result<Self, Failure> {
        if let Some(entry) = course.find(name) {
            return Ok(LessonChoice::Course(entry));
        }
        let path = Path::new(name);
        if path.is_dir() {
            return Self::first_of(path, LessonOrigin::File);
        }
        if is_dockerfile_name(path) {
            return Err(Failure::usage(
                format!("{name} is a Dockerfile and no lesson"),
                format!("name the lesson first, as in: layerwise learn {} {name}", first(course)),
            ));
        }
        let is_markdown = path.extension().is_some_and(|end| end == "md" || end == "markdown");
        if is_markdown || path.is_file() || name.contains(std::path::MAIN_SEPARATOR) {
            return Self::file(path, LessonOrigin::File);
        }
        // Only now, because their folders are read for it.
        let mut all = Course::builtin();
        for added in places.read().lessons {
            if all.add(added.clone()) == name {
                return Ok(LessonChoice::Added(Box::new(added)));
            }
        }
        Err(unknown(&all, name))
    }

    /// The first lesson of a folder: its own `lesson.md`, else the first below it.
    pub(super) fn first_of(folder: &Path, origin: LessonOrigin) -> Result<Self, Failure> {
        let name = folder.display();
        let found = find_lessons(folder).map_err(|error| {
            Failure::nothing_to_read(format!("cannot read {name}: {error}"), "check the path")
        })?;
        let own = folder.join("lesson.md");
        let first = found.files.iter().find(|file| **file == own).or(found.files.first());
        let Some(file) = first else {
            let why = found
                .left_out
                .first()
                .map(|(path, why)| format!("{} was left out: {why}", path.display()));
            return Err(Failure::nothing_to_read(
                format!("the folder {name} holds no lesson"),
                why.unwrap_or_else(|| {
                    "a lesson is a file named lesson.md; name any other Markdown file itself"
                        .to_owned()
                }),
            ));
        };
        Self::file(file, origin)
    }

    fn file(path: &Path, origin: LessonOrigin) -> Result<Self, Failure> {
        let (added, _) = read_added(origin, path)?;
        Ok(LessonChoice::Added(Box::new(added)))
    }

    /// The lesson, read leniently.
    pub(super) fn lesson(&self) -> Lesson {
        match self {
            LessonChoice::Course(entry) => entry.lesson().clone(),
            LessonChoice::Added(added) => added.lesson.clone(),
        }
    }
}

fn first(course: &Course) -> &str {
    course.entries.first().map_or("LESSON", |entry| &entry.id)
}

/// "There is no such lesson" with the nearest name and all that there are.
pub(super) fn unknown(course: &Course, name: &str) -> Failure {
    let ids: Vec<_> = course.all().map(|entry| entry.id.as_str()).collect();
    let mut hint = String::new();
    if let Some(near) = nearest(name, &ids) {
        hint = format!("did you mean {near}?\n");
    }
    hint += &format!("the lessons are {}; a Markdown file is a lesson as well", ids.join(", "));
    Failure::usage(format!("there is no lesson {name}"), hint)
}

/// The word that is nearest to a mistyped one, if it is near enough to be meant.
pub(super) fn nearest<'a>(word: &str, words: &[&'a str]) -> Option<&'a str> {
    let word = word.to_lowercase();
    let near = |other: &&str| (distance(&word, other), other.len());
    let best = words.iter().copied().min_by_key(|other| near(other))?;
    let allowed = 1 + best.chars().count() / 3;
    (distance(&word, best) <= allowed).then_some(best)
}

/// How many letters must be added, dropped or changed to make one word the
/// other (Levenshtein). A word too long to be a mistyped name is far away.
fn distance(left: &str, right: &str) -> usize {
    const LONGEST: usize = 64;
    let (left, right): (Vec<_>, Vec<_>) = (left.chars().collect(), right.chars().collect());
    if left.len() > LONGEST || right.len() > LONGEST {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (place, letter) in left.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = place + 1;
        for (column, other) in right.iter().enumerate() {
            let changed = diagonal + usize::from(letter != other);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[right.len()]
}

impl From<LessonReadError> for Failure {
    fn from(error: LessonReadError) -> Self {
        match error {
            LessonReadError::Read(error) => error.into(),
            LessonReadError::Text { .. } => {
                Failure::nothing_to_read(error.to_string(), "a lesson is a Markdown file in UTF-8")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_finds_its_word_and_another_word_does_not() {
        let words = ["tour", "anatomy", "from"];
        assert_eq!(nearest("form", &words), Some("from"));
        assert_eq!(nearest("FROM", &words), Some("from"));
        assert_eq!(nearest("anatmoy", &words), Some("anatomy"));
        assert_eq!(nearest("kubernetes", &words), None);
        assert_eq!(nearest("x", &[]), None);
        assert_eq!(nearest(&"x".repeat(1_000_000), &words), None);
    }
}
