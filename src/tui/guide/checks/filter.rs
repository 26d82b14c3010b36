//! Which findings are shown.

use super::{ChecksView, Context, Request};
use crate::checks::{Category, Finding, Level};

/// Which findings are shown; all where it names nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    pub(super) level: Option<Level>,
    pub(super) category: Option<Category>,
}

impl Filter {
    fn takes(self, finding: &Finding) -> bool {
        self.level.is_none_or(|level| level == finding.level)
            && self.category.is_none_or(|category| category == finding.rule.category)
    }

    /// What it shows, in words; `None` where that is everything.
    pub(super) fn words(self) -> Option<String> {
        let level = self.level.map(|level| format!("{}s", level.name()));
        let category = self.category.map(|category| category.name().to_owned());
        let words: Vec<String> = level.into_iter().chain(category).collect();
        (!words.is_empty()).then(|| words.join(" · "))
    }
}

/// The one behind `now` among those that occur; none behind the last.
fn next<T: Copy + PartialEq>(all: &[T], now: Option<T>, occurs: impl Fn(T) -> bool) -> Option<T> {
    let from = now.and_then(|now| all.iter().position(|it| *it == now)).map_or(0, |at| at + 1);
    all[from..].iter().copied().find(|it| occurs(*it))
}

impl ChecksView {
    /// Only the findings of the next level that occurs; behind the last, all.
    pub(super) fn next_level(&mut self, context: &Context<'_>) -> Vec<Request> {
        let all = [Level::Error, Level::Warning, Level::Hint];
        let occurs = |level| self.findings().iter().any(|finding| finding.level == level);
        let level = next(&all, self.filter.level, occurs);
        self.change_filter(Filter { level, ..self.filter }, context)
    }

    /// The same for categories.
    pub(super) fn next_category(&mut self, context: &Context<'_>) -> Vec<Request> {
        let occurs =
            |category| self.findings().iter().any(|finding| finding.rule.category == category);
        let category = next(&Category::ALL, self.filter.category, occurs);
        self.change_filter(Filter { category, ..self.filter }, context)
    }

    fn change_filter(&mut self, filter: Filter, context: &Context<'_>) -> Vec<Request> {
        self.filter = filter;
        self.is_open = false;
        self.chosen = 0;
        self.apply_filter();
        self.sheet.rewind();
        self.select(0, context)
    }

    /// Finds anew which findings are shown.
    pub(super) fn apply_filter(&mut self) {
        let filter = self.filter;
        let findings = self.findings().iter().enumerate();
        self.shown = findings.filter(|(_, it)| filter.takes(it)).map(|(place, _)| place).collect();
        self.chosen = self.chosen.min(self.shown.len().saturating_sub(1));
    }
}
