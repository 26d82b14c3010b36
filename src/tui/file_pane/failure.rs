//! A build that would stop although the file can be read.

use crate::build::Failure;
use crate::dockerfile::ProblemLevel;
use crate::source::{LineNumber, safe_line};

use super::FilePane;

/// Why a build of the file would stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::tui) struct BuildFailure {
    /// The line that BuildKit would report.
    pub(in crate::tui) line: Option<LineNumber>,
    text: String,
    hint: Option<String>,
}

impl BuildFailure {
    /// What is said about it.
    pub(super) fn words(&self) -> String {
        let mut words = format!("BuildKit would say: {}", safe_line(&self.text));
        if let Some(hint) = &self.hint {
            words.push_str(&format!("\nIt would suggest: {}", safe_line(hint)));
        }
        words
    }
}

impl FilePane {
    /// Takes why a build would stop. A file that cannot be read has its own
    /// problems, which say it better.
    pub(in crate::tui) fn take_failure(&mut self, failure: Option<&Failure>) {
        let mut problems = self.shown.problems.iter();
        let is_refused = problems.any(|problem| problem.level == ProblemLevel::Error);
        self.failure = failure.filter(|_| !is_refused).map(|failure| BuildFailure {
            line: failure.line.and_then(LineNumber::new),
            text: failure.text.clone(),
            hint: failure.hint.clone(),
        });
    }

    /// Why a build of the file would stop.
    pub(in crate::tui) fn failure(&self) -> Option<&BuildFailure> {
        self.failure.as_ref()
    }
}
