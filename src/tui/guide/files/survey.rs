//! What is worked out for the view when the file or the folder changes.

use crate::arrange::Arrange as _;
use crate::context::{NodeId, Snapshot, Summary, TakerPlace, Usage};
use crate::dockerfile::InstructionId;
use crate::explain::files::Files;
use crate::source::LineNumber;
use crate::tui::Choices;
use crate::tui::guide::{Context, Mark};
use crate::tui::theme::Role;

/// What the file takes from the folder.
#[derive(Debug, Default)]
pub(in crate::tui::guide) struct Survey {
    pub usage: Usage,
    pub summary: Summary,
    /// How many things are worth knowing.
    pub worth: usize,
    made_from: Option<Key>,
}

/// The text, whether it was worked out, the choices, and the scan.
type Key = (u64, bool, Choices, u64);

/// What became of the survey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui::guide) enum News {
    Nothing,
    /// The file or the choices are others.
    File,
    /// The folder was scanned, so that places mean nothing any more.
    Folder,
}

impl Survey {
    /// Works it out anew where something changed.
    pub(in crate::tui::guide) fn refresh(
        &mut self,
        snapshot: &Snapshot,
        context: &Context<'_>,
    ) -> News {
        let analysis = context.analysis;
        let key =
            (context.generation, analysis.is_some(), context.choices.clone(), context.answers);
        let news = match &self.made_from {
            Some(made_from) if *made_from == key => return News::Nothing,
            // While the file is being worked out, what was known of it stays.
            Some((_, _, _, answers)) if analysis.is_none() && *answers == context.answers => {
                return News::Nothing;
            }
            Some((_, _, _, answers)) if *answers == context.answers => News::File,
            _ => News::Folder,
        };
        self.usage = match analysis {
            Some(it) => it.usage(snapshot),
            None => Usage::default(),
        };
        self.summary = Summary::of(snapshot, &self.usage);
        let told = self.files(snapshot, context);
        self.worth = told.of_instructions().len() + told.oddities().count();
        self.made_from = Some(key);
        news
    }

    /// The same, to be told about.
    pub(in crate::tui::guide) fn files<'a>(
        &'a self,
        snapshot: &'a Snapshot,
        context: &Context<'a>,
    ) -> Files<'a> {
        let file = context.analysis.map(|analysis| &*analysis.file);
        Files { snapshot, usage: &self.usage, file }
    }

    /// The instructions of the selected line that take something.
    pub(in crate::tui::guide) fn at_selection(&self, context: &Context<'_>) -> Vec<TakerPlace> {
        let all = &context.file.instructions;
        let selected = context.selected.and_then(|id| all.get(id.0 as usize));
        let line = selected.map(|instruction| instruction.lines.first);
        line.map(|line| self.usage.takers_at(line).collect()).unwrap_or_default()
    }

    /// The instruction that begins at a line.
    pub(in crate::tui::guide) fn instruction(
        line: LineNumber,
        context: &Context<'_>,
    ) -> Option<InstructionId> {
        let all = &context.file.instructions;
        let index = all.partition_point(|it| it.lines.first < line);
        all.get(index).filter(|it| it.lines.first == line)?;
        Some(InstructionId(u32::try_from(index).ok()?))
    }

    /// The marks in the file for a path: what takes it, what takes a part of
    /// it, and everywhere the instructions that find nothing.
    pub(in crate::tui::guide) fn marks(
        &self,
        snapshot: &Snapshot,
        path: NodeId,
    ) -> Vec<(LineNumber, Mark)> {
        let mut marks: Vec<(LineNumber, Mark)> = Vec::new();
        let mut add = |line: LineNumber, mark: Mark| {
            if !marks.iter().any(|(own, _)| *own == line) {
                marks.push((line, mark));
            }
        };
        let whole = self.usage.takers_of(snapshot, path);
        for place in &whole {
            let taker = &self.usage.takers[place.index()];
            add(taker.line, if taker.in_target { TAKES } else { TAKES_ELSEWHERE });
        }
        for place in self.usage.takers_inside(path) {
            let taker = &self.usage.takers[place.index()];
            add(taker.line, if taker.in_target { TAKES_PART } else { TAKES_ELSEWHERE });
        }
        for (taker, _) in self.usage.empty_handed() {
            add(taker.line, FINDS_NOTHING);
        }
        marks.arrange_by_key(|(line, _)| *line);
        marks
    }
}

/// Takes the selected path.
pub(in crate::tui::guide) const TAKES: Mark = Mark { symbol: "●", role: Role::Good };
/// Takes something in the selected folder.
pub(in crate::tui::guide) const TAKES_PART: Mark = Mark { symbol: "◐", role: Role::Good };
/// Takes it, or some of it, in a stage that the target does not need.
pub(in crate::tui::guide) const TAKES_ELSEWHERE: Mark = Mark { symbol: "○", role: Role::Muted };
/// Names something that is not there, or is left out.
pub(in crate::tui::guide) const FINDS_NOTHING: Mark = Mark { symbol: "!", role: Role::Warning };
