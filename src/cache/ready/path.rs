//! Changes of the files of the context.

use super::{Ready, named};
use crate::cache::scenario::Change;

/// Of larger files no edit is offered that keeps their size: a scenario holds its text.
const SMALL: u64 = 4096;

/// An edit of one file.
pub fn edit_file(path: &str) -> Ready {
    named(path, Change::Append { path: path.to_owned(), text: "\n".to_owned() })
}

/// What can happen to a file of this mode and size, an edit first.
pub fn of_file(path: &str, mode: u32, size: u64) -> Vec<Ready> {
    let owned = path.to_owned();
    // Only whether it can be executed changes.
    let mode = format!("{:o}", if mode & 0o111 == 0 { mode | 0o111 } else { mode & !0o111 });
    let mut ready = vec![
        edit_file(path),
        Ready::new(format!("touch {path}"), Change::Touch { path: owned.clone() }),
        chmod(path, &mode),
        Ready::new(format!("delete {path}"), Change::Delete { path: owned.clone() }),
        Ready::new(format!("chown 1000 {path}"), Change::Chown { path: owned.clone(), uid: 1000 }),
    ];
    if (1..=SMALL).contains(&size) {
        let text = "#".repeat(usize::try_from(size).unwrap_or_default());
        let words = format!("edit of {path} that keeps its size and time");
        ready.push(Ready::new(words, Change::EditSameSizeAndMtime { path: owned, text }));
    }
    ready
}

/// What can happen to a folder of this mode.
pub fn of_folder(path: &str, mode: u32) -> Vec<Ready> {
    let mode = format!("{:o}", if mode & 0o077 == 0 { mode | 0o055 } else { mode & !0o077 });
    let gone = Change::Delete { path: path.to_owned() };
    vec![Ready::new(format!("delete {path}"), gone), chmod(path, &mode)]
}

/// Another mode, as `chmod` takes it in octal.
pub fn chmod(path: &str, mode: &str) -> Ready {
    let change = Change::Chmod { path: path.to_owned(), mode: mode.to_owned() };
    Ready::new(format!("chmod {mode} {path}"), change)
}

/// Another name.
pub fn renamed(path: &str, to: &str) -> Ready {
    let change = Change::Rename { path: path.to_owned(), to: to.to_owned() };
    Ready::new(format!("rename {path} to {to}"), change)
}

/// A file that was not there.
pub fn new_file(path: &str) -> Ready {
    let change = Change::Write { path: path.to_owned(), text: "new\n".to_owned() };
    Ready::new(format!("new file {path}"), change)
}

/// A folder that was not there.
pub fn new_folder(path: &str) -> Ready {
    Ready::new(format!("new folder {path}"), Change::Mkdir { path: path.to_owned() })
}

/// A link in the place of a file, or where nothing was.
pub fn becomes_link(path: &str, to: &str) -> Ready {
    let change = Change::Symlink { path: path.to_owned(), to: to.to_owned() };
    Ready::new(format!("{path} as a link to {to}"), change)
}
