//! Works off a script and the scripts inside it.

use super::map::Map;
use super::parse::Parser;
use super::{Inside, Script};

/// How deep scripts inside scripts are looked into. It bounds the work for
/// hostile text: what lies deeper stays part of its word.
const DEEPEST: u8 = 24;

/// A text whose commands are still to be found.
pub(super) struct Job {
    pub(super) text: String,
    pub(super) map: Map,
    pub(super) depth: u8,
    pub(super) inside: Inside,
}

impl Job {
    /// A script inside this one's text; `None` where that would be too deep.
    pub(super) fn inner(&self, text: String, map: Map, inside: Inside) -> Option<Job> {
        let depth = self.depth + 1;
        (depth < DEEPEST).then_some(Job { text, map, depth, inside })
    }
}

/// Reads a script and what is inside it, unsorted.
pub(super) fn read(text: &str, map: Map) -> Script {
    let job = Job { text: text.to_owned(), map, depth: 0, inside: Inside::Script };
    let mut jobs = vec![job];
    let mut script = Script::default();
    while let Some(job) = jobs.pop() {
        Parser::of(&job, &mut script, &mut jobs).run();
    }
    script
}
