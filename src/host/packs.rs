//! Lessons from elsewhere than the program: where they lie, and what is read of them.

use std::path::{Path, PathBuf};

use super::directories::Directories;
use super::lesson_folder::{DiskFolder, FoundLessons, LessonReadError, find_lessons, read_lesson};
use crate::lesson::{AddedLesson, LessonOrigin};

/// Where a repository keeps its lessons, below its root.
pub(super) const IN_REPOSITORY: &str = ".layerwise/lessons";
/// At most so many bytes of lessons are read from one folder (16 MiB).
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// Where to look for lessons that are not built in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LessonPlaces {
    /// The folder of the Dockerfile, whose repository may have lessons.
    pub dockerfile: PathBuf,
    /// The reader's own folder of lessons, which need not exist.
    pub own: Option<PathBuf>,
    /// A folder that the reader named.
    pub named: Option<PathBuf>,
}

/// What was read.
#[derive(Debug, Default)]
pub struct Packs {
    /// The lessons: those of the repository first, then the reader's own, then those of the
    /// named folder; each folder in the order of its names.
    pub lessons: Vec<AddedLesson>,
    /// Lessons that were left out and why, each as a sentence that begins with the path.
    pub left_out: Vec<String>,
}

impl LessonPlaces {
    /// The usual places around a Dockerfile's folder.
    pub fn around(
        dockerfile: &Path,
        directories: Option<&Directories>,
        named: Option<&Path>,
    ) -> Self {
        Self {
            dockerfile: dockerfile.to_owned(),
            own: directories.map(Directories::lessons),
            named: named.map(Path::to_owned),
        }
    }

    /// Reads all lessons there, each within its limits. Takes as long as the disk takes: not
    /// for the way to the first frame.
    pub fn read(&self) -> Packs {
        let mut packs = Packs::default();
        let repository = in_repository(&self.dockerfile).unwrap_or_else(|why| {
            packs.left_out.push(why);
            None
        });
        let mut read: Vec<PathBuf> = Vec::new();
        for (origin, folder) in [
            (LessonOrigin::Repository, repository.as_ref()),
            (LessonOrigin::Configuration, self.own.as_ref()),
            (LessonOrigin::Folder, self.named.as_ref()),
        ] {
            let Some(folder) = folder else { continue };
            // The same folder may be reached in two ways.
            let Ok(real) = std::fs::canonicalize(folder) else { continue };
            if !read.contains(&real) {
                read.push(real);
                packs.take(origin, folder);
            }
        }
        packs
    }
}

impl Packs {
    fn take(&mut self, origin: LessonOrigin, folder: &Path) {
        let FoundLessons { files, left_out } = match find_lessons(folder) {
            Ok(found) => found,
            Err(error) => {
                self.left_out.push(format!("{}: {error}", folder.display()));
                return;
            }
        };
        let told = left_out.into_iter().map(|(path, why)| format!("{}: {why}", path.display()));
        self.left_out.extend(told);
        let mut bytes = 0;
        for file in files {
            if bytes > MOST_BYTES {
                let most = MOST_BYTES >> 20;
                let words = format!(
                    "{}: a folder gives at most {most} MiB of lessons; this one and those behind \
                     it are more",
                    file.display()
                );
                return self.left_out.push(words);
            }
            match read_added(origin, &file) {
                Ok((lesson, length)) => {
                    bytes += length;
                    self.lessons.push(lesson);
                }
                Err(error) => self.left_out.push(error.to_string()),
            }
        }
    }
}

/// Reads one lesson with the files of its folder; gives also the length of its text in bytes.
///
/// # Errors
/// When the file cannot be read, is too large or is not UTF-8.
pub fn read_added(
    origin: LessonOrigin,
    file: &Path,
) -> Result<(AddedLesson, usize), LessonReadError> {
    let text = read_lesson(file)?;
    let lesson = AddedLesson::read(origin, file, &text, &DiskFolder::of_lesson(file));
    Ok((lesson, text.len()))
}

/// The folder of lessons of the repository around a folder; outside of a repository only the
/// folder itself counts, because anybody may put something into a folder above it. `None`
/// where there is none, an error where it is a link out of the repository.
fn in_repository(folder: &Path) -> Result<Option<PathBuf>, String> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Ok(real) = std::fs::canonicalize(folder) else { return Ok(None) };
    let is_root = |folder: &&Path| folder.join(".git").exists();
    let root = real.ancestors().find(is_root).unwrap_or(&real);
    let lessons = root.join(IN_REPOSITORY);
    let Ok(behind_links) = std::fs::canonicalize(&lessons) else { return Ok(None) };
    if !behind_links.starts_with(root) {
        let words = "it is a symbolic link out of the repository, so no lesson is read from it";
        return Err(format!("{}: {words}", lessons.display()));
    }
    let here = std::env::current_dir().and_then(std::fs::canonicalize).unwrap_or_default();
    let shown = lessons.strip_prefix(&here).map(Path::to_owned).unwrap_or(lessons);
    Ok(Some(shown))
}
