//! What a file takes from its context, asked by path and in sum.

use std::collections::HashMap;

use super::place::Destination;
use super::snapshot::{NodeId, Snapshot};
use super::source::{Outcome, Root, Source};
use super::taker::{self, Taker};
use super::tree::EntryKind;
use crate::arrange::Arrange as _;
use crate::build::{Build, Options};
use crate::dockerfile::Dockerfile;
use crate::source::LineNumber;

/// What the instructions of a file take from a context. Belongs to the
/// snapshot that it was made from: the places of another mean nothing to it.
#[derive(Clone, Debug, Default)]
pub struct Usage {
    /// The instructions, in the order of their lines.
    pub takers: Vec<Taker>,
    /// Why instructions may be missing here; `None` when all are here.
    pub incomplete: Option<String>,
    roots: HashMap<NodeId, Vec<RootPlace>>,
    /// For each folder, the instructions that take something that lies in it.
    inside: HashMap<NodeId, Vec<TakerPlace>>,
}

/// Where a root stands in [`Usage::takers`].
#[derive(Clone, Copy, Debug)]
struct RootPlace {
    taker: u32,
    source: u32,
    root: u32,
}

/// Place of an instruction in [`Usage::takers`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TakerPlace(u32);

impl TakerPlace {
    /// Counted from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// An instruction that takes a path, and where it puts it.
#[derive(Clone, Debug)]
pub struct Taken<'a> {
    /// The instruction.
    pub taker: &'a Taker,
    /// The source that selects the path.
    pub source: &'a Source,
    /// Where it goes.
    pub destination: Destination,
}

impl Usage {
    /// Works out what a file takes: what the chosen target takes, then what
    /// stages take that it does not need.
    pub fn of(file: &Dockerfile, options: &Options, build: &Build, snapshot: &Snapshot) -> Self {
        let takers = taker::collect(file, options, build, snapshot);
        let mut roots: HashMap<NodeId, Vec<RootPlace>> = HashMap::new();
        let mut inside: HashMap<NodeId, Vec<TakerPlace>> = HashMap::new();
        for (taker, it) in (0..).zip(&takers.list) {
            for (source, it) in (0..).zip(&it.sources) {
                for (root, it) in (0..).zip(&it.roots) {
                    roots.entry(it.node).or_default().push(RootPlace { taker, source, root });
                    for above in snapshot.upwards(it.node).skip(1) {
                        let takers = inside.entry(above).or_default();
                        if takers.last() != Some(&TakerPlace(taker)) {
                            takers.push(TakerPlace(taker));
                        }
                    }
                }
            }
        }
        Self { takers: takers.list, incomplete: takers.incomplete, roots, inside }
    }

    /// Which instructions take a path, in the order of their lines. What is
    /// not sent is taken by none.
    pub fn taken_by(&self, snapshot: &Snapshot, id: NodeId) -> Vec<Taken<'_>> {
        if self.roots.is_empty() || !snapshot[id].sent {
            return Vec::new();
        }
        let mut taken = Vec::new();
        let path = snapshot.path(id);
        for above in snapshot.upwards(id) {
            for place in self.roots.get(&above).into_iter().flatten() {
                let (taker, source, root) = self.at(*place);
                let inner = below(&path, &snapshot.path(root.node));
                if source.takes(&taker.filter, inner) {
                    let destination = root.destination(snapshot, inner);
                    taken.push((place.taker, Taken { taker, source, destination }));
                }
            }
        }
        taken.arrange_by_key(|(place, _)| *place);
        taken.into_iter().map(|(_, taken)| taken).collect()
    }

    /// The same as places in [`Usage::takers`], each once.
    pub fn takers_of(&self, snapshot: &Snapshot, id: NodeId) -> Vec<TakerPlace> {
        let mut takers = Vec::new();
        if self.roots.is_empty() || !snapshot[id].sent {
            return takers;
        }
        let mut path = None;
        for above in snapshot.upwards(id) {
            for place in self.roots.get(&above).into_iter().flatten() {
                let (taker, source, root) = self.at(*place);
                let mut gets_through = || {
                    let path = path.get_or_insert_with(|| snapshot.path(id));
                    source.takes(&taker.filter, below(path, &snapshot.path(root.node)))
                };
                if source.takes_all(&taker.filter) || gets_through() {
                    takers.push(TakerPlace(place.taker));
                }
            }
        }
        takers.sort_unstable();
        takers.dedup();
        takers
    }

    /// The instructions that take something that lies in a folder without
    /// naming the folder, in the order of their lines.
    pub fn takers_inside(&self, folder: NodeId) -> &[TakerPlace] {
        self.inside.get(&folder).map_or(&[], Vec::as_slice)
    }

    /// The instructions that begin at a line.
    pub fn takers_at(&self, line: LineNumber) -> impl Iterator<Item = TakerPlace> {
        let takers = (0..).zip(&self.takers);
        takers.filter(move |(_, taker)| taker.line == line).map(|(place, _)| TakerPlace(place))
    }

    /// The instructions that name a path or a folder above it and would take it
    /// whatever it is called, were it sent.
    pub fn asked_by<'a>(&'a self, path: &'a str) -> impl Iterator<Item = TakerPlace> + 'a {
        let asks = move |taker: &Taker| {
            taker.sources.iter().any(|source| source.asks_for(&taker.filter, path))
        };
        let takers = (0..).zip(&self.takers);
        takers.filter(move |(_, taker)| asks(taker)).map(|(place, _)| TakerPlace(place))
    }

    /// The first path that an instruction names and finds.
    pub fn first_root(&self, place: TakerPlace) -> Option<NodeId> {
        let sources = &self.takers.get(place.index())?.sources;
        sources.iter().flat_map(|source| &source.roots).map(|root| root.node).next()
    }

    /// The files whose bytes a build reads: those that some instruction takes,
    /// and all that are sent where more may be taken than is known.
    pub fn files(&self, snapshot: &Snapshot) -> Vec<NodeId> {
        let takes_all = self.may_take_more();
        let is_read = |id: &NodeId| {
            let node = &snapshot[*id];
            node.sent
                && node.kind == EntryKind::File
                && (takes_all || !self.takers_of(snapshot, *id).is_empty())
        };
        snapshot.ids().filter(is_read).collect()
    }

    /// Whether an instruction for which the file cannot tell what it takes, or
    /// that was not looked at, may take more than is known.
    pub fn may_take_more(&self) -> bool {
        self.incomplete.is_some() || self.takers.iter().any(|taker| taker.is_unknown)
    }

    /// The sources that find nothing, with their instructions.
    pub fn empty_handed(&self) -> impl Iterator<Item = (&Taker, &Source)> {
        self.takers.iter().flat_map(|taker| {
            let sources = taker.sources.iter();
            sources.filter(|source| source.outcome != Outcome::Found).map(move |it| (taker, it))
        })
    }

    /// Those at which a build of the target stops: what they name is not sent.
    pub fn stops(&self) -> impl Iterator<Item = (&Taker, &Source)> {
        let stops = |outcome| matches!(outcome, Outcome::Missing | Outcome::Ignored(_));
        self.empty_handed().filter(move |(taker, it)| taker.in_target && stops(it.outcome))
    }

    fn at(&self, place: RootPlace) -> (&Taker, &Source, &Root) {
        let taker = &self.takers[place.taker as usize];
        let source = &taker.sources[place.source as usize];
        (taker, source, &source.roots[place.root as usize])
    }
}

/// What is left of a path below a folder above it, or that is it.
fn below<'a>(path: &'a str, root: &str) -> &'a str {
    path[root.len()..].trim_start_matches('/')
}
