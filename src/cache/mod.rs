//! What runs again: which steps of a build the cache answers.
//!
//! [`Daemon`] is what earlier builds left behind. It is asked what the next
//! build of some [`Inputs`] will do, and answers step by step with *cached*,
//! *runs*, or *depends on what RUN wrote*, each with its reasons. The rules are
//! BuildKit's for a warm local cache (moby/buildkit 73ed6825c, recorded in
//! `tests/truth/cache.jsonl`); a registry's cache, garbage collection, git
//! sources and the legacy builder are not covered.

mod advise;
mod causes;
mod content;
mod digest;
mod earlier;
mod edit;
mod find;
mod folder;
mod forecast;
mod graph;
mod inputs;
mod operation;
mod ready;
mod reason;
mod scenario;
mod settings;
mod solve;
mod state;
mod store;
#[cfg(test)]
mod tests;
mod transfer;
mod words;

pub use advise::usual::{lists_dependencies, sent};
pub use advise::{
    Advice, Advised, BETTER, Gain, Kind, Move, NOTHING_GAINED, Rerun, advise, files_brought,
    files_read,
};
pub use causes::{Causes, runs_again_when};
pub use digest::of_bytes;
pub use edit::with_another_word;
pub use forecast::{Daemon, Forecast, Status, StepForecast};
pub use inputs::{Inputs, NoCache};
pub use operation::Member;
pub use ready::{
    Ready, asked, becomes_link, chmod, edit_file, edit_instruction, line_to_edit, new_file,
    new_folder, of_file, of_folder, reads, ready, renamed, without,
};
pub use reason::{FileChange, Reason};
pub use scenario::{After, Before, Change, FileText, Scenario};
pub use state::State;
pub use words::{PREDICTED, because, reason, sentence, summary};
