//! What the stages of a build start from: the edges that the cache follows.

use super::Build;
use super::stage::Stage;
use crate::dockerfile::Keyword;

/// A stage of the file, or an image that COPY or a mount names.
#[derive(Clone, Debug)]
pub struct StageNode<'a> {
    /// The name given with AS in lower case; empty when there is none.
    pub name: &'a str,
    /// The line of its FROM, or of the instruction that names the image.
    pub line: Option<u32>,
    /// What it starts from.
    pub start: Start<'a>,
    /// The platform of its image, such as `linux/amd64`; empty while unknown.
    pub platform: String,
    /// Whether the target needs it.
    pub reachable: bool,
    /// Whether its base image is known only by name.
    pub base_is_unknown: bool,
    /// The instructions that set variables, directory, user and shell, triggers first:
    /// line, keyword, and the text without comments.
    pub settings: Vec<(u32, Keyword, &'a str)>,
}

/// What a stage starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start<'a> {
    /// Nothing.
    Scratch,
    /// An image: its complete reference.
    Image(&'a str),
    /// The stage of this number.
    Stage(usize),
}

impl Build {
    /// The stages in the order of their numbers, then the images that COPY and mounts name.
    pub fn stage_nodes(&self) -> Vec<StageNode<'_>> {
        let reachable = |place: usize| self.reachable.get(place).copied().unwrap_or_default();
        let nodes = self.stages.iter().enumerate();
        nodes.map(|(place, stage)| stage.node(reachable(place))).collect()
    }

    /// What a stage starts from; none where there is no stage of this number.
    pub fn stage_start(&self, stage: usize) -> Option<Start<'_>> {
        self.stages.get(stage).map(Stage::start)
    }

    /// The number of the stage that is built; none when the build does not start.
    pub fn target_stage(&self) -> Option<usize> {
        self.target
    }
}

impl Stage {
    fn start(&self) -> Start<'_> {
        match (self.base, self.base_name.as_str()) {
            (Some(base), _) => Start::Stage(base),
            (None, "scratch") => Start::Scratch,
            (None, name) => Start::Image(name),
        }
    }

    fn node(&self, reachable: bool) -> StageNode<'_> {
        let settings = self.settings.iter();
        let settings = settings.map(|(line, keyword, it)| (*line, *keyword, it.logical.trim()));
        StageNode {
            name: &self.name,
            line: self.line,
            start: self.start(),
            platform: self.platform.as_ref().map(ToString::to_string).unwrap_or_default(),
            reachable,
            base_is_unknown: self.image.unknown_base.is_some(),
            settings: settings.collect(),
        }
    }
}
