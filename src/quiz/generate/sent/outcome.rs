//! What becomes of a file, and why: the right answer and the wrong ones.

use crate::context::{NodeId, PatternPlace, Snapshot};
use crate::source::LineNumber;

/// What becomes of a file, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It may be sent: no pattern matches, or this one brings it back.
    Sent(Option<PatternPlace>),
    /// This pattern leaves it out.
    LeftOut(PatternPlace),
    /// This pattern leaves it out, and the builder reads it all the same.
    ReadAlone(PatternPlace),
    /// Believed: the builder cannot read what this pattern leaves out.
    Missing(PatternPlace),
    /// Believed: what the builder reads can be copied, too.
    NeededAndTaken,
    /// Believed: a line of the Dockerfile names it, so it is sent.
    Named(LineNumber),
    /// Believed: hidden files are never sent.
    Hidden,
    /// Believed: files that hold passwords are never sent.
    Secret,
    /// Believed: what git and the like keep is never sent.
    History,
}

impl Outcome {
    /// What really becomes of it.
    pub(super) fn of(snapshot: &Snapshot, id: NodeId) -> Self {
        let node = &snapshot[id];
        Self::decided(!node.sent, node.decision.decided_by)
    }

    /// What a decision means; one to leave something out has a pattern.
    pub(super) fn decided(ignored: bool, by: Option<PatternPlace>) -> Self {
        match by {
            Some(place) if ignored => Outcome::LeftOut(place),
            by => Outcome::Sent(by),
        }
    }
}
