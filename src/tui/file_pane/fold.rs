//! Folding: long heredocs and long continued instructions shown as one row.

use crate::arrange::Arrange as _;
use crate::dockerfile::{Dockerfile, Instruction, InstructionId};
use crate::source::{LineNumber, LineRange, Source};

/// A heredoc with more lines than this starts folded.
const LONG_HEREDOC: usize = 20;

/// An instruction without heredocs can be folded from this many lines on.
const FOLDABLE: usize = 4;

/// Lines that can be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui) struct Fold {
    /// The lines that disappear; one row stands for them.
    pub(in crate::tui) lines: LineRange,
    /// The instruction that they belong to.
    pub(in crate::tui) owner: InstructionId,
    /// Whether they are folded now.
    pub(in crate::tui) is_folded: bool,
    /// Whether they are a heredoc's body.
    pub(in crate::tui) is_heredoc: bool,
}

/// All folds of a file, in its order, disjoint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::tui) struct Folds {
    all: Vec<Fold>,
}

impl Folds {
    /// What can be folded in a file; long heredocs start folded.
    pub(super) fn of(file: &Dockerfile) -> Self {
        let mut all = Vec::new();
        for (index, instruction) in file.instructions.iter().enumerate() {
            if instruction.lines.count() > 1 {
                add(&file.source, InstructionId(index as u32), instruction, &mut all);
            }
        }
        all.arrange_by_key(|fold| fold.lines.first);
        all.dedup_by(|next, fold| next.lines.first <= fold.lines.last);
        Self { all }
    }

    /// Takes over what was folded in the file's former text; `kept` gives the
    /// present place of a former instruction.
    pub(super) fn keep(
        &mut self,
        former: &Folds,
        kept: impl Fn(InstructionId) -> Option<InstructionId>,
    ) {
        for old in &former.all {
            let Some(owner) = kept(old.owner) else { continue };
            let nth = former.of_owner(old.owner).position(|fold| fold == old).unwrap_or(0);
            let first = self.all.partition_point(|fold| fold.owner < owner);
            if let Some(fold) = self.all.get_mut(first + nth).filter(|fold| fold.owner == owner) {
                fold.is_folded = old.is_folded;
            }
        }
    }

    fn of_owner(&self, owner: InstructionId) -> impl Iterator<Item = &Fold> {
        let first = self.all.partition_point(|fold| fold.owner < owner);
        self.all[first..].iter().take_while(move |fold| fold.owner == owner)
    }

    /// Those that are folded now.
    pub(super) fn folded(&self) -> impl Iterator<Item = &Fold> {
        self.all.iter().filter(|fold| fold.is_folded)
    }

    /// The fold that a line belongs to, folded or not.
    pub(in crate::tui) fn at(&self, line: LineNumber) -> Option<&Fold> {
        let next = self.all.partition_point(|fold| fold.lines.first <= line);
        self.all[..next].last().filter(|fold| fold.lines.contains(line))
    }

    /// Unfolds what hides these lines; says whether anything changed.
    pub(super) fn unfold(&mut self, lines: LineRange) -> bool {
        let mut changed = false;
        let first = self.all.partition_point(|fold| fold.lines.last < lines.first);
        for fold in &mut self.all[first..] {
            if fold.lines.first > lines.last {
                break;
            }
            changed |= fold.is_folded;
            fold.is_folded = false;
        }
        changed
    }

    /// Folds or unfolds what belongs to an instruction; says whether there is anything.
    pub(super) fn toggle(&mut self, owner: InstructionId) -> bool {
        let Some(open) = self.of_owner(owner).map(|fold| !fold.is_folded).reduce(|a, b| a || b)
        else {
            return false;
        };
        self.all.iter_mut().filter(|fold| fold.owner == owner).for_each(|fold| {
            fold.is_folded = open;
        });
        true
    }

    /// Folds all heredocs, or unfolds everything when some are folded; says
    /// whether there is anything to fold.
    pub(super) fn toggle_all(&mut self) -> bool {
        let any = self.all.iter().any(|fold| fold.is_folded);
        for fold in &mut self.all {
            fold.is_folded = !any && fold.is_heredoc;
        }
        any || self.all.iter().any(|fold| fold.is_folded)
    }
}

fn add(source: &Source, owner: InstructionId, instruction: &Instruction, all: &mut Vec<Fold>) {
    let before = all.len();
    for heredoc in instruction.heredocs.iter().filter(|heredoc| !heredoc.body.is_empty()) {
        let first = source.line_at(heredoc.body.start);
        let last = source.line_at(heredoc.body.end - 1);
        let lines = LineRange { first, last };
        if lines.count() > 1 {
            let is_folded = lines.count() > LONG_HEREDOC;
            all.push(Fold { lines, owner, is_folded, is_heredoc: true });
        }
    }
    if all.len() == before && instruction.heredocs.is_empty() {
        let LineRange { first, last } = instruction.lines;
        if instruction.lines.count() >= FOLDABLE {
            let lines = LineRange { first: LineNumber::from_index(first.index() + 1), last };
            all.push(Fold { lines, owner, is_folded: false, is_heredoc: false });
        }
    }
}
