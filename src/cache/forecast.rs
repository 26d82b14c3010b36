//! What a build will do: one answer for each step, by comparing worlds.
//!
//! Each build is gone through as if everything that RUN writes came out as
//! before, and as if all of it came out otherwise. Where both agree the answer
//! is certain; where they do not it depends on what RUN writes.

use std::collections::BTreeSet;

use super::content::Contents;
use super::earlier::Earlier;
use super::find::Finder;
use super::graph::{Graph, Origin, Vertex, VertexId};
use super::inputs::Inputs;
use super::reason::{self, Reason};
use super::solve::{self, Solved, Solver, World};
use super::store::Store;
use super::transfer;
use crate::build::{self, Build};
use crate::context::IgnoreFile;

/// What becomes of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// It is taken from the cache.
    Cached,
    /// It runs.
    Runs,
    /// It is cached when what RUN wrote has the same bytes as before, else it runs.
    DependsOnOutput,
    /// The file cannot tell: it turns on what the base image sets.
    NeedsBase,
}

/// The answer for one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepForecast {
    /// The line of its instruction; for a trigger, of the FROM that fired it.
    pub line: u32,
    /// The number of its stage.
    pub stage: usize,
    /// `RUN`, `COPY`, `ADD`, `WORKDIR` or `LINK`.
    pub kind: &'static str,
    /// The name that `docker build` prints.
    pub name: String,
    /// The answer.
    pub status: Status,
    /// It only follows a step whose answer depends on what RUN wrote.
    pub is_downstream_only: bool,
    /// It is one operation with steps of other lines, done and shown once.
    pub is_shared: bool,
    /// It takes nothing in; BuildKit never shows it as cached while something follows it.
    pub is_inputless: bool,
    /// What it names in the context and what is not sent any more: the build stops here.
    pub missing: Option<String>,
    /// Why, the deciding one first.
    pub reasons: Vec<Reason>,
}

/// What a build will do.
#[derive(Clone, Debug, Default)]
pub struct Forecast {
    /// The steps by line; FROM lines are left out.
    pub steps: Vec<StepForecast>,
    /// Why the build does not start, in BuildKit's words.
    pub failure: Option<String>,
}

impl Forecast {
    /// The line at which the build stops and the path that is not sent any more, where a
    /// change took away what is named there. The answers suppose that it goes on.
    pub fn stop(&self) -> Option<(u32, &str)> {
        self.steps.iter().find_map(|step| Some((step.line, step.missing.as_deref()?)))
    }
}

/// What earlier builds left behind: the daemon's cache as far as it can be known.
#[derive(Clone, Debug)]
pub struct Daemon {
    /// The caches that there may be. Builds whose steps depend on what RUN
    /// wrote leave one for each way in which that can have come out.
    caches: Vec<Store>,
    /// The last build, to tell changes from.
    earlier: Option<Earlier>,
}

impl Default for Daemon {
    fn default() -> Self {
        Self { caches: vec![Store::default()], earlier: None }
    }
}

/// At most so many caches are told apart: two for each of five builds.
const MOST_CACHES: usize = 32;

impl Daemon {
    /// Forgets everything.
    pub fn prune_all(&mut self) {
        *self = Self::default();
    }

    /// Forgets its copy of the context: the next build sends everything anew.
    pub fn prune_context(&mut self) {
        for cache in &mut self.caches {
            cache.prune_context();
        }
    }

    /// Says what a build will do, and does not do it.
    pub fn predict(&self, inputs: &Inputs) -> Forecast {
        match Prepared::new(inputs) {
            Ok(prepared) => self.predict_prepared(&prepared),
            Err(failure) => Forecast { steps: Vec::new(), failure: Some(failure) },
        }
    }

    /// Builds: what it leaves behind is there for later builds.
    pub fn build(&mut self, inputs: &Inputs) {
        let Ok(prepared) = Prepared::new(inputs) else { return };
        let mut caches = Vec::new();
        for cache in &self.caches {
            let mut left: Vec<(Vec<bool>, Store)> = Vec::new();
            for world in [World::AllDiffers, World::SameOutput] {
                let mut cache = cache.clone();
                let context = prepared.received(&cache);
                let contents = Contents::new(&context);
                let finder = Finder { graph: &prepared.graph, contents: &contents };
                let solved = Solver { store: &cache, finder: &finder, world }.solve();
                solve::commit(&mut cache, &finder, &solved);
                cache.context.clone_from(&context);
                let cached: Vec<bool> = solved.iter().map(|step| step.is_cached).collect();
                if left.iter().all(|(known, _)| *known != cached) {
                    left.push((cached, cache));
                }
            }
            caches.extend(left.into_iter().map(|(_, cache)| cache));
        }
        caches.truncate(MOST_CACHES);
        let context = caches.first().map(|cache| cache.context.clone()).unwrap_or_default();
        self.earlier = Some(Earlier::of(&prepared.build, &prepared.graph, context));
        self.caches = caches;
    }

