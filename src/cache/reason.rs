//! Why a step is cached or runs, as data. The words are in [`words`](super::words).

use super::content::Contents;
use super::earlier::{self, Earlier};
use super::forecast::{Answer, Status};
use super::graph::{Graph, Input, Origin, Vertex};
use super::inputs::{Inputs, NoCache};
use super::operation::{Member, Value};
use crate::build::Build;
use crate::build::graph::{StageNode, Start};
use crate::dockerfile::Keyword;

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Nothing that it reads changed.
    Unchanged,
    /// A file changed, but its size and time did not: the client does not send it again.
    Unnoticed {
        /// The file.
        path: String,
    },
    /// It takes nothing in and costs nothing; it is never shown as cached.
    Inputless,
    /// `--no-cache` makes it run.
    NoCache,
    /// `--no-cache-filter` names its stage.
    NoCacheFilter {
        /// The name.
        stage: String,
    },
    /// The step above runs.
    Above {
        /// Its number among the steps.
        step: usize,
        /// Its line.
        line: u32,
    },
    /// A step that it goes on from, or takes from, depends on what RUN wrote, and this one with it.
    WithOpen {
        /// Its number among the steps.
        step: usize,
        /// Its line.
        line: u32,
    },
    /// The step above was made to run, and then gives no key.
    AboveForced {
        /// Its line.
        line: u32,
    },
    /// The tag of the base image points to another image now.
    BaseMoved {
        /// The image.
        image: String,
        /// The line of the FROM.
        line: u32,
    },
    /// FROM names another image than before.
    BaseReplaced {
        /// The image.
        image: String,
        /// The line of the FROM.
        line: u32,
    },
    /// A file that it takes differs.
    File {
        /// The path.
        path: String,
        /// How.
        change: FileChange,
    },
    /// More files differ.
    MoreFiles {
        /// How many.
        count: usize,
    },
    /// A variable differs.
    Variable {
        /// Its name.
        name: String,
        /// The line that sets it, where it is still set.
        line: Option<u32>,
    },
    /// The same variables stand in another order.
    VariableOrder,
    /// A part of the instruction, or of the state that it runs in, differs.
    Changed {
        /// Which.
        member: Member,
        /// The line that decides it, where that is another instruction.
        line: Option<u32>,
    },
    /// There was no such instruction before.
    New,
    /// It takes from a stage that ran again: what RUN wrote there decides.
    WrittenBy {
        /// `RUN`, or what else the last step is that writes there.
        kind: &'static str,
        /// Its line.
        line: u32,
    },
    /// It takes from an image that may hold something else now.
    FromImage {
        /// The image.
        image: String,
    },
    /// It turns on what the base image sets.
    BaseSets {
        /// What.
        member: Member,
    },
    /// Each of its inputs was there before, but never together.
    NeverTogether,
}

/// How a file differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileChange {
    /// Its bytes.
    Edited,
    /// It was not there, or was not sent.
    Added,
    /// It is not there any more, or is not sent.
    Removed,
    /// Its mode.
    Mode,
    /// It is something else, or a link to something else.
    Kind,
}

/// Everything that reasons are found in.
pub(super) struct Why<'a> {
    pub(super) build: &'a Build,
    pub(super) graph: &'a Graph,
    pub(super) inputs: &'a Inputs,
    pub(super) answers: &'a [Answer],
    pub(super) earlier: Option<&'a Earlier>,
    /// The context now, and that of the build before.
    pub(super) now: Contents<'a>,
    pub(super) was: Contents<'a>,
    pub(super) stages: Vec<StageNode<'a>>,
    /// For each step the how-manieth it is in its stage.
    pub(super) ordinals: Vec<usize>,
    /// For each stage how many steps it has.
    pub(super) counts: Vec<usize>,
}

