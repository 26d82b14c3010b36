//! Lessons on disk: their files, and no others.

use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use super::read::{ReadError, ReadFault, open_ordinary};
use crate::lesson::LessonFolder;

/// The largest lesson or sample that is read, in bytes (1 MiB).
const LARGEST: usize = 1024 * 1024;
/// How deep folders are searched for lessons.
const DEEPEST: usize = 8;
/// At most so many names of files and folders are looked at in a search for lessons.
const MOST_NAMES: usize = 20_000;
/// At most so many lessons are taken from one folder.
const MOST_LESSONS: usize = 200;

/// The folder of a lesson on disk. Gives only files that really stand below
/// it: neither `..` nor a symbolic link leads out.
#[derive(Clone, Debug)]
pub struct DiskFolder {
    /// The folder.
    pub path: PathBuf,
}

impl DiskFolder {
    /// The folder that this lesson file stands in.
    pub fn of_lesson(file: &Path) -> Self {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        Self { path: folder.unwrap_or(Path::new(".")).to_owned() }
    }

    fn inside(&self, path: &Path) -> Result<PathBuf, String> {
        let is_plain =
            |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
        if !path.components().all(is_plain) {
            return Err("the path leads out of the lesson's folder".to_owned());
        }
        let real = |path: &Path| {
            std::fs::canonicalize(path).map_err(|error| ReadFault::from(error).to_string())
        };
        let file = real(&self.path.join(path))?;
        if file.starts_with(real(&self.path)?) {
            Ok(file)
        } else {
            Err("a symbolic link leads out of the lesson's folder".to_owned())
        }
    }
}

impl LessonFolder for DiskFolder {
    fn read(&self, path: &Path) -> Result<String, String> {
        let file = self.inside(path)?;
        let bytes = read_limited(&file).map_err(|fault| fault.to_string())?;
        text_of(bytes)
    }

    fn list(&self, folder: &Path) -> Result<Vec<String>, String> {
        let folder = self.inside(folder)?;
        let entries =
            std::fs::read_dir(&folder).map_err(|error| ReadFault::from(error).to_string())?;
        let mut names = Vec::new();
        for entry in entries.take(MOST_NAMES) {
            let entry = entry.map_err(|error| ReadFault::from(error).to_string())?;
            names.extend(entry.file_name().into_string());
        }
        names.sort();
        Ok(names)
    }

    /// Links may lead to neighbours of the lesson's folder, and no further up.
    fn exists(&self, path: &Path) -> bool {
        let mut depth = 1_i32;
        for part in path.components() {
            match part {
                Component::Normal(_) => depth += 1,
                Component::CurDir => {}
                Component::ParentDir => depth -= 1,
                Component::RootDir | Component::Prefix(_) => return false,
            }
            if depth < 0 {
                return false;
            }
        }
        let Ok(folder) = std::fs::canonicalize(&self.path) else { return false };
        let outermost = folder.parent().unwrap_or(&folder);
        std::fs::canonicalize(folder.join(path)).is_ok_and(|real| real.starts_with(outermost))
    }
}

/// Reads an ordinary file to [`LARGEST`], and one byte more where there is more.
fn read_limited(file: &Path) -> Result<Vec<u8>, ReadFault> {
    let (file, _) = open_ordinary(file)?;
    let mut bytes = Vec::new();
    file.take(LARGEST as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a lesson's Markdown.
///
/// # Errors
/// When it cannot be read, is too large or is not UTF-8; why, as a sentence with the path.
pub fn read_lesson(file: &Path) -> Result<String, LessonReadError> {
    let bytes = read_limited(file).map_err(|fault| ReadError { path: file.to_owned(), fault })?;
    text_of(bytes).map_err(|fault| LessonReadError::Text { path: file.to_owned(), fault })
}

/// Why a lesson cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum LessonReadError {
    /// The file cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The file is no text for a lesson.
    #[error("cannot read {}: {fault}", crate::source::safe_line(&.path.to_string_lossy()))]
    Text {
        /// Which file.
        path: PathBuf,
        /// Why.
        fault: String,
    },
}

fn text_of(bytes: Vec<u8>) -> Result<String, String> {
    if bytes.len() > LARGEST {
        return Err(format!("it is larger than {} KiB", LARGEST / 1024));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = 1 + error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count();
        format!("line {line} is not UTF-8")
    })
}

/// The lesson files that were found below a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundLessons {
    /// Their paths, sorted.
    pub files: Vec<PathBuf>,
    /// What was left out, and why: the path, and a sentence about it.
    pub left_out: Vec<(PathBuf, String)>,
}

