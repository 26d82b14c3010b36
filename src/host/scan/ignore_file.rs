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

/// Reads the first ignore file that there is. One that cannot be read is as
/// good as none to BuildKit; here that is a problem that the reader hears of.
pub(super) fn read(root: &Path, dockerfile: Option<&Path>, problems: &mut Vec<Problem>) -> Ignore {
    for path in candidates(root, dockerfile) {
        if path.symlink_metadata().is_err() {
            continue;
        }
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        if leads_out(&path) {
            let text =
                "is a link to a place outside its folder: a build does not read it".to_owned();
            problems.push(Problem { path: name, text });
            continue;
        }
        match read_file(&path) {
            Ok(bytes) => {
                let source = Source::new(name.as_str(), bytes);
                return Ignore::read(name, source.text());
            }
            Err(error) => {
                let text = format!("cannot be read, so nothing is ignored by it: {}", error.fault);
                problems.push(Problem { path: name, text });
            }
        }
    }
    Ignore::default()
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
