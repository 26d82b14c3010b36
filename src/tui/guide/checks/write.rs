//! The rows of the Checks view.

use std::collections::BTreeSet;

use ratatui::layout::Size;

use super::{Changed, ChecksView};
use crate::checks::{Finding, Level, Rule, Safety, fix, page};
use crate::diff::{Names, unified};
use crate::doc::{Block, BlockKind, Text};
use crate::mask::mask_text;
use crate::source::safe_line;
use crate::tui::Action;
use crate::tui::guide::rows::{Paper, Prefix, Row, Target};
use crate::tui::guide::{Context, key_of};
use crate::tui::theme::Role;

impl ChecksView {
    /// Writes what is shown.
    pub(super) fn write(&mut self, size: Size, context: &Context<'_>) -> Vec<Row> {
        let folds = |_| BTreeSet::new();
        let mut paper = Paper::new(usize::from(size.width), context, &folds);
        self.rows = match &self.rules {
            Some(rules) => self.write_rules(&mut paper, rules, context),
            None => self.write_findings(&mut paper, context),
        };
        paper.rows
    }

    /// Writes the findings; gives the rows of the selected one.
    pub(super) fn write_findings(
        &self,
        paper: &mut Paper<'_>,
        context: &Context<'_>,
    ) -> Option<(usize, usize)> {
        if self.report.is_none() {
            paper.words(Role::Muted, "The file is being checked.", &Prefix::default());
            return None;
        }
        let findings = self.findings();
        paper.words(Role::Heading, &title(findings), &Prefix::default());
        self.write_about(paper, context);
        if findings.is_empty() {
            let words = "None of the checks finds anything. That is no promise: they know the \
                         usual mistakes, not what the program needs.";
            paper.words(Role::Muted, words, &Prefix::default());
        }
        let (mut rows, mut level) = (None, None);
        for (place, finding) in self.shown.iter().map(|at| &findings[*at]).enumerate() {
            if level.replace(finding.level) != Some(finding.level) {
                paper.blank();
                heading(paper, finding.level);
            }
            let is_chosen = place == self.chosen;
            let first = paper.rows.len();
            write_finding(paper, context, finding, is_chosen);
            let last = paper.rows.len();
            paper.aim(first..last, &Target::Answer(place));
            if is_chosen {
                let question = self.is_open.then(|| self.write_open(paper, context, finding));
                rows = question.flatten().or(Some((first, last.saturating_sub(1))));
            }
        }
        rows
    }

    /// The fix, the question about it, and the page; gives the rows of the question.
    fn write_open(
        &self,
        paper: &mut Paper<'_>,
        context: &Context<'_>,
        finding: &Finding,
    ) -> Option<(usize, usize)> {
        paper.blank();
        let mut question = None;
        if let Some(fix) = &finding.fix {
            write_diff(paper, context, finding);
            if self.is_asking {
                question = Some(write_question(paper, context, fix.safety));
            } else if context.own_path.is_some() {
                let apply = key_of(Action::ApplyFix);
                let words = "write this into the file";
                paper.buttons(&[(&apply, words, Target::Do(Action::ApplyFix))], 2);
            }
        }
        paper.blank();
        write_rule_page(paper, finding.rule);
        question
    }

    /// What decides over the list beside the file: settings, comments, the filter, a fix.
    fn write_about(&self, paper: &mut Paper<'_>, context: &Context<'_>) {
        let plain = Prefix::default();
        let settings = context.checks.0;
        let name = shown(&settings.name());
        if let Some(fault) = &settings.fault {
            let words = format!("{name} is not followed: {}", shown(fault));
            paper.words(Role::Error, &words, &plain);
        } else if settings.path.is_some()
            && let Some(words) = self.changed.words()
        {
            paper.words(Role::Muted, &format!("{name}: {words}."), &plain);
        }
        let silenced = self.report.as_ref().map_or(0, |report| report.silenced.len());
        let rules = key_of(Action::ToggleRules);
        match silenced {
            0 => {}
            1 => {
                let words = format!("A comment silences 1 finding; {rules} shows which.");
                paper.words(Role::Muted, &words, &plain);
            }
            count => {
                let words = format!("Comments silence {count} findings; {rules} shows which.");
                paper.words(Role::Muted, &words, &plain);
            }
        }
        if let Some(filter) = self.filter.words() {
            let (shown, all) = (self.shown.len(), self.findings().len());
            let words = format!("Only {filter}: {shown} of {all}");
            paper.words(Role::Warning, &words, &plain);
            let (level, category) = (key_of(Action::NextLevel), key_of(Action::NextCategory));
            let buttons = [
                (&*level, "level", Target::Do(Action::NextLevel)),
                (&*category, "category", Target::Do(Action::NextCategory)),
            ];
            paper.buttons(&buttons, 0);
        }
        if let Some(undo) = self.way_back(context) {
            let words = format!("Written: {}.", shown(&undo.title));
            paper.words(Role::Good, &words, &plain);
            let key = key_of(Action::UndoFix);
            let take_back = [(&*key, "put the old text back", Target::Do(Action::UndoFix))];
            paper.buttons(&take_back, 0);
        }
    }
}

