//! Questions to a finished [`Build`].

use super::environment::{SetBy, Variable};
use super::stage::Stage;
use super::{After, Build};
use crate::dockerfile::StageId;
use crate::source::Span;

impl Build {
    /// How many stages the file has.
    pub fn stage_count(&self) -> usize {
        self.file_stages
    }

    /// Whether the target needs a stage; `false` for one that does not exist.
    pub fn is_needed(&self, stage: StageId) -> bool {
        self.reachable.get(stage.0 as usize).copied().unwrap_or_default()
    }

    /// Whether the target needs every stage: a build of all of them is then the same build.
    pub fn reaches_every_stage(&self) -> bool {
        self.reaches_every_stage
    }

    /// The stage of the file that a stage builds on; `None` where that is an image.
    pub fn base_stage(&self, stage: StageId) -> Option<StageId> {
        self.stage(stage)?.base.filter(|base| *base < self.file_stages).map(id)
    }

    /// The stages of the file that a stage copies or mounts from, each with
    /// the line of the last instruction that does.
    pub fn sources(&self, stage: StageId) -> impl Iterator<Item = (StageId, u32)> {
        let needs = self.stage(stage).map(|stage| stage.needs.as_slice()).unwrap_or_default();
        let own = needs.iter().filter(|(place, _)| *place < self.file_stages);
        own.map(|(place, line)| (id(*place), *line))
    }

    /// Why the base image of a stage hides what no instruction sets, such as
    /// `set by the base image x, which layerwise has not seen`; `None` where it is known.
    pub fn unknown_base(&self, stage: StageId) -> Option<&str> {
        self.stage(stage)?.image.unknown_base.as_deref()
    }

    /// Whether a stage is made for Windows.
    pub fn is_windows(&self, stage: StageId) -> bool {
        let platform = self.stage(stage).and_then(|stage| stage.platform.as_ref());
        platform.is_some_and(|platform| platform.os == "windows")
    }

    /// What an instruction of a stage finds: the state that those before it left.
    /// `None` where the stage is not built.
    pub fn before(&self, stage: StageId, instruction: Span) -> Option<&After> {
        let of_stage = |after: &&After| after.stage == stage.0 as usize;
        let start = self.after.partition_point(|after| after.stage < stage.0 as usize);
        let states = self.after[start..].iter().take_while(of_stage);
        states.take_while(|after| after.span.start < instruction.start).last()
    }

    /// The instruction that set a variable; `None` for the base image's and BuildKit's own.
    pub fn setter(&self, variable: &Variable) -> Option<Span> {
        let SetBy { stage, number } = variable.set_by?;
        self.stages.get(stage as usize)?.setters.get(number as usize).copied()
    }

    fn stage(&self, stage: StageId) -> Option<&Stage> {
        self.stages.get(stage.0 as usize)
    }
}

fn id(place: usize) -> StageId {
    StageId(u32::try_from(place).unwrap_or(u32::MAX))
}
