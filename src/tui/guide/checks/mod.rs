//! The Checks view: what is wrong with the file, why, and the smallest fix.
//!
//! ```text
//! 1 error, 2 warnings, 4 hints
//! repo/layerwise.toml: 2 findings are left out     what settings and comments change
//!
//! Errors
//! ▌ 4  secret-env-arg · security         the selected finding: its tokens
//! ▌    DB_PASSWORD stands in the image   are marked in the file
//! ▌    for everybody who has it.
//!   …                                    Enter: the fix as a diff, and the page
//! ```
//!
//! `a` writes the fix after a question, `r` shows the checks that say nothing.

mod filter;
mod mend;
mod rules;
mod write;

use ratatui::layout::{Position, Size};

use super::exchange::instruction_at;
use super::panel::Panel;
use super::rows::Target;
use super::sheet::Sheet;
use super::{Context, Highlights, Mark, Request};
use crate::arrange::Arrange as _;
use crate::checks::{self, Finding, Level, Report, Settings};
use crate::source::{LineNumber, Span};
use crate::tui::keymap::Where;
use crate::tui::theme::{Palette, Role};
use crate::tui::{Action, Choices, Mend};
use filter::Filter;
use rules::Rules;

/// What findings follow from: the text, the folder, the settings, and what is built.
type Key = (u64, u64, u64, Choices);

/// The Checks view.
#[derive(Debug, Default)]
pub(super) struct ChecksView {
    /// What was found, the worst first; `None` while it is worked out.
    report: Option<Report>,
    /// What the usual settings would have shown otherwise.
    changed: Changed,
    /// The text, the files around it and the settings that the findings are about.
    made_from: Option<Key>,
    filter: Filter,
    /// The findings that the filter leaves, as places in the report.
    shown: Vec<usize>,
    /// The selected one of them.
    chosen: usize,
    /// Whether the selected finding's fix and page are shown.
    is_open: bool,
    /// Whether it is asked if its fix is to be written.
    is_asking: bool,
    /// The checks that say nothing, while they are shown.
    rules: Option<Rules>,
    /// The way back from the last fix.
    undo: Option<Mend>,
    marks: Vec<(LineNumber, Mark)>,
    sheet: Sheet,
    laid_out: Option<(Size, Palette)>,
    /// The rows of what is selected, to be brought into view.
    rows: Option<(usize, usize)>,
}

/// What settings change of the findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Changed {
    /// Findings that are left out.
    hidden: usize,
    /// Findings that are there only by them.
    added: usize,
    /// Findings of another level.
    relevelled: usize,
}

/// Whether two findings of one text say the same.
fn same(one: &Finding, other: &Finding) -> bool {
    one.rule == other.rule && one.span == other.span && one.message == other.message
}

impl Changed {
    fn between(usual: &[Finding], now: &[Finding]) -> Self {
        let is_in = |list: &[Finding], it: &Finding| list.iter().any(|other| same(it, other));
        let moved =
            |it: &&Finding| usual.iter().any(|other| same(it, other) && it.level != other.level);
        Self {
            hidden: usual.iter().filter(|it| !is_in(now, it)).count(),
            added: now.iter().filter(|it| !is_in(usual, it)).count(),
            relevelled: now.iter().filter(moved).count(),
        }
    }
}

impl ChecksView {
    fn key(context: &Context<'_>) -> Key {
        (context.generation, context.answers, context.checks.1, context.choices.clone())
    }

    fn refresh(&mut self, context: &Context<'_>) {
        let from = Self::key(context);
        let Some(analysis) = context.analysis else {
            // Findings are places of one text.
            if self.made_from.as_ref().is_some_and(|it| it.0 != context.generation) {
                let (undo, made_from) = (self.undo.take(), self.made_from.take());
                *self = Self { undo, made_from, ..Self::default() };
            }
            return;
        };
        let around = context.surroundings.around(context.file);
        let settings = &context.checks.0.settings;
        let usual = Settings::default();
        let mut report = checks::report(analysis, &around, settings);
        self.changed = match *settings == usual {
            true => Changed::default(),
            false => {
                let usual = checks::check(analysis, &around, &usual);
                Changed::between(&usual, &report.findings)
            }
        };
        report.findings.arrange_by_key(|finding| std::cmp::Reverse(finding.level));
        let is_same_text = self.made_from.as_ref().is_some_and(|it| it.0 == context.generation);
        let before = self.current().filter(|_| is_same_text).cloned();
        self.marks = marks(&report.findings, context);
        if self.rules.is_some() {
            self.rules = Some(Rules::of(context, &report));
        }
        self.report = Some(report);
        self.made_from = Some(from);
        self.apply_filter();
        self.stay_at(before.as_ref());
    }

    /// Stays at a finding that was selected before; a question about another one is closed.
    fn stay_at(&mut self, before: Option<&Finding>) {
        let is_same = |place: &usize| {
            let finding = &self.findings()[*place];
            before.is_some_and(|before| same(before, finding))
        };
        let found = self.shown.iter().position(is_same);
        self.is_asking &= found.is_some();
        self.chosen = found.unwrap_or(self.chosen);
    }

