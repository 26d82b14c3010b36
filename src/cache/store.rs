//! What earlier builds left behind: which operations were done on which inputs.

use std::collections::HashMap;

use super::digest::{Digest, Digester};
use super::operation::Operation;
use crate::context::Tree;

/// The records of a cache, and the daemon's copy of the context.
#[derive(Clone, Debug, Default)]
pub(super) struct Store {
    links: HashMap<(Digest, Place), Slot>,
    /// The operations by family, for those that cannot be told apart for certain.
    families: HashMap<Digest, Vec<(Digest, Operation)>>,
    /// What each record holds: the outcome of the build that made it last.
    outcomes: HashMap<RecordId, Outcome>,
    pub(super) context: Tree,
    /// How many builds there were.
    pub(super) builds: u64,
}

/// A record of the cache: an operation on certain inputs.
pub(super) type RecordId = Digest;

/// What an operation gave when it ran: no two runs can be taken to give the same.
pub(super) type Outcome = Digest;

/// Which input of an operation; none for an operation without any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Place {
    None,
    Input(usize),
}

/// By what an input was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Token {
    /// There is no input.
    Nothing,
    /// By what made it.
    Made(Digest),
    /// By what is in it.
    Content(Digest),
}

/// The records that one input leads to.
#[derive(Clone, Debug, Default)]
pub(super) struct Slot {
    by_token: HashMap<Token, Vec<RecordId>>,
    /// All records that some content leads to.
    by_content: Vec<RecordId>,
}

impl Slot {
    pub(super) fn get(&self, token: Token) -> &[RecordId] {
        self.by_token.get(&token).map_or(&[], Vec::as_slice)
    }

    pub(super) fn by_content(&self) -> &[RecordId] {
        &self.by_content
    }
}

impl Store {
    /// Forgets its copy of the context: the next build sends everything anew.
    pub(super) fn prune_context(&mut self) {
        self.context = Tree::default();
    }

    pub(super) fn slot(&self, operation: Digest, place: Place) -> Option<&Slot> {
        self.links.get(&(operation, place))
    }

    /// The operations that may be the same as this one, which none has to be.
    pub(super) fn relatives(&self, operation: &Operation) -> Vec<Digest> {
        let family = self.families.get(&operation.family());
        let members = family.map_or(&[][..], Vec::as_slice).iter();
        let fits = members.filter(|(_, other)| {
            (operation.is_open() || other.is_open()) && operation.may_equal(other)
        });
        fits.map(|(digest, _)| *digest).collect()
    }

    pub(super) fn outcome(&self, record: RecordId) -> Outcome {
        let unknown = || Digester::new("outcome").digest(record).finish();
        self.outcomes.get(&record).copied().unwrap_or_else(unknown)
    }

    /// Notes that an operation whose inputs are found by these tokens leads to these records.
    pub(super) fn link(
        &mut self,
        operation: Digest,
        place: Place,
        tokens: &[Token],
        records: &[RecordId],
    ) {
        let slot = self.links.entry((operation, place)).or_default();
        for token in tokens {
            let known = slot.by_token.entry(*token).or_default();
            for record in records {
                if !known.contains(record) {
                    known.push(*record);
                }
                let is_content = matches!(token, Token::Content(_));
                if is_content && !slot.by_content.contains(record) {
                    slot.by_content.push(*record);
                }
            }
        }
    }

    pub(super) fn remember(&mut self, operation: &Operation, digest: Digest) {
        let family = self.families.entry(operation.family()).or_default();
        if !family.iter().any(|(known, _)| *known == digest) {
            family.push((digest, operation.clone()));
        }
    }

    pub(super) fn set_outcome(&mut self, record: RecordId, outcome: Outcome) {
        self.outcomes.insert(record, outcome);
    }
}
