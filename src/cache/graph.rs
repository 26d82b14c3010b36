//! The operations of a build as BuildKit's solver sees them: what each takes in.

use std::collections::HashMap;

use serde_json::json;

use super::content::Selection;
use super::digest::{Digest, Digester};
use super::inputs::{Inputs, NoCache};
use super::operation::{Operation, Surroundings};
use super::settings::Settings;
use crate::build::graph::{StageNode, Start};
use crate::build::reference::Reference;
use crate::build::step::{Copied, Step};
use crate::build::{Build, StepName};
use crate::dockerfile::go;

/// The number of an operation in its [`Graph`].
pub(super) type VertexId = usize;

/// Everything that is done, once each, what is taken in before what takes it.
pub(super) struct Graph {
    pub(super) vertices: Vec<Vertex>,
    /// For each step of the build its operation.
    pub(super) of_step: Vec<VertexId>,
    /// What the target ends in; none when that is an image or nothing.
    pub(super) target: Option<VertexId>,
}

/// One operation.
pub(super) struct Vertex {
    pub(super) operation: Operation,
    pub(super) inputs: Vec<Input>,
    /// Whether `--no-cache` makes it run.
    pub(super) is_forced: bool,
    /// The name that is shown: the one that BuildKit meets last.
    pub(super) name: String,
    /// The steps that are this operation.
    pub(super) steps: Vec<usize>,
    /// Whether something else of the build takes it in.
    pub(super) has_children: bool,
}

/// What an operation takes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Input {
    pub(super) from: Origin,
    pub(super) selections: Vec<Selection>,
    /// Whether equal content is as good as the same operation.
    pub(super) by_content: bool,
}

/// Where an input comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Vertex(VertexId),
    /// An image, with all that tells it from others, and its reference.
    Image(Digest, String),
    Context,
    /// The text of a heredoc, without its name.
    Text(Digest),
    /// An address; its content is taken to be what it was.
    Remote(String),
}

impl Graph {
    pub(super) fn of(build: &Build, inputs: &Inputs) -> Self {
        let stages = build.stage_nodes();
        let mut maker = Maker {
            inputs,
            settings: Settings::of(&stages),
            ends: vec![None; stages.len()],
            stages,
            known: HashMap::new(),
            graph: Graph { vertices: Vec::new(), of_step: Vec::new(), target: None },
            step_inputs: Vec::new(),
            last_of_stage: HashMap::new(),
        };
        for (number, step) in build.steps.iter().enumerate() {
            maker.add(number, step);
        }
        maker.finish(build)
    }
}

/// What a stage holds so far.
#[derive(Clone, Debug)]
enum End {
    Nothing,
    Image(Digest, String),
    /// An operation, and the step that made it.
    Step(VertexId, usize),
}

struct Maker<'a> {
    inputs: &'a Inputs,
    settings: Settings,
    stages: Vec<StageNode<'a>>,
    ends: Vec<Option<End>>,
    known: HashMap<Digest, VertexId>,
    graph: Graph,
    /// For each step the steps that it takes from, in order.
    step_inputs: Vec<Vec<usize>>,
    last_of_stage: HashMap<usize, usize>,
}