    /// Whether what was found is about what is shown.
    fn is_current(&self, context: &Context<'_>) -> bool {
        self.report.is_some() && self.made_from.as_ref() == Some(&Self::key(context))
    }

    /// Checks what is shown, where it changed.
    pub(super) fn keep_up(&mut self, context: &Context<'_>) {
        if context.analysis.is_some() && !self.is_current(context) {
            self.refresh(context);
            self.laid_out = None;
        }
    }

    /// How many findings there are in what is shown; `None` where it was not checked.
    pub(super) fn count(&self, context: &Context<'_>) -> Option<usize> {
        self.is_current(context).then(|| self.findings().len())
    }

    /// All findings.
    pub(super) fn findings(&self) -> &[Finding] {
        self.report.as_ref().map_or(&[], |report| &report.findings)
    }

    /// The selected finding.
    fn current(&self) -> Option<&Finding> {
        self.findings().get(*self.shown.get(self.chosen)?)
    }

    /// Selects a finding and its line.
    fn select(&mut self, place: usize, context: &Context<'_>) -> Vec<Request> {
        let place = place.min(self.shown.len().saturating_sub(1));
        self.is_open &= place == self.chosen;
        self.is_asking = false;
        self.chosen = place;
        self.laid_out = None;
        let Some(finding) = self.current() else { return Vec::new() };
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
        match self.chosen.checked_add_signed(by).filter(|next| *next < self.shown.len()) {
            Some(next) => self.select(next, context),
            None => vec![Request::Say("There is no further finding.".to_owned())],
        }
    }

    fn toggle(&mut self, context: &Context<'_>) -> Vec<Request> {
        let Some(finding) = self.current() else { return Vec::new() };
        let found = instruction_at(context, finding.span).map(Request::Select);
        self.is_open = !self.is_open;
        self.laid_out = None;
        found.into_iter().collect()
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

impl Panel for ChecksView {
    fn forget(&mut self) {
        self.laid_out = None;
    }

    fn fit(&mut self, size: Size, context: &Context<'_>) {
        let key = (size, context.theme.palette);
        if self.laid_out == Some(key) {
            return;
        }
        if !self.is_current(context) {
            self.refresh(context);
        }
        let rows = self.write(size, context);
        self.sheet.set(rows, size);
        if let Some((first, last)) = self.rows {
            // The first finding is shown with what stands above it.
            let chosen = self.rules.as_ref().map_or(self.chosen, |rules| rules.chosen);
            self.sheet.show(if chosen == 0 && !self.is_asking { 0 } else { first }, last);
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
        vec![match (self.is_asking, &self.rules) {
            (true, _) => Where::Confirm,
            (false, Some(_)) => Where::Rules,
            (false, None) => Where::Checks,
        }]
    }

    fn update(&mut self, action: Action, context: &Context<'_>) -> Vec<Request> {
        match action {
            Action::ToggleRules => return self.toggle_rules(context),
            Action::UndoFix => return self.take_back(context),
            _ if self.rules.is_some() => return self.update_rules(action, context),
            _ => {}
        }
        match action {
            Action::Down => self.step(1, context),
            Action::Up => self.step(-1, context),
            Action::Top => self.select(0, context),
            Action::Bottom => self.select(usize::MAX, context),
            Action::Submit => self.toggle(context),
            Action::NextLevel => self.next_level(context),
            Action::NextCategory => self.next_category(context),
            Action::ApplyFix => self.ask(context),
            Action::Yes => self.write_fix(context),
            Action::No | Action::Close if self.is_asking => self.leave(),
            action => {
                self.sheet.act(action);
                Vec::new()
            }
        }
    }

    fn click(&mut self, at: Position, context: &Context<'_>) -> Vec<Request> {
        match self.sheet.target_at(at).cloned() {
            Some(Target::Do(action)) => self.update(action, context),
            Some(Target::Answer(place)) if self.rules.is_some() => self.click_rule(place, context),
            Some(Target::Answer(place)) if place == self.chosen => self.toggle(context),
            Some(Target::Answer(place)) => self.select(place, context),
            _ => Vec::new(),
        }
    }

    fn highlights(&self) -> Highlights {
        let marks = self.marks.clone();
        if let Some(rules) = &self.rules {
            return Highlights { focus: rules.places(), marks, ..Highlights::default() };
        }
        let chosen = self.current();
        let mut focus: Vec<Span> = chosen.map(|it| it.proof.clone()).unwrap_or_default();
        focus.extend(chosen.map(|finding| finding.span));
        focus.sort_unstable();
        focus.dedup();
        let token = chosen.map(|finding| finding.span).filter(|span| !span.is_empty());
        Highlights { focus, token, marks, ..Highlights::default() }
    }

    fn copy(&self, context: &Context<'_>) -> Option<String> {
        let finding = self.current()?;
        let line = context.file.source.line_at(finding.span.start);
        let message = crate::mask::mask_text(&finding.message);
        Some(format!("line {line}: {message} [{}]\n", finding.rule.slug))
    }
}
