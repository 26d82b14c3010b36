//! What the generators look at: the file, and what a build of it does.

use std::collections::BTreeSet;

use super::candidate::shown;
use super::{Material, NotAsked};
use crate::analysis::Analysis;
use crate::build::stage::Maybe;
use crate::build::step::Step;
use crate::build::{After, Build, Options};
use crate::doc::Text;
use crate::dockerfile::{Dockerfile, Instruction, Keyword, StageId};
use crate::fact::Fact;
use crate::runtime::Runtime;
use crate::source::{Span, safe_line};

/// In a longer chain of stages only the last ones are looked at for mistakes.
const LONGEST_CHAIN: usize = 50;

/// A known fact.
pub(super) struct Known<T> {
    pub value: T,
    pub proof: Vec<Span>,
    /// What it rests on beside the file.
    pub note: Option<String>,
}

/// A file that builds, with its facts.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub analysis: &'a Analysis,
    pub file: &'a Dockerfile,
    pub build: &'a Build,
    pub options: &'a Options,
    pub target: StageId,
}

impl<'a> Scene<'a> {
    /// The scene of a file that builds.
    ///
    /// # Errors
    /// When a build stops: then nothing is certain behind the place where it does.
    pub(super) fn of(material: &Material<'a>) -> Result<Self, NotAsked> {
        let analysis = material.analysis;
        let build = &analysis.build;
        // Of a refused file the engine reads on without what is refused; a build does not.
        if let Some(failure) = analysis.stop() {
            let at = failure.line.map(|line| format!(" at line {line}")).unwrap_or_default();
            let text = safe_line(&failure.text);
            return Err(NotAsked::because(format!("a build of this file stops{at}: {text}")));
        }
        let target = build.built_stage();
        let target = target.ok_or_else(|| NotAsked::because("this file has no stage to build"))?;
        Ok(Self { analysis, file: &analysis.file, build, options: &analysis.options, target })
    }

    /// The stages that a stage builds on, from the first to itself.
    pub(super) fn chain(&self, stage: StageId) -> Vec<StageId> {
        let mut chain = vec![stage];
        while let Some(base) = chain.last().and_then(|last| self.build.base_stage(*last)) {
            // A base stands above, so that this ends.
            if chain.len() == LONGEST_CHAIN {
                break;
            }
            chain.push(base);
        }
        chain.reverse();
        chain
    }

    /// The instructions of a stage, its FROM included.
    pub(super) fn stage(&self, stage: StageId) -> &'a [Instruction] {
        let stage = self.file.stages.get(stage.0 as usize);
        let range = stage.map(|stage| stage.instructions.clone()).unwrap_or_default();
        self.file.instructions.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// The instructions of the stages that are built, without FROM.
    pub(super) fn built(&self) -> impl Iterator<Item = &'a Instruction> {
        let build = self.build;
        self.file.instructions.iter().filter(move |instruction| {
            instruction.keyword != Some(Keyword::From)
                && instruction.stage.is_some_and(|stage| build.is_needed(stage))
        })
    }

    /// What an instruction goes on from: the instructions of its stage above
    /// it and those of the stages below it, in the order of building.
    pub(super) fn above(&self, stage: StageId, place: Span) -> Vec<&'a Instruction> {
        let stages = self.chain(stage);
        let all = stages.into_iter().flat_map(|stage| self.stage(stage));
        all.filter(|instruction| instruction.span.start < place.start).collect()
    }

    /// What stands below an instruction in its stage.
    pub(super) fn below(
        &self,
        stage: StageId,
        place: Span,
    ) -> impl Iterator<Item = &'a Instruction> {
        self.stage(stage).iter().filter(move |instruction| instruction.span.start > place.start)
    }

    /// All instructions of a stage and of those it builds on.
    pub(super) fn whole(&self, stage: StageId) -> Vec<&'a Instruction> {
        self.above(stage, Span::empty(u32::MAX))
    }

    /// The instructions of the stages above that a stage does not build on.
    pub(super) fn elsewhere(&self, stage: StageId) -> Vec<&'a Instruction> {
        let own: BTreeSet<StageId> = self.chain(stage).into_iter().collect();
        let is_foreign = |instruction: &&Instruction| {
            instruction.stage.is_some_and(|it| it < stage && !own.contains(&it))
        };
        self.file.instructions.iter().filter(is_foreign).collect()
    }

    /// The state that an instruction finds; `None` where its stage is not built.
    pub(super) fn before(&self, instruction: &Instruction) -> Option<&'a After> {
        self.build.before(instruction.stage?, instruction.span)
    }

    /// The state at the end of a stage.
    pub(super) fn end(&self, stage: StageId) -> Option<&'a After> {
        self.build.before(stage, Span::empty(u32::MAX))
    }

    /// The FROM of a stage.
    pub(super) fn from(&self, stage: StageId) -> Option<&'a Instruction> {
        self.stage(stage).first()
    }

    /// The FROM of the image that a stage goes back to.
    pub(super) fn root(&self, stage: StageId) -> Option<Span> {
        self.from(*self.chain(stage).first()?).map(|from| from.span)
    }

    /// Why there is no question about `subject`, which the base image hides.
    pub(super) fn hidden(&self, stage: StageId, subject: &str) -> NotAsked {
        match self.build.unknown_base(stage) {
            Some(why) => NotAsked::because(format!("{subject} may be {}", safe_line(why))),
            None => {
                NotAsked::because(format!("{subject} rests on a value that the file does not set"))
            }
        }
    }

    /// What is known of the container of the target.
    ///
    /// # Errors
    /// When there is none.
    pub(super) fn runtime(&self) -> Result<Runtime, NotAsked> {
        Runtime::of(self.analysis).map_err(NotAsked::because)
    }

    /// The parts of a fact about the image of the target.
    ///
    /// # Errors
    /// When it is unknown: then there is no question about `subject`.
    pub(super) fn known<T>(&self, fact: Fact<T>, subject: &str) -> Result<Known<T>, NotAsked> {
        match fact {
            Fact::Known { value, mut proof, note } => {
                if proof.is_empty() {
                    proof.extend(self.root(self.target));
                }
                Ok(Known { value, proof, note })
            }
            Fact::Unknown { .. } => Err(self.hidden(self.target, subject)),
        }
    }

    /// What an assumed part of a state rests on.
    pub(super) fn note<T>(after: &After, part: &Maybe<T>) -> Option<String> {
        let origin = after.origin.as_ref().filter(|_| part.assumed);
        origin.map(|origin| origin.note())
    }

    /// What to call a stage: its name, else its place among the others.
    pub(super) fn named(&self, stage: StageId) -> Text {
        let stages = &self.file.stages;
        match stages.get(stage.0 as usize).and_then(|it| it.name.as_deref()) {
            Some(name) => Text::from("the stage ").code(shown(name)),
            None if stage.0 as usize + 1 == stages.len() => Text::from("the last stage"),
            None => Text::from(format!("stage {} of {}", stage.0 + 1, stages.len())),
        }
    }
}

impl<'a> Scene<'a> {
    /// The step that an instruction makes; `None` for one that makes none.
    pub(super) fn step(&self, instruction: &Instruction) -> Option<&'a Step> {
        let line = instruction.lines.first.get();
        let first = self.build.steps.partition_point(|step| step.line < line);
        let of_line = self.build.steps[first..].iter().take_while(|step| step.line == line);
        of_line.into_iter().find(|step| step.kind != "LINK")
    }
}
