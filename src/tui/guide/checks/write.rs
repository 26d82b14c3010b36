//! The rows of the Checks view.

use std::collections::BTreeSet;

use ratatui::layout::Size;

use super::ChecksView;
use crate::checks::{Finding, Level, Safety, fix, page};
use crate::diff::{Names, unified};
use crate::doc::{Block, BlockKind, Text};
use crate::mask::mask_text;
use crate::source::safe_line;
use crate::tui::guide::Context;
use crate::tui::guide::rows::{Paper, Prefix, Row, Target};
use crate::tui::theme::Role;

impl ChecksView {
    pub(super) fn write(&mut self, size: Size, context: &Context<'_>) -> Vec<Row> {
        let folds = |_| BTreeSet::new();
        let mut paper = Paper::new(usize::from(size.width), context, &folds);
        self.rows = None;
        let Some(findings) = &self.findings else {
            paper.words(Role::Muted, "The file is being checked.", &Prefix::default());
            return paper.rows;
        };
        paper.words(Role::Heading, &title(findings), &Prefix::default());
        if findings.is_empty() {
            let words = "None of the checks finds anything. That is no promise: they know the \
                         usual mistakes, not what the program needs.";
            paper.words(Role::Muted, words, &Prefix::default());
        }
        let (mut rows, mut level) = (None, None);
        for (place, finding) in findings.iter().enumerate() {
            if level.replace(finding.level) != Some(finding.level) {
                paper.blank();
                heading(&mut paper, finding.level);
            }
            let is_chosen = place == self.chosen;
            let first = paper.rows.len();
            write_finding(&mut paper, context, finding, is_chosen);
            let last = paper.rows.len();
            paper.aim(first..last, &Target::Answer(place));
            if is_chosen && self.is_open {
                write_page(&mut paper, context, finding);
            }
            if is_chosen {
                rows = Some((first, last.saturating_sub(1)));
            }
        }
        self.rows = rows;
        paper.rows
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
        let how = match fix.safety {
            Safety::Safe => "",
            Safety::Unsafe => " (look at it before you take it)",
        };
        paper.words(Role::Good, &format!("Fix: {}{how}", shown(&fix.title)), &prefix);
    }
}

/// Safe for a terminal, without secrets.
fn shown(text: &str) -> String {
    safe_line(&mask_text(text)).into_owned()
}

/// The fix as a diff, then the page without its title.
fn write_page(paper: &mut Paper<'_>, context: &Context<'_>, finding: &Finding) {
    paper.blank();
    if finding.fix.is_some() {
        let before = context.file.source.text();
        let fixed = fix::apply(before, [finding], Safety::Unsafe).text;
        let diff = unified(Names::of("Dockerfile"), &mask_text(before), &mask_text(&fixed));
        let body: String = diff.lines().skip(3).map(|line| format!("{line}\n")).collect();
        paper.blocks(&[Block::code("diff", body)], &Prefix::indent(2), None);
        paper.blank();
    }
    let mut blocks = page::blocks(finding.rule.page);
    if let Some(Block { kind: BlockKind::Heading { .. }, .. }) = blocks.first() {
        blocks.remove(0);
    }
    paper.words(Role::Strong, finding.rule.title(), &Prefix::indent(2));
    paper.blank();
    paper.blocks(&blocks, &Prefix::indent(2), None);
    paper.blank();
}
