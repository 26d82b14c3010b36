//! The files beside a lesson: samples, solutions, included Markdown.

use std::path::{Component, Path, PathBuf};

use super::LessonFolder;

/// The largest lesson or included file, in bytes.
pub(super) const LARGEST_LESSON: usize = 1024 * 1024;

/// The largest included file, in bytes.
const LARGEST_PART: usize = 1024 * 1024;

/// The largest sample or solution, in bytes: real Dockerfiles are a few kilobytes, and much is
/// asked of one while a lesson is on the screen.
pub(super) const LARGEST_SAMPLE: usize = 128 * 1024;

/// How many folders deep a path may lead.
const DEEPEST: usize = 8;

/// Reads a file that a lesson names, if its path stays in the lesson's folder.
///
/// The error is a sentence that names the path.
pub(super) fn read(folder: &dyn LessonFolder, path: &str) -> Result<(PathBuf, String), String> {
    read_up_to(LARGEST_PART, folder, path)
}

/// The same for a Dockerfile, or for a list of what lies beside one.
pub(super) fn read_sample(
    folder: &dyn LessonFolder,
    path: &str,
) -> Result<(PathBuf, String), String> {
    read_up_to(LARGEST_SAMPLE, folder, path)
}

fn read_up_to(
    most: usize,
    folder: &dyn LessonFolder,
    path: &str,
) -> Result<(PathBuf, String), String> {
    let safe = safe_path(path).map_err(|why| format!("{}: {why}", super::place::short(path)))?;
    let text = folder.read(&safe).map_err(|why| {
        let meant = near(folder, &safe).map(|near| format!("; did you mean {near}?"));
        format!("{}: {why}{}", super::place::short(path), meant.unwrap_or_default())
    })?;
    if text.len() > most {
        let most = most / 1024;
        return Err(format!("{}: the file is larger than {most} KiB", super::place::short(path)));
    }
    Ok((safe, text))
}

/// The file beside a missing one whose name is nearest to it, if one is near enough to be meant.
pub(super) fn near(folder: &dyn LessonFolder, path: &Path) -> Option<String> {
    let safe = safe_path(path.to_str()?).ok()?;
    let name = safe.file_name()?.to_str()?;
    let above = safe.parent().unwrap_or(Path::new(""));
    let names = folder.list(above).ok()?;
    if names.iter().any(|it| it == name) {
        return None;
    }
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    let near = crate::select::suggest(name, &known)?;
    Some(above.join(near).to_string_lossy().into_owned())
}

/// The path, if it leads to a place inside the lesson's folder on every system.
pub(super) fn safe_path(path: &str) -> Result<PathBuf, &'static str> {
    if path.is_empty() {
        return Err("a path is expected");
    }
    if path.len() > 512 || path.chars().any(|it| it.is_control() || matches!(it, '\\' | ':')) {
        return Err("a path here has no backslash, no colon and no control character");
    }
    let mut safe = PathBuf::new();
    for component in Path::new(path).components() {
        match component {
            Component::Normal(name) => safe.push(name),
            Component::CurDir => {}
            Component::ParentDir => return Err("a path may not leave the lesson's folder"),
            Component::RootDir | Component::Prefix(_) => {
                return Err("a path starts at the lesson's folder");
            }
        }
    }
    if safe.components().count() > DEEPEST {
        return Err("the path leads through too many folders");
    }
    Ok(safe)
}

#[cfg(test)]
mod tests {
    use super::safe_path;

    #[test]
    fn paths_stay_in_the_folder() {
        for good in ["a.md", "./a.md", "samples/a.Dockerfile", "a//b"] {
            assert!(safe_path(good).is_ok(), "{good}");
        }
        for bad in
            ["", "/etc/passwd", "../a", "a/../../b", "C:x", "..\\x", "a\0b", "a/b/c/d/e/f/g/h/i"]
        {
            assert!(safe_path(bad).is_err(), "{bad}");
        }
    }
}
