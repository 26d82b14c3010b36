//! Changes that are ready to be tried on a file and its folder.

mod asked;
mod instruction;
mod path;

use super::advise::usual;
use super::scenario::Change;
use super::state::State;

pub use asked::asked;
pub use instruction::{edit_instruction, line_to_edit, reads, without};
pub use path::{becomes_link, chmod, edit_file, new_file, new_folder, of_file, of_folder, renamed};

/// At most so many changes of one kind are ready.
const MOST_OF_A_KIND: usize = 8;

/// A change with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ready {
    /// What is changed, in a few words; names in it are from outside.
    pub words: String,
    /// The change.
    pub change: Change,
}

impl Ready {
    /// A change under this name.
    pub fn new(words: impl Into<String>, change: Change) -> Self {
        Self { words: words.into(), change }
    }
}

/// The changes that come up with this file: an edit of a source file for each
/// way in which files are taken, of each list of dependencies, another value
/// of each build argument, a moved base image, another target, no cache.
/// Where the state has no files there are none about files.
pub fn ready(state: &State) -> Vec<Ready> {
    let file = state.inputs().file;
    let sent = usual::sent(state);
    let usual = usual::changes(state, &file, &sent, MOST_OF_A_KIND);
    let mut ready: Vec<Ready> = usual.into_iter().map(|it| named(&it.name, it.change)).collect();
    ready.extend(asked::usual(state, MOST_OF_A_KIND));
    ready
}

fn named(name: &str, change: Change) -> Ready {
    let words = match &change {
        Change::SetArg { value, .. } => format!("--build-arg {name}={value}"),
        _ => format!("edit of {name}"),
    };
    Ready::new(words, change)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::Options;

    #[test]
    fn what_a_file_offers_without_a_folder() {
        let text =
            "ARG X=1\nFROM node AS deps\nARG VERSION\nRUN a\nFROM b\nCOPY --from=deps /x /\n";
        let state = State::without_context(text, Options::default());
        let words: Vec<String> = ready(&state).into_iter().map(|it| it.words).collect();
        let expected = [
            "--build-arg VERSION=another",
            "a newer node:latest",
            "a newer b:latest",
            "--target deps",
            "--no-cache",
        ];
        assert_eq!(words, expected);
    }
}
