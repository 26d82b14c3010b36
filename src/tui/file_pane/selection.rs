//! Which instruction is selected, and moving from one to the next.

use std::ops::ControlFlow;

use ratatui::layout::Position;

use crate::dockerfile::InstructionId;
use crate::source::{LineNumber, LineRange};

use super::{FilePane, LineText, Wanted};

impl FilePane {
    /// The selected instruction; `None` in a file without any.
    pub fn selected(&self) -> Option<InstructionId> {
        self.selected
    }

    /// The lines of the selected instruction.
    pub fn selected_lines(&self) -> Option<LineRange> {
        let id = self.selected?;
        Some(self.shown.instructions.get(id.0 as usize)?.lines)
    }

    /// Selects an instruction and brings it into view.
    pub fn select(&mut self, id: InstructionId) {
        if (id.0 as usize) < self.shown.instructions.len() {
            self.selected = Some(id);
            self.wanted = Some(Wanted::Selection);
        }
    }

    /// The instruction that a line belongs to.
    pub fn instruction_at(&self, line: LineNumber) -> Option<InstructionId> {
        let near = self.instruction_before(line)?;
        self.shown.instructions[near.0 as usize].lines.contains(line).then_some(near)
    }

    /// The instruction of a line, else the next below it, else the last.
    pub(super) fn instruction_near(&self, line: LineNumber) -> Option<InstructionId> {
        let last = self.shown.instructions.len().checked_sub(1)?;
        let found = self.instruction_at(line).unwrap_or_else(|| {
            let before = self.instruction_before(line);
            before.map_or(InstructionId(0), |id| InstructionId(id.0 + 1))
        });
        Some(InstructionId(found.0.min(last as u32)))
    }

    fn instruction_before(&self, line: LineNumber) -> Option<InstructionId> {
        let all = &self.shown.instructions;
        let next = all.partition_point(|instruction| instruction.lines.first <= line);
        next.checked_sub(1).map(|index| InstructionId(index as u32))
    }

    /// One down: within an instruction that is longer than the pane by a row,
    /// else to the next instruction.
    pub(in crate::tui) fn down(&mut self) {
        let bottom = self.top + self.height();
        let Some((first, end)) = self.selected_rows() else {
            return self.scroll_rows(1);
        };
        let is_last = self.selected.map(|id| id.0 as usize + 1) == self.instruction_count();
        if is_last || (end - first > self.height() && end > bottom && first < bottom) {
            self.scroll_rows(1);
        } else {
            self.step(1);
        }
    }

    /// One up, in the same way.
    pub(in crate::tui) fn up(&mut self) {
        let Some((first, end)) = self.selected_rows() else {
            return self.scroll_rows(-1);
        };
        let is_first = self.selected == Some(InstructionId(0));
        if is_first || (end - first > self.height() && first < self.top && end > self.top) {
            self.scroll_rows(-1);
        } else {
            self.step(-1);
        }
    }

    fn step(&mut self, steps: i32) {
        if let Some(id) = self.selected {
            let last = self.shown.instructions.len().saturating_sub(1) as u32;
            self.select(InstructionId(id.0.saturating_add_signed(steps).min(last)));
        }
    }

    fn instruction_count(&self) -> Option<usize> {
        Some(self.shown.instructions.len())
    }

    /// To the first instruction and the top of the file.
    pub(in crate::tui) fn go_to_top(&mut self) {
        self.select(InstructionId(0));
        self.wanted = None;
        self.top = 0;
    }

    /// To the last instruction and the bottom of the file.
    pub(in crate::tui) fn go_to_bottom(&mut self) {
        let last = self.shown.instructions.len().saturating_sub(1);
        self.select(InstructionId(last as u32));
        self.wanted = None;
        self.top = self.last_top();
    }

    /// The next problem's instruction behind the selected one, else the first of all.
    pub(in crate::tui) fn go_to_next_problem(&mut self) -> bool {
        let line = self.failure().and_then(|failure| failure.line);
        let of_build = line.and_then(|line| self.instruction_near(line));
        let of_problems = || self.problems().iter().filter_map(|it| it.instruction);
        let of_instructions = || of_problems().chain(of_build);
        let next = of_instructions().find(|id| Some(*id) > self.selected);
        let found = next.or_else(|| of_instructions().next());
        if let Some(id) = found {
            self.select(id);
        }
        found.is_some()
    }

    /// Folds or unfolds what belongs to the selected instruction; says whether there is anything.
    pub(in crate::tui) fn toggle_fold(&mut self) -> bool {
        let changed = self.selected.is_some_and(|id| self.folds.toggle(id));
        self.is_stale |= changed;
        self.wanted = Some(Wanted::Selection);
        changed
    }

    /// Folds all heredocs or unfolds everything; says whether there is anything.
    pub(in crate::tui) fn toggle_folds(&mut self) -> bool {
        let changed = self.folds.toggle_all();
        self.is_stale |= changed;
        self.wanted = Some(Wanted::Selection);
        changed
    }

    /// A click on a row of the pane, counted from its upper edge. Says whether
    /// another instruction is selected now.
    pub(in crate::tui) fn click(&mut self, row: usize) -> bool {
        if row >= self.height() {
            return false;
        }
        let Some(found) = self.rows.at(self.top + row) else { return false };
        let fold = self.folds.at(found.line).copied();
        if let Some(fold) = fold.filter(|fold| fold.is_folded) {
            self.is_stale |= self.folds.unfold(fold.lines);
        }
        let Some(id) = self.instruction_at(found.line) else { return false };
        let is_other = self.selected != Some(id);
        self.selected = Some(id);
        is_other
    }

    /// The instruction that a row of the pane shows, or a part of it.
    pub(in crate::tui) fn instruction_in_row(&self, row: usize) -> Option<InstructionId> {
        let found = self.rows.at(self.top + row).filter(|_| row < self.height())?;
        self.instruction_at(found.line)
    }

    /// The byte of the file that is drawn at a place of the pane, counted from its upper left
    /// corner; `None` beside the text and on a row that stands for folded lines.
    pub(in crate::tui) fn offset_at(&self, at: Position) -> Option<u32> {
        let row = usize::from(at.y);
        let found = self.rows.at(self.top + row).filter(|_| row < self.height())?;
        if self.folds.at(found.line).is_some_and(|fold| fold.is_folded) {
            return None;
        }
        let text = self.line(found.line);
        let (start, end, indent) = self.part(found, &text);
        let (_, left) = self.corner();
        let before = self.gutter_width() + indent;
        let wanted = usize::from(at.x).checked_sub(before)? + left;
        let shown = LineText { text: text.text.get(..end)?, ..text };
        let (mut column, mut offset) = (0, None);
        shown.walk(start, |piece| {
            column += piece.width;
            if column > wanted {
                offset = Some(shown.start + piece.offset as u32);
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        });
        offset
    }
}
