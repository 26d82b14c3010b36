//! The Dockerfiles that an author tests a lesson on.

use std::path::Path;

use crate::lesson::added::Bounded;
use crate::lesson::place::{Place, Problems, short};
use crate::lesson::{LessonFolder, Sample, files, load};

/// Reads the fixtures; the last part of a path may hold one `*`, which stands for any letters.
pub(super) fn read(
    paths: &[(String, Place)],
    folder: &dyn LessonFolder,
    problems: &mut Problems,
) -> Vec<Sample> {
    let folder = Bounded::new(folder);
    let mut fixtures = Vec::new();
    for (path, place) in paths {
        let found = match path.contains('*') {
            true => matching(path, &folder),
            false => Ok(vec![path.clone()]),
        };
        let texts = found.and_then(|found| {
            let read = found.iter().map(|path| files::read_sample(&folder, path));
            read.collect::<Result<Vec<_>, String>>()
        });
        match texts {
            Ok(texts) => fixtures.extend(texts.into_iter().map(|(path, text)| Sample {
                name: load::file_name(&path),
                text,
                beside: None,
            })),
            Err(why) => problems.error(place, format!("this fixture cannot be read: {why}")),
        }
    }
    fixtures
}

/// The files that a pattern means, sorted.
fn matching(pattern: &str, folder: &dyn LessonFolder) -> Result<Vec<String>, String> {
    let (above, name) = pattern.rsplit_once('/').unwrap_or(("", pattern));
    let (start, end) = name.split_once('*').unwrap_or((name, ""));
    if above.contains('*') || end.contains('*') {
        return Err(format!("{}: one * in the last part is all that a path takes", short(pattern)));
    }
    let inside = if above.is_empty() { Path::new("").to_owned() } else { files::safe_path(above)? };
    let names = folder.list(&inside).map_err(|why| format!("{}: {why}", short(pattern)))?;
    let fits = |name: &String| {
        name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end)
    };
    let join = |name: String| if above.is_empty() { name } else { format!("{above}/{name}") };
    let found: Vec<String> = names.into_iter().filter(fits).map(join).collect();
    if found.is_empty() {
        return Err(format!("{}: no file has such a name", short(pattern)));
    }
    Ok(found)
}
