//! The graph of the stages: what each starts from, what crosses from one to
//! another, what the target needs and what is never built for it.
//!
//! [`Graph::of`] makes it from an evaluated build; [`draw`](Graph::draw) draws
//! it with lines in the file's order, [`mermaid`], [`dot`] and [`svg`] write it
//! for other programs.

mod dot;
mod draw;
mod mermaid;
mod rail;
mod svg;
mod words;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::Serialize;

pub use dot::dot;
pub use draw::{DrawnRow, Lit, Part, Piece};
pub use mermaid::mermaid;
pub use svg::svg;
pub use words::familiar;

use crate::arrange::Arrange as _;
use crate::build::Build;
use crate::build::outline::{NeedKind, StageOutline, Supplier};
use crate::source::Span;

/// The stages of a file and what connects them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Graph {
    /// The stages in the file's order; a stage's number is its place.
    pub stages: Vec<Node>,
    /// What connects them, by the number of the stage that takes, then by line.
    pub edges: Vec<Edge>,
    /// For each stage the edges that take from it.
    #[serde(skip)]
    takers: Vec<Vec<usize>>,
}

/// So many targets are named for a stage that is not built.
const MOST_TARGETS: usize = 3;

/// So many stages are looked at for them: enough for every file that a person reads.
const MOST_LOOKED_AT: usize = 100;

/// A stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Node {
    /// Its number, counted from 0.
    pub number: usize,
    /// Its name in lower case.
    pub name: Option<String>,
    /// The line of its FROM, counted from 1.
    pub line: u32,
    /// Its FROM.
    #[serde(skip)]
    pub span: Span,
    /// The image that it starts from; `None` where it starts from a stage.
    pub image: Option<String>,
    /// The stage that it starts from.
    pub base_stage: Option<usize>,
    /// Whether the target needs it, or is it.
    pub needed: bool,
    /// Whether the target does without it. Where a build stops before it is known what
    /// the target needs, a stage is neither needed nor left out.
    #[serde(skip)]
    pub left_out: bool,
    /// Whether it is the target.
    pub target: bool,
    /// Where it is left out: the nearest targets for which it is built, by
    /// their names, itself first; at most four.
    pub built_for: Vec<String>,
    /// How many steps `docker build` counts in it.
    pub steps: usize,
}

/// Something that a stage takes from another, or from an image that it does not start from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edge {
    /// The stage that takes.
    pub to: usize,
    /// The stage that gives.
    pub from: Option<usize>,
    /// The image that gives, as written, where no stage does.
    pub image: Option<String>,
    /// How.
    pub kind: EdgeKind,
    /// The line that takes, counted from 1.
    pub line: u32,
    /// The instruction that takes.
    #[serde(skip)]
    pub span: Span,
    /// COPY: the paths, as written.
    pub paths: Vec<String>,
}

/// How a stage takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EdgeKind {
    /// FROM: everything, files and configuration.
    Start,
    /// COPY --from: files.
    Copy,
    /// RUN --mount: files, while the RUN runs.
    Mount,
}

impl Graph {
    /// The graph of a build.
    pub fn of(build: &Build) -> Self {
        let outline = build.outline();
        let mut edges: Vec<Edge> = Vec::new();
        edges.extend(outline.iter().enumerate().filter_map(|(to, stage)| start(to, stage)));
        edges.extend(build.needs.iter().cloned().map(|need| {
            let (from, image) = match need.of {
                Supplier::Stage(number) => (Some(number), None),
                Supplier::Image(name) => (None, Some(name)),
            };
            let (kind, paths) = match need.kind {
                NeedKind::Copy(paths) => (EdgeKind::Copy, paths),
                NeedKind::Mount => (EdgeKind::Mount, Vec::new()),
            };
            Edge { to: need.by, from, image, kind, line: need.line, span: need.span, paths }
        }));
        edges.arrange_by_key(|edge| (edge.to, edge.line));
        let knows_needs = outline.iter().any(|stage| stage.is_needed);
        let stages = outline.into_iter().enumerate().map(|(number, stage)| node(number, stage));
        let mut stages: Vec<Node> = stages.collect();
        for stage in &mut stages {
            stage.left_out &= knows_needs;
        }
        let mut takers = vec![Vec::new(); stages.len()];
        for (place, edge) in edges.iter().enumerate() {
            if let Some(takers) = edge.from.and_then(|from| takers.get_mut(from)) {
                takers.push(place);
            }
        }
        let mut graph = Self { stages, edges, takers };
        graph.find_targets();
        graph
    }

    /// The stage that is built.
    pub fn target(&self) -> Option<&Node> {
        self.stages.iter().find(|stage| stage.target)
    }

    /// What a stage takes, in the order of its lines.
    pub fn edges_to(&self, stage: usize) -> impl Iterator<Item = &Edge> {
        let first = self.edges.partition_point(|edge| edge.to < stage);
        self.edges[first..].iter().take_while(move |edge| edge.to == stage)
    }

    /// What takes from a stage, as places among the edges.
    pub(crate) fn takers(&self, stage: usize) -> impl Iterator<Item = &Edge> {
        let takers = self.takers.get(stage).into_iter().flatten();
        takers.filter_map(|place| self.edges.get(*place))
    }

    /// For each stage that is not built the named stages that need it. BuildKit knows
    /// a target by its name; of equal names the last is meant.
    fn find_targets(&mut self) {
        let mut last_of_name = BTreeMap::new();
        for stage in &self.stages {
            if let Some(name) = &stage.name {
                last_of_name.insert(name.clone(), stage.number);
            }
        }
        let unneeded = self.stages.iter().filter(|stage| stage.left_out).map(|it| it.number);
        for stage in unneeded.collect::<Vec<_>>() {
            self.stages[stage].built_for = self.targets_near(stage, &last_of_name);
        }
    }

    /// The names of the nearest stages that need a stage, itself first.
    fn targets_near(&self, stage: usize, last_of_name: &BTreeMap<String, usize>) -> Vec<String> {
        let mut seen = BTreeSet::from([stage]);
        let mut open = VecDeque::from([stage]);
        let mut names = Vec::new();
        while let Some(stage) = open.pop_front() {
            let name = self.stages[stage].name.as_ref();
            let name = name.filter(|name| last_of_name.get(*name) == Some(&stage));
            names.extend(name.cloned());
            if names.len() > MOST_TARGETS || seen.len() > MOST_LOOKED_AT {
                break;
            }
            let takers = self.takers(stage).map(|edge| edge.to);
            open.extend(takers.filter(|taker| seen.insert(*taker)));
        }
        names
    }
}

fn node(number: usize, stage: StageOutline) -> Node {
    Node {
        number,
        name: Some(stage.name).filter(|name| !name.is_empty()).map(|name| name.to_lowercase()),
        line: stage.line,
        span: stage.span,
        image: stage.base.is_none().then_some(stage.base_name),
        base_stage: stage.base,
        needed: stage.is_needed,
        left_out: !stage.is_needed,
        target: stage.is_target,
        built_for: Vec::new(),
        steps: stage.steps,
    }
}

fn start(to: usize, stage: &StageOutline) -> Option<Edge> {
    Some(Edge {
        to,
        from: Some(stage.base?),
        image: None,
        kind: EdgeKind::Start,
        line: stage.line,
        span: stage.span,
        paths: Vec::new(),
    })
}
