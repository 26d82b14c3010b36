//! Which ignore file a build reads (moby/buildkit 73ed6825c,
//! `frontend/dockerui/config.go`): the one that is called after the
//! Dockerfile and lies beside it, else `.dockerignore` in the context.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::context::{Ignore, Problem};
use crate::host::read::read_file;
use crate::source::Source;

/// The name in the context.
const COMMON_NAME: &str = ".dockerignore";

/// The paths where an ignore file may be, in the order in which they count.
pub(super) fn candidates(root: &Path, dockerfile: Option<&Path>) -> Vec<PathBuf> {
    let beside = dockerfile.map(|dockerfile| {
        let mut name: OsString = dockerfile.as_os_str().to_owned();
        name.push(COMMON_NAME);
        PathBuf::from(name)
    });
    beside.into_iter().chain([root.join(COMMON_NAME)]).collect()
}

/// Reads the first ignore file that there is, and the text of the one behind
/// it. One that cannot be read is as good as none to BuildKit; here that is a
/// problem that the reader hears of.
pub(super) fn read(root: &Path, dockerfile: Option<&Path>, problems: &mut Vec<Problem>) -> Ignore {
    let mut paths = candidates(root, dockerfile).into_iter();
    while let Some(path) = paths.next() {
        let Some(found) = read_one(&path) else { continue };
        match found {
            Ok(ignore) => {
                // What is wrong with a file that does not count is no problem.
                let behind = paths.find_map(|path| read_one(&path)?.ok());
                return Ignore { outranked: behind.map(|it| it.text), ..ignore };
            }
            Err(problem) => problems.push(problem),
        }
    }
    Ignore::default()
}

/// Reads one; `None` where nothing is there.
fn read_one(path: &Path) -> Option<Result<Ignore, Problem>> {
    path.symlink_metadata().ok()?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    if leads_out(path) {
        let text = "is a link to a place outside its folder: a build does not read it".to_owned();
        return Some(Err(Problem { path: name, text }));
    }
    Some(match read_file(path) {
        Ok(bytes) => {
            let source = Source::new(name.as_str(), bytes);
            Ok(Ignore::read(name, source.text()))
        }
        Err(error) => {
            let text = format!("cannot be read, so nothing is ignored by it: {}", error.fault);
            Err(Problem { path: name, text })
        }
    })
}

/// Whether a link leads out of the folder in which it lies: the builder sees only what lies there.
fn leads_out(path: &Path) -> bool {
    let above = path.parent().filter(|above| !above.as_os_str().is_empty());
    let folder = std::fs::canonicalize(above.unwrap_or(Path::new(".")));
    match (std::fs::canonicalize(path), folder) {
        (Ok(file), Ok(folder)) => !file.starts_with(folder),
        _ => false,
    }
}
