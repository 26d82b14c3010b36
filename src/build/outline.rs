//! The stages of a file and what each takes from others, for every stage,
//! whether the target needs it or not.

use super::Build;
use super::command::Command;
use super::stage::Stage;
use crate::dockerfile::Keyword;
use crate::source::Span;

/// A stage of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageOutline {
    /// The name given with AS, in lower case; empty when there is none.
    pub name: String,
    /// What it starts from: an image or a stage, variables replaced where that is known.
    pub base_name: String,
    /// The stage of the file that it starts from, by its number.
    pub base: Option<usize>,
    /// The line of its FROM.
    pub line: u32,
    /// Its FROM.
    pub span: Span,
    /// Whether the target needs it, or is it.
    pub is_needed: bool,
    /// Whether it is the target.
    pub is_target: bool,
    /// How many steps `docker build` counts in it.
    pub steps: usize,
}

/// What an instruction takes from a stage or an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The number of the stage that takes.
    pub by: usize,
    /// From where.
    pub of: Supplier,
    /// The line of the instruction; for a trigger of the base, that of the FROM.
    pub line: u32,
    /// The instruction.
    pub span: Span,
    /// How.
    pub kind: NeedKind,
}

/// Where something is taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Supplier {
    /// A stage of the file, by its number.
    Stage(usize),
    /// An image from outside, as written.
    Image(String),
}

/// How something is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NeedKind {
    /// `COPY --from`: the sources as written.
    Copy(Vec<String>),
    /// `RUN --mount=from=…`.
    Mount,
}

impl Build {
    /// The stages in the file's order; empty when BuildKit refuses the file.
    pub fn outline(&self) -> Vec<StageOutline> {
        let stages = self.stages.iter().take(self.file_stages).enumerate();
        stages.map(|(number, stage)| self.outline_of(number, stage)).collect()
    }

    fn outline_of(&self, number: usize, stage: &Stage) -> StageOutline {
        StageOutline {
            name: stage.name.clone(),
            base_name: stage.base_name.clone(),
            base: stage.base,
            line: stage.line.unwrap_or_default(),
            span: stage.span,
            is_needed: self.reachable.get(number).copied().unwrap_or_default(),
            is_target: self.target == Some(number),
            steps: stage.steps,
        }
    }
}

/// What COPY and mounts take from stages and images, by stage, in the file's order.
pub(super) fn needs(stages: &[Stage], bodies: &[Vec<Command<'_>>]) -> Vec<Need> {
    let of_file = bodies.iter().enumerate();
    of_file
        .flat_map(|(by, commands)| commands.iter().map(move |command| (by, command)))
        .flat_map(|(by, command)| {
            command.sources.iter().map(move |of| need(stages, by, *of, command))
        })
        .filter(|need| !is_nothing(need))
        .collect()
}

/// A mount that names no source counts for BuildKit as one of `scratch`.
fn is_nothing(need: &Need) -> bool {
    need.kind == NeedKind::Mount
        && matches!(&need.of, Supplier::Image(name) if name.is_empty() || name == "scratch")
}

fn need(stages: &[Stage], by: usize, of: usize, command: &Command<'_>) -> Need {
    let of = match stages.get(of) {
        Some(stage) if stage.is_image => Supplier::Image(stage.base_name.clone()),
        _ => Supplier::Stage(of),
    };
    let kind = match command.keyword {
        Keyword::Run => NeedKind::Mount,
        _ => NeedKind::Copy(command.typed().sources.clone().unwrap_or_default()),
    };
    Need { by, of, line: command.line, span: command.span, kind }
}