impl Changed {
    /// In words; `None` where nothing is changed.
    fn words(self) -> Option<String> {
        let count = |number: usize, words: &str| match number {
            0 => None,
            1 => Some(format!("1 finding {}", words.replacen("are", "is", 1))),
            number => Some(format!("{number} findings {words}")),
        };
        let parts = [
            count(self.hidden, "are left out"),
            count(self.added, "are there only by it"),
            count(self.relevelled, "are of another level"),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

fn title(findings: &[Finding]) -> String {
    let count = |level: Level| findings.iter().filter(|finding| finding.level == level).count();
    let parts: Vec<String> = [Level::Error, Level::Warning, Level::Hint]
        .into_iter()
        .filter_map(|level| match count(level) {
            0 => None,
            1 => Some(format!("1 {}", level.name())),
            number => Some(format!("{number} {}s", level.name())),
        })
        .collect();
    if parts.is_empty() { "Nothing found".to_owned() } else { parts.join(", ") }
}

fn heading(paper: &mut Paper<'_>, level: Level) {
    let (role, words) = match level {
        Level::Error => (Role::Error, "Errors: the build or the container breaks"),
        Level::Warning => (Role::Warning, "Warnings: it costs or endangers"),
        Level::Hint => (Role::Hint, "Hints: worth knowing"),
    };
    paper.words(role, words, &Prefix::default());
}

fn write_finding(paper: &mut Paper<'_>, context: &Context<'_>, finding: &Finding, is_chosen: bool) {
    let role = if is_chosen { Role::BorderActive } else { Role::Text };
    let bar = (if is_chosen { "▌ " } else { "  " }.to_owned(), paper.role(role));
    let line = context.file.source.line_at(finding.span.start);
    let head = vec![
        bar.clone(),
        (format!("{line:>3}  "), paper.role(Role::LineNumber)),
        (finding.rule.slug.to_owned(), paper.role(Role::Strong)),
        (format!(" · {}", finding.rule.category.name()), paper.role(Role::Muted)),
    ];
    paper.row(head);
    if !is_chosen {
        return;
    }
    let prefix = Prefix { first: vec![bar.clone()], rest: vec![bar] };
    paper.text(&Text::from(shown(&finding.message)), &prefix);
    if let Some(what) = &finding.depends_on {
        paper.words(Role::Muted, &format!("It depends on {}.", shown(what)), &prefix);
    }
    if let Some(fix) = &finding.fix {
        let (role, how) = match fix.safety {
            Safety::Safe => (Role::Good, "Fix, safe"),
            Safety::Unsafe => (Role::Warning, "Fix, to be looked at first"),
        };
        paper.words(role, &format!("{how}: {}", shown(&fix.title)), &prefix);
    }
}

/// Safe for a terminal, without secrets.
fn shown(text: &str) -> String {
    safe_line(&mask_text(text)).into_owned()
}

/// The fix as a diff.
fn write_diff(paper: &mut Paper<'_>, context: &Context<'_>, finding: &Finding) {
    let before = context.file.source.text();
    let fixed = fix::apply(before, [finding], Safety::Unsafe).text;
    let diff = unified(Names::of("Dockerfile"), &mask_text(before), &mask_text(&fixed));
    let body: String = diff.lines().skip(3).map(|line| format!("{line}\n")).collect();
    paper.blocks(&[Block::code("diff", body)], &Prefix::indent(2), None);
}

/// Asks whether the fix is to be written; gives the first and the last row of it.
fn write_question(paper: &mut Paper<'_>, context: &Context<'_>, safety: Safety) -> (usize, usize) {
    let name = context.own_path.and_then(std::path::Path::file_name).unwrap_or_default();
    let name = safe_line(&name.to_string_lossy()).into_owned();
    let more = match safety {
        Safety::Safe => "It changes nothing but what the finding is about.",
        Safety::Unsafe => "It can change more than the finding is about: read the lines first.",
    };
    paper.blank();
    let first = paper.rows.len();
    paper.words(Role::Strong, &format!("Write this into {name}?"), &Prefix::indent(2));
    paper.words(Role::Text, more, &Prefix::indent(2));
    let (yes, no) = (key_of(Action::Yes), key_of(Action::No));
    let buttons =
        [(&*yes, "write it", Target::Do(Action::Yes)), (&*no, "leave it", Target::Do(Action::No))];
    paper.buttons(&buttons, 2);
    (first, paper.rows.len() - 1)
}

/// The page of a check.
pub(super) fn write_rule_page(paper: &mut Paper<'_>, rule: &Rule) {
    let mut blocks = page::blocks(rule.page);
    if let Some(Block { kind: BlockKind::Heading { .. }, .. }) = blocks.first() {
        blocks.remove(0);
    }
    paper.words(Role::Strong, rule.title(), &Prefix::indent(2));
    paper.blank();
    paper.blocks(&blocks, &Prefix::indent(2), None);
    paper.blank();
}