/// The lessons that a path means: the file itself, or every `lesson.md` below
/// a folder. Links to folders are not followed, a lesson that is a link out of the
/// folder is left out, hidden folders are passed by, and the search has an end
/// whatever the folder holds.
///
/// # Errors
/// When the path itself cannot be read.
pub fn find_lessons(path: &Path) -> std::io::Result<FoundLessons> {
    if !path.is_dir() {
        // Reading it says best what is wrong with it.
        return Ok(FoundLessons { files: vec![path.to_owned()], ..FoundLessons::default() });
    }
    let root = std::fs::canonicalize(path)?;
    let mut search = Search { root, names: 0, is_over: false, found: FoundLessons::default() };
    search.folder(std::fs::read_dir(path)?, path, DEEPEST);
    search.found.files.sort();
    search.found.left_out.sort();
    Ok(search.found)
}

struct Search {
    root: PathBuf,
    /// How many names were looked at.
    names: usize,
    /// Whether there is more than is looked at.
    is_over: bool,
    found: FoundLessons,
}

impl Search {
    fn folder(&mut self, entries: std::fs::ReadDir, folder: &Path, depth: usize) {
        let mut folders = Vec::new();
        for entry in entries.flatten() {
            self.names += 1;
            if self.names > MOST_NAMES {
                let why = format!("only the first {MOST_NAMES} names are looked at; here are more");
                return self.end(folder, why);
            }
            let name = entry.file_name();
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if is_folder && !name.as_encoded_bytes().starts_with(b".") {
                folders.push(entry.path());
            } else if !is_folder && name == "lesson.md" {
                self.lesson(entry.path());
            }
        }
        folders.sort();
        for inner in folders {
            let entries = match std::fs::read_dir(&inner) {
                Ok(entries) if depth > 0 => entries,
                Ok(_) => {
                    let why =
                        format!("folders are searched {DEEPEST} deep, and this one is deeper");
                    self.found.left_out.push((inner, why));
                    continue;
                }
                Err(error) => {
                    let why = ReadFault::from(error).to_string();
                    self.found.left_out.push((inner, why));
                    continue;
                }
            };
            self.folder(entries, &inner, depth - 1);
            if self.is_over {
                return;
            }
        }
    }

    fn lesson(&mut self, file: PathBuf) {
        match std::fs::canonicalize(&file) {
            Ok(real) if !real.starts_with(&self.root) => {
                let why = "it is a symbolic link out of the folder of lessons".to_owned();
                self.found.left_out.push((file, why));
            }
            Ok(_) if self.found.files.len() == MOST_LESSONS => {
                let why = format!("a folder gives at most {MOST_LESSONS} lessons; here are more");
                self.end(&file, why);
            }
            Ok(_) => self.found.files.push(file),
            Err(error) => {
                let why = ReadFault::from(error).to_string();
                self.found.left_out.push((file, why));
            }
        }
    }

    fn end(&mut self, path: &Path, why: String) {
        self.is_over = true;
        self.found.left_out.push((path.to_owned(), why));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn only_files_of_the_folder_are_given() {
        let home = tempfile::tempdir().unwrap();
        let folder = DiskFolder { path: home.path().join("lesson") };
        fs::create_dir_all(folder.path.join("samples")).unwrap();
        fs::write(home.path().join("secret"), "no").unwrap();
        fs::write(folder.path.join("samples/a"), "yes").unwrap();
        assert_eq!(folder.read(Path::new("samples/a")), Ok("yes".to_owned()));
        assert!(folder.read(Path::new("../secret")).is_err());
        assert!(folder.read(Path::new("samples/../../secret")).is_err());
        assert!(folder.read(&home.path().join("secret")).is_err());
        assert!(folder.read(Path::new("samples")).unwrap_err().contains("folder"));
        assert!(folder.read(Path::new("absent")).is_err());
        #[cfg(unix)]
        {
            let link = folder.path.join("link");
            std::os::unix::fs::symlink("../secret", &link).unwrap();
            assert!(folder.read(Path::new("link")).unwrap_err().contains("leads out"));
            std::os::unix::fs::symlink("loop", folder.path.join("loop")).unwrap();
            assert!(folder.read(Path::new("loop")).is_err());
        }
        fs::write(folder.path.join("latin"), b"a\nb\xff").unwrap();
        assert_eq!(folder.read(Path::new("latin")), Err("line 2 is not UTF-8".to_owned()));
    }

    #[test]
    fn lessons_are_found_below_a_folder() {
        let home = tempfile::tempdir().unwrap();
        for folder in ["b", "a/deep", ".git"] {
            fs::create_dir_all(home.path().join(folder)).unwrap();
            fs::write(home.path().join(folder).join("lesson.md"), "# x").unwrap();
        }
        let found = find_lessons(home.path()).unwrap().files;
        let names: Vec<_> =
            found.iter().map(|path| path.strip_prefix(home.path()).unwrap().to_owned()).collect();
        assert_eq!(names, [Path::new("a/deep/lesson.md"), Path::new("b/lesson.md")]);
        assert_eq!(find_lessons(Path::new("x.md")).unwrap().files, [Path::new("x.md")]);
    }
}
