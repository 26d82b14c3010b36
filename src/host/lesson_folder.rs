//! Lessons on disk: their files, and no others.

use std::path::{Component, Path, PathBuf};

use super::read::{ReadError, read_file};
use crate::lesson::LessonFolder;

/// The largest lesson or sample that is read, in bytes (1 MiB).
const LARGEST: usize = 1024 * 1024;
/// How deep folders are searched for lessons.
const DEEPEST: usize = 8;

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
        let real = |path: &Path| std::fs::canonicalize(path).map_err(|error| error.to_string());
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
        let bytes = read_file(&file).map_err(|error| error.fault.to_string())?;
        text_of(bytes)
    }

    fn exists(&self, path: &Path) -> bool {
        !path.is_absolute() && self.path.join(path).exists()
    }
}

/// Reads a lesson's Markdown.
///
/// # Errors
/// When it cannot be read, is too large or is not UTF-8; why, as a sentence with the path.
pub fn read_lesson(file: &Path) -> Result<String, LessonReadError> {
    let bytes = read_file(file)?;
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

/// The lessons that a path means: the file itself, or every `lesson.md` below
/// a folder, sorted. Links to folders are not followed, hidden folders are passed by.
///
/// # Errors
/// When the path or a folder below it cannot be read.
pub fn find_lessons(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if path.is_dir() {
        search(path, DEEPEST, &mut found)?;
        found.sort();
    } else {
        // Reading it says best what is wrong with it.
        found.push(path.to_owned());
    }
    Ok(found)
}

fn search(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let name = entry.file_name();
        if kind.is_dir() {
            if depth > 0 && !name.as_encoded_bytes().starts_with(b".") {
                search(&entry.path(), depth - 1, found)?;
            }
        } else if name == "lesson.md" {
            found.push(entry.path());
        }
    }
    Ok(())
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
        let found = find_lessons(home.path()).unwrap();
        let names: Vec<_> =
            found.iter().map(|path| path.strip_prefix(home.path()).unwrap().to_owned()).collect();
        assert_eq!(names, [Path::new("a/deep/lesson.md"), Path::new("b/lesson.md")]);
        assert_eq!(find_lessons(Path::new("x.md")).unwrap(), [Path::new("x.md")]);
    }
}
