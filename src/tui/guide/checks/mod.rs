//! The Checks view: what is wrong with the file, why, and the smallest fix.
//!
//! ```text
//! 1 error, 2 warnings, 4 hints
//!
//! Errors
//! ▌ 4  secret-env-arg · security         the selected finding: its tokens
//! ▌    DB_PASSWORD stands in the image   are marked in the file
//! ▌    for everybody who has it.
//!   …                                    Enter: the fix as a diff, and the page
//! ```

mod write;

use ratatui::layout::{Position, Size};

use super::panel::Panel;
use super::rows::Target;
use super::sheet::Sheet;
use super::{Context, Highlights, Mark, Request};
use crate::arrange::Arrange as _;
use crate::checks::{self, Around, Finding, Level, Settings};
use crate::dockerfile::InstructionId;
use crate::source::{LineNumber, Span};
use crate::tui::Action;
use crate::tui::keymap::Where;
use crate::tui::theme::{Palette, Role};

/// The Checks view.
#[derive(Debug, Default)]
pub(super) struct ChecksView {
    /// What was found, the worst first; `None` while it is worked out.
    findings: Option<Vec<Finding>>,
    /// The text and the files around it that the findings are about.
    made_from: Option<(u64, u64)>,
    /// The place of the selected finding.
    chosen: usize,
    /// Whether the selected finding's fix and page are shown.
    is_open: bool,
    marks: Vec<(LineNumber, Mark)>,
    sheet: Sheet,
    laid_out: Option<(Size, Palette)>,
    /// The rows of the selected finding, to be brought into view.
    rows: Option<(usize, usize)>,
}

impl ChecksView {
    fn refresh(&mut self, context: &Context<'_>) {
        let from = (context.generation, context.answers);
        let Some(analysis) = context.analysis else {
            // Findings are places of one text.
            if self.made_from.is_some_and(|(generation, _)| generation != context.generation) {
                *self = Self::default();
            }
            return;
        };
        let around = context.surroundings.snapshot().map(Around::of_snapshot).unwrap_or_default();
        let mut findings = checks::check(analysis, &around, &Settings::default());
        findings.arrange_by_key(|finding| std::cmp::Reverse(finding.level));
        self.marks = marks(&findings, context);
        self.findings = Some(findings);
        self.made_from = Some(from);
        self.chosen = self.chosen.min(self.list().len().saturating_sub(1));
    }

    fn list(&self) -> &[Finding] {
        self.findings.as_deref().unwrap_or_default()
    }

    /// Selects a finding and its line.
    fn select(&mut self, place: usize, context: &Context<'_>) -> Vec<Request> {
        let place = place.min(self.list().len().saturating_sub(1));
        self.is_open &= place == self.chosen;
        self.chosen = place;
        self.laid_out = None;
        let Some(finding) = self.list().get(self.chosen) else { return Vec::new() };
        let found = instruction_at(context, finding.span).map(Request::Select);
        found.into_iter().chain([Request::Reveal(finding.span)]).collect()
    }

    fn step(&mut self, by: isize, context: &Context<'_>) -> Vec<Request> {
        if self.is_open {
            // What is unfolded is read first.
            let action = if by > 0 { Action::Down } else { Action::Up };
            if self.sheet.act(action) {
                return Vec::new();
            }
        }
        match self.chosen.checked_add_signed(by).filter(|next| *next < self.list().len()) {
            Some(next) => self.select(next, context),
            None => vec![Request::Say("There is no further finding.".to_owned())],
        }
    }

    fn toggle(&mut self, context: &Context<'_>) -> Vec<Request> {
        if self.list().is_empty() {
            return Vec::new();
        }
        self.is_open = !self.is_open;
        self.laid_out = None;
        let span = self.list()[self.chosen].span;
        instruction_at(context, span).map(Request::Select).into_iter().collect()
    }
}

/// The worst of each line.
fn marks(findings: &[Finding], context: &Context<'_>) -> Vec<(LineNumber, Mark)> {
    let mut worst: Vec<(LineNumber, Level)> = findings
        .iter()
        .map(|finding| (context.file.source.line_at(finding.span.start), finding.level))
        .collect();
    worst.arrange_by_key(|(line, level)| (*line, std::cmp::Reverse(*level)));
    worst.dedup_by_key(|(line, _)| *line);
    let mark = |level| match level {
        Level::Error => Mark { symbol: "E", role: Role::Error },
        Level::Warning => Mark { symbol: "!", role: Role::Warning },
        Level::Hint => Mark { symbol: "·", role: Role::Hint },
    };
    worst.into_iter().map(|(line, level)| (line, mark(level))).collect()
}

/// The instruction that holds a place, or that stands behind it.
fn instruction_at(context: &Context<'_>, span: Span) -> Option<InstructionId> {
    let all = &context.file.instructions;
    let index = all.partition_point(|it| it.span.end < span.start);
    all.get(index)?;
    Some(InstructionId(u32::try_from(index).ok()?))
}

impl Panel for ChecksView {
    fn forget(&mut self) {
        self.laid_out = None;
    }

    fn fit(&mut self, size: Size, context: &Context<'_>) {
        let key = (size, context.theme.palette);
        if self.laid_out == Some(key) {
            return;
        }
        if self.made_from != Some((context.generation, context.answers)) || self.findings.is_none()
        {
            self.refresh(context);
        }
        let rows = self.write(size, context);
        self.sheet.set(rows, size);
        if let Some((first, last)) = self.rows {
            // The first finding is shown with what stands above it.
            self.sheet.show(if self.chosen == 0 { 0 } else { first }, last);
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
        vec![Where::Checks]
    }

    fn update(&mut self, action: Action, context: &Context<'_>) -> Vec<Request> {
        match action {
            Action::Down => self.step(1, context),
            Action::Up => self.step(-1, context),
            Action::Top => self.select(0, context),
            Action::Bottom => self.select(usize::MAX, context),
            Action::Submit => self.toggle(context),
            action => {
                self.sheet.act(action);
                Vec::new()
            }
        }
    }

    fn click(&mut self, at: Position, context: &Context<'_>) -> Vec<Request> {
        match self.sheet.target_at(at).cloned() {
            Some(Target::Answer(place)) if place == self.chosen => self.toggle(context),
            Some(Target::Answer(place)) => self.select(place, context),
            _ => Vec::new(),
        }
    }

    fn highlights(&self) -> Highlights {
        let chosen = self.list().get(self.chosen);
        let mut focus: Vec<Span> = chosen.map(|it| it.proof.clone()).unwrap_or_default();
        focus.extend(chosen.map(|finding| finding.span));
        focus.sort_unstable();
        focus.dedup();
        let token = chosen.map(|finding| finding.span).filter(|span| !span.is_empty());
        Highlights { focus, token, marks: self.marks.clone(), ..Highlights::default() }
    }

    fn copy(&self, context: &Context<'_>) -> Option<String> {
        let finding = self.list().get(self.chosen)?;
        let line = context.file.source.line_at(finding.span.start);
        let message = crate::mask::mask_text(&finding.message);
        Some(format!("line {line}: {message} [{}]\n", finding.rule.slug))
    }
}