impl Maker<'_> {
    /// What a stage holds so far. Stages that start from each other in a chain are followed without recursion.
    fn end(&mut self, place: usize) -> End {
        let mut chain = Vec::new();
        let mut at = place;
        let found = loop {
            if let Some(end) = self.ends.get(at).and_then(Clone::clone) {
                break end;
            }
            chain.push(at);
            match self.stages.get(at).map(|stage| stage.start) {
                Some(Start::Stage(base)) if base < at => at = base,
                Some(Start::Image(name)) => break self.image(at, name),
                _ => break End::Nothing,
            }
        };
        for stage in chain {
            self.ends[stage] = Some(found.clone());
        }
        found
    }

    fn image(&self, place: usize, name: &str) -> End {
        let version = self.inputs.image_versions.get(&complete(name)).copied().unwrap_or_default();
        let digester = match name.split_once('@') {
            Some((_, digest)) => Digester::new("image by digest").text(digest),
            None => Digester::new("image").text(name),
        };
        let digester = digester.text(&self.stages[place].platform).number(version);
        End::Image(digester.finish(), name.to_owned())
    }

    fn add(&mut self, number: usize, step: &Step) {
        let above = self.end(step.stage);
        let (mut inputs, mut from_steps) = (Vec::new(), Vec::new());
        let takes_above = step.kind == "LINK" || !step.is_linked;
        if takes_above && let Some(input) = self.whole(&above, &mut from_steps) {
            inputs.push(input);
        }
        match step.kind {
            "LINK" => {
                // The copy is the step before.
                let copy = self.graph.of_step[number - 1];
                from_steps.push(number - 1);
                inputs.push(whole_of(Origin::Vertex(copy)));
            }
            "RUN" => self.add_mounts(step, &mut inputs, &mut from_steps),
            "WORKDIR" => {}
            _ => self.add_sources(step, &mut inputs, &mut from_steps),
        }
        let vertex = self.vertex(step, inputs, takes_above);
        self.graph.of_step.push(vertex);
        self.graph.vertices[vertex].steps.push(number);
        self.step_inputs.push(from_steps);
        let merges_later = step.is_linked && step.kind != "LINK" && !matches!(above, End::Nothing);
        if !merges_later {
            self.ends[step.stage] = Some(End::Step(vertex, number));
            self.last_of_stage.insert(step.stage, number);
        }
    }

    /// The whole of what a stage holds, as an input; none where it holds nothing.
    fn whole(&self, end: &End, from_steps: &mut Vec<usize>) -> Option<Input> {
        let origin = match end {
            End::Nothing => return None,
            End::Image(digest, name) => Origin::Image(*digest, name.clone()),
            End::Step(vertex, step) => {
                from_steps.push(*step);
                Origin::Vertex(*vertex)
            }
        };
        Some(whole_of(origin))
    }

    /// Adds what is selected of something; what was taken in before is not taken in twice.
    fn select(inputs: &mut Vec<Input>, from: Origin, selection: Selection) -> usize {
        if let Some(place) = inputs.iter().position(|input| input.from == from) {
            inputs[place].selections.push(selection);
            return place;
        }
        inputs.push(Input { from, selections: vec![selection], by_content: true });
        inputs.len() - 1
    }

    fn add_sources(&mut self, step: &Step, inputs: &mut Vec<Input>, from_steps: &mut Vec<usize>) {
        for copied in step.copies.as_deref().unwrap_or_default() {
            let selection = selection_of(copied);
            let origin = match (&copied.inline, step.source, copied.from.as_deref()) {
                (Some(text), _, _) => Origin::Text(Digester::new("text").text(text).finish()),
                (None, _, Some(address)) if is_remote(address) => {
                    Origin::Remote(address.to_owned())
                }
                (None, Some(place), _) => match self.end(place) {
                    End::Nothing => continue,
                    End::Image(digest, name) => Origin::Image(digest, name),
                    End::Step(vertex, number) => {
                        from_steps.push(number);
                        Origin::Vertex(vertex)
                    }
                },
                (None, None, _) => Origin::Context,
            };
            Self::select(inputs, origin, selection);
        }
    }

    fn add_mounts(&mut self, step: &Step, inputs: &mut Vec<Input>, from_steps: &mut Vec<usize>) {
        for mount in &step.mounts {
            if !matches!(mount.kind, "bind" | "cache") || mount.made_with.is_some() {
                continue;
            }
            let path = mount.source.as_deref().unwrap_or_default();
            let path = path.trim_start_matches('/').to_owned();
            let selection = Selection { path, ..Selection::default() };
            let origin = match (&mount.inline, mount.source_stage) {
                (Some(text), _) => Origin::Text(Digester::new("text").text(text).finish()),
                (None, Some(place)) => match self.end(place) {
                    End::Nothing => continue,
                    End::Image(digest, name) => Origin::Image(digest, name),
                    End::Step(vertex, number) => {
                        from_steps.push(number);
                        Origin::Vertex(vertex)
                    }
                },
                (None, None) if mount.kind == "bind" => Origin::Context,
                (None, None) => continue,
            };
            let place = Self::select(inputs, origin, selection);
            // A mount that is written to and kept counts as a whole.
            if mount.kind == "cache" {
                inputs[place].by_content &= !inputs[place].selections.is_empty();
            }
        }
    }

    /// The operation of a step: one that was met before, or a new one.
    fn vertex(&mut self, step: &Step, inputs: Vec<Input>, takes_above: bool) -> VertexId {
        let arguments = &self.inputs.options.arguments;
        let surroundings = Surroundings {
            epoch: arguments.get("SOURCE_DATE_EPOCH").map(String::as_str),
            host: arguments.get("BUILDKIT_SANDBOX_HOSTNAME").map(String::as_str),
        };
        let open = |text: &str| self.settings.rests_on(step, text);
        let mut operation = Operation::of(step, &surroundings, open);
        let origins = inputs.iter().map(|input| match &input.from {
            Origin::Vertex(_) | Origin::Image(..) => "s",
            Origin::Context => "c",
            Origin::Text(_) => "t",
            Origin::Remote(_) => "r",
        });
        operation.shape = format!("{takes_above}{}", origins.count());
        let is_forced = self.is_forced(step);
        let plain =
            Step { line: 0, name: StepName::default(), kind: "", env: None, ..step.clone() };
        let mut digester = Digester::new("vertex").digest(operation.digest());
        digester = digester.text(&json!(plain).to_string());
        for input in &inputs {
            digester = match &input.from {
                Origin::Vertex(vertex) => digester.text("vertex").number(*vertex as u64),
                Origin::Image(digest, _) | Origin::Text(digest) => digester.digest(*digest),
                Origin::Context => digester.text("context"),
                Origin::Remote(address) => digester.text(address),
            };
        }
        let digest = digester.finish();
        if let Some(known) = self.known.get(&digest) {
            self.graph.vertices[*known].is_forced |= is_forced;
            return *known;
        }
        let vertex = self.graph.vertices.len();
        for input in &inputs {
            if let Origin::Vertex(parent) = input.from {
                self.graph.vertices[parent].has_children = true;
            }
        }
        let name = step.name.to_string();
        self.graph.vertices.push(Vertex {
            operation,
            inputs,
            is_forced,
            name,
            steps: Vec::new(),
            has_children: false,
        });
        self.known.insert(digest, vertex);
        vertex
    }

    /// WORKDIR and the merge of a link are never made to run. A stage without
    /// a name is never named by a filter.
    fn is_forced(&self, step: &Step) -> bool {
        if !matches!(step.kind, "RUN" | "COPY" | "ADD") {
            return false;
        }
        match &self.inputs.no_cache {
            NoCache::Off => false,
            NoCache::All => true,
            NoCache::Stages(names) => {
                let own = self.stages.get(step.stage).map(|stage| stage.name).unwrap_or_default();
                names.iter().any(|name| name.eq_ignore_ascii_case(own))
            }
        }
    }

    fn finish(mut self, build: &Build) -> Graph {
        let target = build.target_stage();
        let end = target.map(|target| self.end(target));
        if let Some(End::Step(vertex, step)) = end {
            self.graph.target = Some(vertex);
            self.name_as_met_last(build, step);
        }
        self.graph
    }

    /// Each operation gets the name of the last of its steps on BuildKit's
    /// way: from the target's last step down, inputs before what takes them.
    fn name_as_met_last(&mut self, build: &Build, last: usize) {
        let mut was_met = vec![false; self.step_inputs.len()];
        let mut path = vec![(last, 0)];
        was_met[last] = true;
        while let Some((step, next)) = path.last_mut() {
            let step = *step;
            let Some(input) = self.step_inputs[step].get(*next).copied() else {
                let vertex = self.graph.of_step[step];
                self.graph.vertices[vertex].name = build.steps[step].name.to_string();
                path.pop();
                continue;
            };
            *next += 1;
            if !std::mem::replace(&mut was_met[input], true) {
                path.push((input, 0));
            }
        }
    }
}

fn whole_of(from: Origin) -> Input {
    Input { from, selections: Vec::new(), by_content: false }
}

/// An image's reference with registry and tag.
pub(super) fn complete(name: &str) -> String {
    Reference::parse(name).map_or_else(|_| name.to_owned(), |it| it.with_tag().to_string())
}

fn is_remote(from: &str) -> bool {
    !matches!(from, "context" | "stage") && !from.starts_with("image:")
}

fn selection_of(copied: &Copied) -> Selection {
    let path = copied.src.trim_start_matches('/').to_owned();
    Selection {
        is_pattern: go::has_wildcards(&path),
        path,
        include: copied.include.clone(),
        exclude: copied.exclude.clone(),
    }
}
