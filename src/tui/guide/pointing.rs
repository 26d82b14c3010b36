//! What the reader marks in the lines of the file: which steps run, which line
//! is meant. The lessons, the review and the Cache view share it.

use super::Mark;
use crate::cache::Status;
use crate::source::LineNumber;
use crate::tui::Action;
use crate::tui::theme::Role;

/// What the reader says of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Guess {
    /// The other of the two.
    Other,
    /// It is one: it runs.
    Yes,
    /// It is none: it is cached.
    No,
}

impl Guess {
    /// What an action says of the selected line.
    pub(super) fn of(action: Action) -> Option<Self> {
        match action {
            Action::Mark => Some(Guess::Other),
            Action::MarkRuns => Some(Guess::Yes),
            Action::MarkCached => Some(Guess::No),
            _ => None,
        }
    }

    /// Whether a line that was marked or not is marked then.
    pub(super) fn applied(self, was_marked: bool) -> bool {
        match self {
            Guess::Other => !was_marked,
            Guess::Yes => true,
            Guess::No => false,
        }
    }
}

/// What the file pane shows of lines that can be marked; of several answers
/// about one line, one mark is enough.
pub(super) fn guesses(mut lines: Vec<(LineNumber, bool)>) -> Vec<(LineNumber, Mark)> {
    lines.sort_unstable_by_key(|(line, is_marked)| (*line, !is_marked));
    lines.dedup_by_key(|(line, _)| *line);
    let mark = |(line, is_marked)| match is_marked {
        true => (line, Mark { symbol: Status::Runs.symbol(), role: Role::Key }),
        false => (line, Mark { symbol: Status::Cached.symbol(), role: Role::Muted }),
    };
    lines.into_iter().map(mark).collect()
}
