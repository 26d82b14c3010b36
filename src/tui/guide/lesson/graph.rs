//! The options of a question about stages, drawn as the graph of the stages.
//!
//! ```text
//! ▸ a [x] ╭── base     FROM python:3.13-slim  line 1
//!         │
//!   b [ ] │   tools    line 5
//!         ├─▸   starts from base
//! ```
//!
//! What the Stages view says of the target's path is the answer, so it is left out.

use ratatui::style::{Modifier, Style};
use unicode_width::UnicodeWidthStr;

use crate::build::Build;
use crate::lesson::Choice;
use crate::quiz::Attempt;
use crate::source::Span;
use crate::stages::{DrawnRow, Graph, Part};
use crate::tui::theme::Role;

use super::super::rows::Paper;
use super::super::stages::cut_to;
use super::option::{decorate_option, mark_of, option_label, option_prefix, tried_before};
use super::question::Manner;

/// In a longer file the list of the few stages that are asked about reads better.
const MOST_STAGES: usize = 9;

/// The graph, and the stages that are asked about.
#[derive(Clone, Debug)]
pub(super) struct StageOptions {
    graph: Graph,
    /// For each stage the option that it is, by its place in the lesson.
    options: Vec<Option<usize>>,
}

impl StageOptions {
    /// The options that these places are; `None` where the graph is too long,
    /// or where an option is no stage of it.
    pub(super) fn of(build: &Build, places: &[Option<Span>]) -> Option<Self> {
        if build.stage_count() > MOST_STAGES {
            return None;
        }
        let graph = Graph::of(build);
        let option = |span: Span| places.iter().position(|place| *place == Some(span));
        let options: Vec<Option<usize>> =
            graph.stages.iter().map(|stage| option(stage.span)).collect();
        let is_whole = options.iter().flatten().count() == places.len();
        is_whole.then_some(Self { graph, options })
    }

    /// Writes the graph, each stage that is asked about with its box; behind
    /// the answer, with the mark that says what was right.
    pub(super) fn write(
        &self,
        paper: &mut Paper<'_>,
        attempt: &Attempt,
        manner: Manner<'_>,
        choices: &[Choice],
    ) {
        for row in self.graph.draw() {
            let is_name = |it: &crate::stages::Piece| matches!(it.part, Part::Name | Part::Target);
            let names = row.pieces.iter().any(is_name);
            let words = row.pieces.iter().any(|it| it.part != Part::Line && !it.text.is_empty());
            let remarks = row.pieces.iter().any(|it| it.part == Part::Remark);
            if words && remarks && !names {
                continue;
            }
            let stage = row.stage.filter(|_| names);
            let option = stage.and_then(|stage| *self.options.get(stage)?);
            let place = option.and_then(|option| attempt.shown.iter().position(|it| *it == option));
            match (option, place) {
                (Some(option), Some(place)) => {
                    let cursor = manner.in_force && attempt.cursor == place;
                    let is_right = choices.get(option).is_some_and(|choice| choice.right);
                    let (mark, role) = mark_of(attempt, option, is_right);
                    let before = tried_before(attempt, option, is_right);
                    // As wide as a box, so that the lines of the graph meet.
                    let width = if before.is_some() { 2 } else { 3 };
                    let mark = format!("{mark:<width$}");
                    let label = option_label(place);
                    let mut prefix = option_prefix(paper, cursor, label, &mark, role);
                    if let Some((mark, role)) = before {
                        prefix.insert(2, (mark.to_owned(), paper.role(role)));
                    }
                    let start = paper.rows.len();
                    write_row(paper, &row, prefix);
                    decorate_option(paper, start..start + 1, manner, attempt, place, cursor);
                }
                _ => write_row(paper, &row, vec![(" ".repeat(8), Style::new())]),
            }
        }
    }
}

/// A row of the drawing behind what stands before it, cut where it does not fit.
fn write_row(paper: &mut Paper<'_>, row: &DrawnRow, before: Vec<(String, Style)>) {
    let mut pieces = before;
    let room = paper.width().saturating_sub(pieces.iter().map(|it| it.0.width()).sum());
    let look = |part| match part {
        Part::Line => paper.role(Role::Link).remove_modifier(Modifier::UNDERLINED),
        Part::Name | Part::Target => paper.role(Role::Strong),
        Part::Base | Part::Crossing => paper.role(Role::Text),
        Part::LineNumber | Part::Remark => paper.role(Role::Muted),
    };
    let shown = row.pieces.iter().filter(|piece| piece.part != Part::Remark);
    pieces.extend(cut_to(room, shown.map(|piece| (piece.text.as_str(), look(piece.part)))));
    paper.row(pieces);
}
