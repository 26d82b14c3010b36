//! The Stages view: the graph, and what the selected stage is for.
//!
//! ```text
//! 4 stages; for the target web 3 of them are built.
//!
//! ╭──── deps   FROM node:22-alpine  line 1      the drawing; ▸ marks the
//! │                                             selected stage
//! │ ╭── build  FROM node:22-alpine  line 4
//! ├─┼─▸   copies /app/node_modules from deps
//!
//! build                                         the selected stage
//! Line 5 waits for deps. …
//! ```

mod write;

pub(in crate::tui::guide) use write::cut_to;

use ratatui::layout::{Position, Size};

use super::exchange::instruction_at;
use super::panel::Panel;
use super::rows::Target;
use super::sheet::Sheet;
use super::{Context, Highlights, Request};
use crate::source::Span;
use crate::stages::Graph;
use crate::tui::keymap::Where;
use crate::tui::theme::Palette;
use crate::tui::{Action, Choose};

/// The Stages view.
#[derive(Debug, Default)]
pub(super) struct StagesView {
    graph: Graph,
    /// The stage that the view is about: that of the selected instruction.
    chosen: Option<usize>,
    sheet: Sheet,
    /// The text and the choices that the graph was made from.
    made_from: Option<(u64, Option<String>)>,
    /// For which size, palette and scan of the folder the rows were laid out.
    laid_out: Option<(Size, Palette, u64)>,
    /// What the target does not need.
    dimmed: Vec<Span>,
    /// The rows of the chosen stage, to be brought into view.
    rows: Option<(usize, usize)>,
}

impl StagesView {
    /// Makes the graph anew where the analysis is another.
    fn refresh(&mut self, context: &Context<'_>) {
        let Some(analysis) = context.analysis else { return };
        let from = (context.generation, context.choices.target.clone());
        if self.made_from.as_ref() != Some(&from) {
            self.graph = Graph::of(&analysis.build);
            self.dimmed = self.unneeded(context);
            self.made_from = Some(from);
        }
        self.chosen = self.stage_of_selection(context);
    }

    /// The lines of the stages that the target does not need.
    fn unneeded(&self, context: &Context<'_>) -> Vec<Span> {
        let stages = self.graph.stages.iter().filter(|stage| stage.left_out);
        let end = |number: usize| {
            let next = self.graph.stages.get(number + 1);
            next.map_or(context.file.source.text().len() as u32, |next| next.span.start)
        };
        stages.map(|stage| Span::new(stage.span.start, end(stage.number))).collect()
    }

    fn stage_of_selection(&self, context: &Context<'_>) -> Option<usize> {
        let selected = context.file.instructions.get(context.selected?.0 as usize)?;
        let before = self.graph.stages.partition_point(|it| it.span.start <= selected.span.start);
        before.checked_sub(1)
    }

    /// Selects the FROM of a stage.
    fn select(&self, stage: Option<usize>, context: &Context<'_>) -> Vec<Request> {
        let stage = stage.and_then(|stage| self.graph.stages.get(stage));
        let found = stage.and_then(|stage| instruction_at(context, stage.span));
        found.map(Request::Select).into_iter().collect()
    }

    fn step(&self, by: isize, context: &Context<'_>) -> Vec<Request> {
        let last = self.graph.stages.len().checked_sub(1);
        let next = match self.chosen {
            Some(chosen) => chosen.checked_add_signed(by).min(last),
            None => last.map(|_| 0),
        };
        match next {
            Some(next) if Some(next) != self.chosen => self.select(Some(next), context),
            _ => vec![Request::Say("There is no further stage.".to_owned())],
        }
    }
}

impl Panel for StagesView {
    fn forget(&mut self) {
        self.laid_out = None;
    }

    fn fit(&mut self, size: Size, context: &Context<'_>) {
        let key = (size, context.theme.palette, context.answers);
        if self.laid_out == Some(key) {
            return;
        }
        self.refresh(context);
        let rows = self.write(size, context);
        self.sheet.set(rows, size);
        if let Some((first, last)) = self.rows {
            self.sheet.show(first, last);
        }
        self.laid_out = Some(key);
    }

    fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    fn sheet_mut(&mut self) -> &mut Sheet {
        &mut self.sheet
    }

    fn places(&self) -> Vec<Where> {
        vec![Where::Stages]
    }

    fn update(&mut self, action: Action, context: &Context<'_>) -> Vec<Request> {
        match action {
            Action::Down => self.step(1, context),
            Action::Up => self.step(-1, context),
            Action::Top => self.select(Some(0), context),
            Action::Bottom => self.select(self.graph.stages.len().checked_sub(1), context),
            Action::Submit => {
                let chosen = self.chosen.and_then(|chosen| self.graph.stages.get(chosen));
                match chosen.and_then(|stage| stage.name.clone()) {
                    Some(name) => vec![Request::Choose(Choose::Target(Some(name)))],
                    None => vec![Request::Say(
                        "This stage has no name, so no --target can ask for it.".to_owned(),
                    )],
                }
            }
            action => {
                self.sheet.act(action);
                Vec::new()
            }
        }
    }

    fn click(&mut self, at: Position, context: &Context<'_>) -> Vec<Request> {
        match self.sheet.target_at(at).cloned() {
            Some(Target::Submit) => self.update(Action::Submit, context),
            Some(Target::Stage(stage)) => self.select(Some(stage), context),
            Some(Target::Proof(span)) => {
                let found = instruction_at(context, span);
                found.map(Request::Select).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    fn highlights(&self) -> Highlights {
        let chosen = self.chosen;
        let edges = chosen.into_iter().flat_map(|stage| self.graph.edges_to(stage));
        let mut focus: Vec<Span> = edges.map(|edge| edge.span).collect();
        focus.extend(chosen.and_then(|it| self.graph.stages.get(it)).map(|stage| stage.span));
        focus.sort_unstable();
        focus.dedup();
        Highlights { focus, dimmed: self.dimmed.clone(), ..Highlights::default() }
    }

    fn copy(&self, _context: &Context<'_>) -> Option<String> {
        let text: String = self.graph.draw().iter().map(|row| row.text() + "\n").collect();
        Some(text).filter(|text| !text.is_empty())
    }
}