    fn predict_prepared(&self, prepared: &Prepared<'_>) -> Forecast {
        let mut answers: Vec<Answer> = Vec::new();
        for cache in &self.caches {
            let context = prepared.received(cache);
            let contents = Contents::new(&context);
            let finder = Finder { graph: &prepared.graph, contents: &contents };
            let pass = |world| Solver { store: cache, finder: &finder, world }.solve();
            let worlds =
                [pass(World::AllDiffers), pass(World::SameOutput), pass(World::SameOutputAndBases)];
            let new: Vec<Answer> = (0..prepared.graph.vertices.len())
                .map(|vertex| Answer::of(&worlds, vertex, &prepared.graph))
                .collect();
            if answers.is_empty() {
                answers = new;
            } else {
                for (answer, new) in answers.iter_mut().zip(new) {
                    answer.join(new);
                }
            }
        }
        let context = self.caches.first().map(|cache| prepared.received(cache));
        let context = context.unwrap_or_default();
        prepared.forecast(&answers, self.earlier.as_ref(), &context)
    }
}

/// The answer for one operation.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: Status,
    /// The inputs that the answer turns on by themselves.
    pub(super) open_inputs: BTreeSet<usize>,
    /// The inputs that lead to no earlier record.
    pub(super) new_inputs: BTreeSet<usize>,
}

impl Answer {
    fn of(worlds: &[Vec<Solved>; 3], vertex: VertexId, graph: &Graph) -> Self {
        let [differs, same, bases] = worlds.each_ref().map(|world| &world[vertex]);
        let status = match (differs.is_cached, same.is_cached, bases.is_cached) {
            (true, ..) => Status::Cached,
            (false, true, _) => Status::DependsOnOutput,
            (false, false, true) => Status::NeedsBase,
            (false, false, false) => Status::Runs,
        };
        let inputs = &graph.vertices[vertex].inputs;
        let is_decided = |origin: &Origin| match origin {
            Origin::Vertex(source) => worlds[0][*source].is_cached == worlds[1][*source].is_cached,
            _ => true,
        };
        let open = inputs.iter().enumerate().filter(|(place, input)| {
            let is_written = matches!(input.from, Origin::Vertex(_) | Origin::Image(..));
            input.by_content && is_written && !differs.found[*place] && is_decided(&input.from)
        });
        let new = (0..inputs.len()).filter(|place| !differs.found[*place]);
        Self {
            status,
            open_inputs: open.map(|(place, _)| place).collect(),
            new_inputs: new.collect(),
        }
    }

    /// With the answer of another possible cache: where they differ it is open.
    fn join(&mut self, other: Self) {
        if self.status != other.status {
            let needs_base = [self.status, other.status].contains(&Status::NeedsBase);
            let output = [self.status, other.status].contains(&Status::DependsOnOutput);
            self.status =
                if needs_base && !output { Status::NeedsBase } else { Status::DependsOnOutput };
        }
        self.open_inputs.extend(other.open_inputs);
    }
}

/// A build that is ready to be looked at.
struct Prepared<'a> {
    inputs: &'a Inputs,
    build: Build,
    graph: Graph,
    ignore: IgnoreFile,
}

impl<'a> Prepared<'a> {
    fn new(inputs: &'a Inputs) -> Result<Self, String> {
        let build = build::evaluate(&inputs.file, &inputs.options);
        if let Some(failure) = &build.failure {
            return Err(failure.text.clone());
        }
        let ignore = IgnoreFile::read(&inputs.ignore).map_err(|error| error.text)?;
        let graph = Graph::of(&build, inputs);
        Ok(Self { inputs, build, graph, ignore })
    }

    fn received(&self, cache: &Store) -> crate::context::Tree {
        let sent = transfer::sent(&self.inputs.context, &self.ignore);
        transfer::received(&cache.context, sent, &self.inputs.unnoticed)
    }

    fn forecast(
        &self,
        answers: &[Answer],
        earlier: Option<&Earlier>,
        context: &crate::context::Tree,
    ) -> Forecast {
        let nothing = crate::context::Tree::default();
        let stages = self.build.stage_nodes();
        let mut counts = vec![0; stages.len()];
        let ordinals = self.build.steps.iter().map(|step| {
            counts[step.stage] += 1;
            counts[step.stage] - 1
        });
        let ordinals = ordinals.collect();
        let why = reason::Why {
            build: &self.build,
            graph: &self.graph,
            inputs: self.inputs,
            answers,
            earlier,
            now: Contents::new(context),
            was: Contents::new(earlier.map_or(&nothing, Earlier::context)),
            stages,
            ordinals,
            counts,
        };
        let missing = |vertex: &Vertex| {
            let of_context = vertex.inputs.iter().filter(|it| it.from == Origin::Context);
            let mut named = of_context.flat_map(|input| &input.selections);
            let gone = named.find(|it| why.was.has_named(it) && !why.now.has_named(it));
            gone.map(|selection| selection.path.clone())
        };
        let steps = self.build.steps.iter().enumerate().map(|(number, step)| {
            let id = self.graph.of_step[number];
            let (vertex, answer) = (&self.graph.vertices[id], &answers[id]);
            let is_inputless = vertex.inputs.is_empty();
            let is_hidden = is_inputless && vertex.has_children;
            let status = match answer.status {
                Status::Cached if is_hidden => Status::Runs,
                status => status,
            };
            StepForecast {
                line: step.line,
                stage: step.stage,
                kind: step.kind,
                name: vertex.name.clone(),
                status,
                is_downstream_only: status == Status::DependsOnOutput
                    && answer.open_inputs.is_empty(),
                is_shared: vertex.steps.len() > 1,
                is_inputless,
                missing: missing(vertex),
                reasons: why.reasons(number),
            }
        });
        Forecast { steps: steps.collect(), failure: None }
    }
}