impl Why<'_> {
    /// The reasons of a step, the deciding one first.
    pub(super) fn reasons(&self, step: usize) -> Vec<Reason> {
        let id = self.graph.of_step[step];
        let (vertex, answer) = (&self.graph.vertices[id], &self.answers[id]);
        if vertex.is_forced {
            return vec![self.forced(step)];
        }
        match answer.status {
            Status::Cached if vertex.inputs.is_empty() && vertex.has_children => {
                vec![Reason::Inputless]
            }
            Status::Cached => vec![self.unnoticed(vertex).unwrap_or(Reason::Unchanged)],
            Status::NeedsBase => self.open_members(vertex),
            Status::Runs | Status::DependsOnOutput => {
                let mut reasons = self.above(step, vertex, answer);
                if !matches!(reasons.first(), Some(Reason::Above { .. })) {
                    reasons.extend(self.own(step, vertex));
                    reasons.extend(self.files(vertex, answer));
                    reasons.extend(self.sources(vertex, answer));
                }
                // What is certain by itself needs no open step beside it.
                let is_open = |it: &Reason| matches!(it, Reason::WithOpen { .. });
                if answer.status == Status::Runs && !reasons.iter().all(is_open) {
                    reasons.retain(|reason| !is_open(reason));
                }
                if reasons.is_empty() {
                    reasons.push(Reason::NeverTogether);
                }
                reasons
            }
        }
    }

    fn forced(&self, step: usize) -> Reason {
        match &self.inputs.no_cache {
            NoCache::Stages(_) => {
                let stage = self.stages.get(self.build.steps[step].stage);
                let stage = stage.map(|stage| stage.name.to_owned()).unwrap_or_default();
                Reason::NoCacheFilter { stage }
            }
            _ => Reason::NoCache,
        }
    }

    fn unnoticed(&self, vertex: &Vertex) -> Option<Reason> {
        let takes = |path: &&String| {
            let context = vertex.inputs.iter().filter(|input| input.from == Origin::Context);
            let mut selections = context.flat_map(|input| &input.selections);
            selections.any(|selection| earlier::takes(&self.now, selection, path))
        };
        let path = self.inputs.unnoticed.iter().find(takes)?;
        Some(Reason::Unnoticed { path: path.clone() })
    }

    fn open_members(&self, vertex: &Vertex) -> Vec<Reason> {
        let open = vertex.operation.members.iter();
        let open = open.filter(|(_, value)| matches!(value, Value::Open(_)));
        let mut reasons: Vec<Reason> =
            open.map(|(member, _)| Reason::BaseSets { member: *member }).collect();
        if reasons.is_empty() {
            reasons.push(Reason::BaseSets { member: Member::Variables });
        }
        reasons
    }

    /// What the input that it goes on from says.
    fn above(&self, step: usize, vertex: &Vertex, answer: &Answer) -> Vec<Reason> {
        let mut reasons = Vec::new();
        for (place, input) in vertex.inputs.iter().enumerate() {
            if input.by_content {
                continue;
            }
            match &input.from {
                Origin::Vertex(parent) => {
                    let above = &self.graph.vertices[*parent];
                    let number = above.steps.first().copied().unwrap_or_default();
                    let line = self.build.steps[number].line;
                    match self.answers[*parent].status {
                        _ if above.is_forced => reasons.push(Reason::AboveForced { line }),
                        Status::Runs => reasons.push(Reason::Above { step: number, line }),
                        Status::DependsOnOutput | Status::NeedsBase => {
                            reasons.push(Reason::WithOpen { step: number, line });
                        }
                        Status::Cached => {}
                    }
                }
                Origin::Image(digest, name) if answer.new_inputs.contains(&place) => {
                    let known = self.earlier.is_some_and(|it| it.has_other_version(name, *digest));
                    let stage = self.base_line(self.build.steps[step].stage);
                    let (image, line) = (name.clone(), stage);
                    let is_new = self.earlier.is_some_and(|it| !it.has_image(*digest));
                    if known {
                        reasons.push(Reason::BaseMoved { image, line });
                    } else if is_new {
                        reasons.push(Reason::BaseReplaced { image, line });
                    }
                }
                _ => {}
            }
        }
        reasons
    }

    /// The line of the FROM that names the image a stage goes back to.
    fn base_line(&self, stage: usize) -> u32 {
        let mut at = stage;
        while let Some(Start::Stage(base)) = self.stages.get(at).map(|stage| stage.start) {
            if base >= at {
                break;
            }
            at = base;
        }
        self.stages.get(at).and_then(|stage| stage.line).unwrap_or_default()
    }

    /// What differs in the operation itself.
    fn own(&self, step: usize, vertex: &Vertex) -> Vec<Reason> {
        let Some(earlier) = self.earlier else { return vec![Reason::New] };
        let build_step = &self.build.steps[step];
        if earlier.has_operation(&vertex.operation) {
            return Vec::new();
        }
        let stage = build_step.stage;
        let counterpart = earlier.counterpart(
            &vertex.operation,
            stage,
            self.ordinals[step],
            self.counts.get(stage).copied().unwrap_or_default(),
        );
        let Some(before) = counterpart else { return vec![Reason::New] };
        let mut reasons = Vec::new();
        for (member, value) in &vertex.operation.members {
            if before.get(*member) == Some(value) {
                continue;
            }
            if *member == Member::Variables {
                let was = before.get(Member::Variables);
                reasons.extend(self.variables(step, was, value));
            } else {
                let line = self.setting_line(step, *member, None);
                reasons.push(Reason::Changed { member: *member, line });
            }
        }
        if reasons.is_empty() {
            reasons.push(Reason::New);
        }
        reasons
    }

    fn variables(&self, step: usize, was: Option<&Value>, is: &Value) -> Vec<Reason> {
        let (was, is) = (was.map(earlier::variables).unwrap_or_default(), earlier::variables(is));
        let mut names: Vec<&String> = was.keys().chain(is.keys()).collect();
        names.sort_unstable();
        names.dedup();
        let changed = names.into_iter().filter(|name| was.get(*name) != is.get(*name));
        let mut reasons: Vec<Reason> = changed
            .map(|name| Reason::Variable {
                name: name.clone(),
                line: self.setting_line(step, Member::Variables, Some(name)),
            })
            .collect();
        if reasons.is_empty() {
            reasons.push(Reason::VariableOrder);
        }
        reasons
    }

    /// The line of the instruction that last set what a member holds.
    fn setting_line(&self, step: usize, member: Member, name: Option<&str>) -> Option<u32> {
        let fits = |keyword: Keyword, text: &str| match member {
            Member::Variables => {
                matches!(keyword, Keyword::Env | Keyword::Arg)
                    && name.is_some_and(|name| {
                        text.split(|letter: char| letter.is_whitespace() || letter == '=')
                            .any(|word| word == name)
                    })
            }
            Member::Directory => keyword == Keyword::Workdir,
            Member::User => keyword == Keyword::User,
            Member::Shell => keyword == Keyword::Shell,
            _ => false,
        };
        let (mut at, before) = (self.build.steps[step].stage, self.build.steps[step].line);
        loop {
            let stage = self.stages.get(at)?;
            let settings = stage.settings.iter().rev().filter(|(line, ..)| *line <= before);
            let found = settings.into_iter().find(|(_, keyword, text)| fits(*keyword, text));
            if let Some((line, ..)) = found {
                return Some(*line);
            }
            match stage.start {
                Start::Stage(base) if base < at => at = base,
                _ => return None,
            }
        }
    }

    fn files(&self, vertex: &Vertex, answer: &Answer) -> Vec<Reason> {
        let Some(earlier) = self.earlier else { return Vec::new() };
        let context = vertex.inputs.iter().enumerate().filter(|(place, input)| {
            input.from == Origin::Context && answer.new_inputs.contains(place)
        });
        let selections = context.flat_map(|(_, input)| &input.selections);
        earlier.differences(&self.was, &self.now, selections)
    }

    /// The stages and images whose content decides.
    fn sources(&self, vertex: &Vertex, answer: &Answer) -> Vec<Reason> {
        let inputs = vertex.inputs.iter().enumerate().filter(|(_, input)| input.by_content);
        let reason = |(place, input): (usize, &Input)| {
            let is_open = answer.open_inputs.contains(&place);
            match &input.from {
                Origin::Vertex(source) if is_open => Some(self.writer(*source)),
                Origin::Vertex(source) => {
                    let status = self.answers[*source].status;
                    let step = *self.graph.vertices[*source].steps.first()?;
                    let line = self.build.steps[step].line;
                    (status == Status::DependsOnOutput).then_some(Reason::WithOpen { step, line })
                }
                Origin::Image(_, name) if is_open => {
                    Some(Reason::FromImage { image: name.clone() })
                }
                _ => None,
            }
        };
        inputs.filter_map(reason).collect()
    }

    /// The last RUN that leads to an operation; without one, the operation itself.
    fn writer(&self, source: usize) -> Reason {
        let written_by = |id: usize| {
            let step = self.graph.vertices[id].steps.first();
            let step = step.and_then(|step| self.build.steps.get(*step));
            let (kind, line) = step.map_or(("step", 0), |step| (step.kind, step.line));
            Reason::WrittenBy { kind, line }
        };
        let mut at = source;
        loop {
            let vertex = &self.graph.vertices[at];
            if vertex.operation.kind == "RUN" {
                return written_by(at);
            }
            match vertex.inputs.iter().find(|input| !input.by_content).map(|it| &it.from) {
                Some(Origin::Vertex(parent)) => at = *parent,
                _ => return written_by(source),
            }
        }
    }
}
