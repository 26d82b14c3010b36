//! What the file pane shows of a forecast.

use super::{CacheView, Spot};
use crate::arrange::Arrange as _;
use crate::cache::{Status, because};
use crate::dockerfile::{Dockerfile, InstructionId};
use crate::source::LineNumber;
use crate::tui::guide::pointing::guesses;
use crate::tui::guide::{Context, Mark};
use crate::tui::theme::Role;

impl CacheView {
    /// What the file pane shows of the forecast.
    pub(super) fn mark(&mut self, context: &Context<'_>) {
        self.marks.clear();
        self.focus.clear();
        let Some(forecast) = self.forecast(context) else { return };
        if self.prediction.hides() {
            let steps = forecast.steps.iter().enumerate();
            let lines = steps.filter_map(|(number, step)| {
                let line = LineNumber::new(step.line)?;
                instruction_at(line, context.file)?;
                Some((line, self.prediction.is_marked(number)))
            });
            self.marks = guesses(lines.collect());
            return;
        }
        let mut worst: Vec<(u32, Status)> =
            forecast.steps.iter().map(|step| (step.line, step.status)).collect();
        worst.arrange_by_key(|(line, status)| (*line, rank(*status)));
        worst.dedup_by_key(|(line, _)| *line);
        let marks = worst.into_iter().filter_map(|(line, status)| {
            let mark = Mark { symbol: status.symbol(), role: role(status) };
            let line = LineNumber::new(line)?;
            instruction_at(line, context.file).map(|_| (line, mark))
        });
        self.marks = marks.collect();
        if let Spot::Step(step) = self.spot {
            let way = because(forecast, step);
            let lines = way.iter().filter_map(|(line, _)| LineNumber::new(*line));
            let found = lines.filter_map(|line| instruction_at(line, context.file));
            let instructions = &context.file.instructions;
            self.focus =
                found.filter_map(|id| Some(instructions.get(id.0 as usize)?.span)).collect();
            self.focus.sort_unstable();
            self.focus.dedup();
        }
    }
}

/// The more it costs, the earlier.
fn rank(status: Status) -> u8 {
    match status {
        Status::Runs => 0,
        Status::DependsOnOutput => 1,
        Status::NeedsBase => 2,
        Status::Cached => 3,
    }
}

/// How a status looks beside its symbol.
pub(super) fn role(status: Status) -> Role {
    match status {
        Status::Cached => Role::Good,
        Status::Runs => Role::Warning,
        Status::DependsOnOutput => Role::Hint,
        Status::NeedsBase => Role::Muted,
    }
}

pub(super) fn line_of(instruction: Option<InstructionId>, file: &Dockerfile) -> Option<LineNumber> {
    file.instructions.get(instruction?.0 as usize).map(|found| found.lines.first)
}

/// The instruction that begins at a line.
pub(super) fn instruction_at(line: LineNumber, file: &Dockerfile) -> Option<InstructionId> {
    let index = file.instructions.partition_point(|it| it.lines.first < line);
    file.instructions.get(index).filter(|it| it.lines.first == line)?;
    Some(InstructionId(u32::try_from(index).ok()?))
}
