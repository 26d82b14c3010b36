//! Going through the operations of a build in one possible world, as
//! BuildKit's solver does (`solver/edge.go`, `solver/cachemanager.go`, 73ed6825c).
//!
//! An operation is cached when one record is found through each of its
//! inputs. An input is found by what made it, or by what is in it. What a RUN
//! wrote cannot be known, so a world says how such questions come out.

use std::collections::HashSet;

use super::digest::{Digest, Digester};
use super::find::{Asking, Finder};
use super::graph::{Input, Origin, Vertex, VertexId};
use super::store::{Outcome, Place, RecordId, Slot, Store, Token};
use crate::arrange::Arrange as _;

/// How the questions come out that the file cannot answer. The worlds are
/// in order: what is cached in one is cached in every later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum World {
    /// Whatever ran again wrote something that was never there.
    AllDiffers,
    /// Whatever ran again wrote what was there before.
    SameOutput,
    /// And whatever base images decide comes out as it was.
    SameOutputAndBases,
}

/// How many records one operation may lead to. More come up only where many
/// builds and many equal instructions meet.
const MOST_RECORDS: usize = 64;

/// What became of one operation.
#[derive(Clone, Debug)]
pub(super) struct Solved {
    pub(super) is_cached: bool,
    /// The records that it is, afterwards.
    pub(super) records: Vec<RecordId>,
    pub(super) outcome: Outcome,
    /// For each input whether it was found by what made it or by what is surely in it.
    pub(super) found: Vec<bool>,
}

/// One pass over a graph.
pub(super) struct Solver<'a, 't> {
    pub(super) store: &'a Store,
    pub(super) finder: &'a Finder<'a, 't>,
    pub(super) world: World,
}

impl Solver<'_, '_> {
    /// What becomes of each operation, in the order of the graph.
    pub(super) fn solve(&self) -> Vec<Solved> {
        let mut solved: Vec<Solved> = Vec::with_capacity(self.finder.graph.vertices.len());
        for (id, vertex) in self.finder.graph.vertices.iter().enumerate() {
            let next = self.solve_one(id, vertex, &solved);
            solved.push(next);
        }
        solved
    }

    fn solve_one(&self, id: VertexId, vertex: &Vertex, solved: &[Solved]) -> Solved {
        let operations = self.operations(vertex);
        let asked = |input: &Input| self.finder.tokens(input, solved, Asking::Cache);
        let tokens: Vec<Vec<Token>> = vertex.inputs.iter().map(asked).collect();
        let found = self.found(&operations, &tokens);
        let matching = self.matching(&operations, vertex, &tokens);
        if !vertex.is_forced
            && let Some(first) = matching.first()
        {
            let outcome = self.store.outcome(*first);
            return Solved { is_cached: true, records: matching, outcome, found };
        }
        let fresh = Digester::new("record").number(self.store.builds).number(id as u64).finish();
        let tokens =
            vertex.inputs.iter().map(|input| self.finder.tokens(input, solved, Asking::Record));
        let tokens: Vec<Vec<Token>> = tokens.collect();
        let mut records = self.matching(&operations, vertex, &tokens);
        if records.is_empty() {
            records.push(fresh);
        }
        let outcome = Digester::new("outcome of").digest(fresh).finish();
        Solved { is_cached: false, records, outcome, found }
    }

    /// The operation, and in the widest world those that may be the same.
    fn operations(&self, vertex: &Vertex) -> Vec<Digest> {
        let own = vertex.operation.digest();
        let mut operations = vec![own];
        if self.world == World::SameOutputAndBases {
            let relatives = self.store.relatives(&vertex.operation);
            operations.extend(relatives.into_iter().filter(|relative| *relative != own));
        }
        operations
    }

    fn slots(&self, operations: &[Digest], place: Place) -> Vec<&Slot> {
        operations.iter().filter_map(|operation| self.store.slot(*operation, place)).collect()
    }

    /// For each input whether some token leads somewhere.
    fn found(&self, operations: &[Digest], tokens: &[Vec<Token>]) -> Vec<bool> {
        let leads = |(place, tokens): (usize, &Vec<Token>)| {
            let slots = self.slots(operations, Place::Input(place));
            slots.iter().any(|slot| tokens.iter().any(|token| !slot.get(*token).is_empty()))
        };
        tokens.iter().enumerate().map(leads).collect()
    }

    /// The records that every input leads to.
    fn matching(
        &self,
        operations: &[Digest],
        vertex: &Vertex,
        tokens: &[Vec<Token>],
    ) -> Vec<RecordId> {
        let mut matching = Vec::new();
        for operation in operations {
            for record in self.matching_one(*operation, vertex, tokens) {
                if !matching.contains(&record) && matching.len() < MOST_RECORDS {
                    matching.push(record);
                }
            }
        }
        matching
    }

    fn matching_one(
        &self,
        operation: Digest,
        vertex: &Vertex,
        tokens: &[Vec<Token>],
    ) -> Vec<RecordId> {
        if vertex.inputs.is_empty() {
            let slot = self.store.slot(operation, Place::None);
            return slot.map(|slot| slot.get(Token::Nothing).to_vec()).unwrap_or_default();
        }
        let mut remaining: Option<Vec<RecordId>> = None;
        let mut order: Vec<usize> = (0..tokens.len()).collect();
        // Inputs that anything may lead to come last.
        order.arrange_by_key(|place| self.takes_any(&vertex.inputs[*place]));
        for place in order {
            let Some(slot) = self.store.slot(operation, Place::Input(place)) else {
                return Vec::new();
            };
            let takes_any = self.takes_any(&vertex.inputs[place]);
            let tokens = &tokens[place];
            remaining = Some(match remaining {
                None => {
                    let mut seen = HashSet::new();
                    let exact = tokens.iter().flat_map(|token| slot.get(*token));
                    let any = if takes_any { slot.by_content() } else { &[] };
                    let all = exact.chain(any).copied();
                    all.filter(|record| seen.insert(*record)).take(MOST_RECORDS).collect()
                }
                Some(mut left) => {
                    left.retain(|record| {
                        let mut exact = tokens.iter().map(|token| slot.get(*token));
                        exact.any(|records| records.contains(record))
                            || takes_any && slot.by_content().contains(record)
                    });
                    left
                }
            });
        }
        remaining.unwrap_or_default()
    }

    /// Whether the content of an input may be anything that was there before.
    fn takes_any(&self, input: &Input) -> bool {
        let is_written = matches!(input.from, Origin::Vertex(_) | Origin::Image(..));
        input.by_content && is_written && self.world > World::AllDiffers
    }
}

/// Writes down what a build did.
pub(super) fn commit(store: &mut Store, finder: &Finder<'_, '_>, solved: &[Solved]) {
    for (vertex, outcome) in finder.graph.vertices.iter().zip(solved) {
        let operation = vertex.operation.digest();
        if vertex.inputs.is_empty() {
            store.link(operation, Place::None, &[Token::Nothing], &outcome.records);
        }
        for (place, input) in vertex.inputs.iter().enumerate() {
            let tokens = finder.tokens(input, solved, Asking::Record);
            store.link(operation, Place::Input(place), &tokens, &outcome.records);
        }
        store.remember(&vertex.operation, operation);
        for record in &outcome.records {
            store.set_outcome(*record, outcome.outcome);
        }
    }
    store.builds += 1;
}
