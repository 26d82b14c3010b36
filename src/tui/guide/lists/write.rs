//! The rows of the check lists and of the decisions.

use std::collections::BTreeSet;

use ratatui::layout::Size;

use super::{Content, ListsView, PAGES};
use crate::audit::decide::{self, Answer, Asked, Decision, Outcome};
use crate::audit::{self, Judged, List, Verdict};
use crate::doc::{Block, Text};
use crate::source::safe_line;
use crate::tui::Action;
use crate::tui::guide::rows::{Paper, Prefix, Row, Target};
use crate::tui::guide::{Context, key_of};
use crate::tui::theme::Role;

impl ListsView {
    pub(super) fn write(&mut self, size: Size, context: &Context<'_>) -> Vec<Row> {
        let folds = |_| BTreeSet::new();
        let mut paper = Paper::new(usize::from(size.width), context, &folds);
        self.rows = None;
        self.rows = match &self.content {
            None => {
                paper.words(Role::Muted, "The file is being judged.", &Prefix::default());
                None
            }
            Some(Content::List(list, judged)) => self.write_list(&mut paper, context, list, judged),
            Some(Content::Decisions(decisions)) => {
                self.write_decisions(&mut paper, context, decisions)
            }
        };
        paper.rows
    }

    /// The title, which page this is, and how to come to the others.
    fn write_title(&self, paper: &mut Paper<'_>, title: &str, below: &str) {
        paper.words(Role::Heading, title, &Prefix::default());
        let keys = [Action::PreviousList, Action::NextList, Action::ToggleLists].map(key_of);
        let [before, next, findings] = keys;
        let words = format!(
            "List {} of {PAGES}: {before} and {next} for the others, {findings} for the findings. {below}",
            self.page + 1
        );
        paper.words(Role::Muted, words.trim_end(), &Prefix::default());
        paper.blank();
    }

    fn write_list(
        &self,
        paper: &mut Paper<'_>,
        context: &Context<'_>,
        list: &List,
        judged: &[Judged],
    ) -> Option<(usize, usize)> {
        self.write_title(paper, list.title, &format!("{}.", audit::sum(judged)));
        let mut rows = None;
        for (place, it) in judged.iter().enumerate() {
            let is_chosen = place == self.chosen;
            let first = paper.rows.len();
            write_item(paper, context, it, is_chosen);
            let last = paper.rows.len();
            paper.aim(first..last, &Target::Answer(place));
            if is_chosen {
                write_lesson(paper, it);
                rows = Some((first, paper.rows.len() - 1));
            }
        }
        rows
    }

    fn write_decisions(
        &self,
        paper: &mut Paper<'_>,
        context: &Context<'_>,
        decisions: &[Decision],
    ) -> Option<(usize, usize)> {
        let below = format!("{} answers the selected question.", key_of(Action::Mark));
        self.write_title(paper, "Decisions about this image", &below);
        let source = &context.file.source;
        let mut place = 0;
        let mut rows = None;
        for decision in decisions {
            let chosen = self.chosen.checked_sub(place).filter(|at| *at < decision.asked.len());
            paper.words(Role::Heading, decision.title, &Prefix::default());
            let today = safe_line(&decide::today(decision, source)).into_owned();
            paper
                .text(&Text::new().strong("Today:").plain(format!(" {today}")), &Prefix::indent(2));
            for (at, asked) in decision.asked.iter().enumerate() {
                let first = paper.rows.len();
                write_question(paper, context, asked, chosen == Some(at));
                paper.aim(first..paper.rows.len(), &Target::Answer(place + at));
                if chosen == Some(at) {
                    rows = Some((first, paper.rows.len() - 1));
                }
            }
            write_outcome(paper, decision);
            if chosen.is_some() && decision.is_open() {
                write_choices(paper, decision);
            }
            paper.blank();
            place += decision.asked.len();
        }
        rows
    }
}

/// The bar before what is selected.
fn bar(paper: &Paper<'_>, is_chosen: bool) -> (String, ratatui::style::Style) {
    match is_chosen {
        true => ("▌ ".to_owned(), paper.role(Role::BorderActive)),
        false => ("  ".to_owned(), paper.role(Role::Text)),
    }
}

fn role_of(verdict: Verdict) -> Role {
    match verdict {
        Verdict::Done => Role::Good,
        Verdict::NotDone => Role::Warning,
        Verdict::NotApplicable | Verdict::Silenced => Role::Muted,
        Verdict::Unknown => Role::Hint,
    }
}

fn write_item(paper: &mut Paper<'_>, context: &Context<'_>, it: &Judged, is_chosen: bool) {
    let verdict = it.judgement.verdict;
    let bar = bar(paper, is_chosen);
    let symbol = (format!("{} ", verdict.symbol()), paper.role(role_of(verdict)));
    let blank = ("  ".to_owned(), paper.role(Role::Text));
    let prefix =
        Prefix { first: vec![bar.clone(), symbol], rest: vec![bar.clone(), blank.clone()] };
    let says = match is_chosen {
        true => Text::new().strong(it.item.says).muted(format!(" · {}", verdict.name())),
        false => Text::new().plain(it.item.says),
    };
    paper.text(&says, &prefix);
    if !is_chosen {
        return;
    }
    let below = vec![bar, blank];
    let below = Prefix { first: below.clone(), rest: below };
    let (reason, lines) = it.why(&context.file.source);
    let text = Text::new().plain(safe_line(&reason));
    let text = match lines {
        Some(lines) => text.muted(format!(" ({lines})")),
        None => text,
    };
    paper.text(&text, &below);
    if verdict != Verdict::NotApplicable && !it.item.caution.is_empty() {
        paper.words(Role::Muted, it.item.caution, &below);
    }
}

/// The link to the lesson, below the selected item.
fn write_lesson(paper: &mut Paper<'_>, it: &Judged) {
    let key = key_of(Action::ReadLesson);
    let word = format!("open the lesson {}", it.item.lesson);
    paper.buttons(&[(&key, &word, Target::Lesson(it.item.lesson.to_owned()))], 4);
}

fn write_question(paper: &mut Paper<'_>, context: &Context<'_>, asked: &Asked, is_chosen: bool) {
    let bar = bar(paper, is_chosen);
    let (symbol, role) = match asked.answer {
        Answer::Open(_) => ("? ", Role::Hint),
        Answer::Given(_) => ("✓ ", Role::Good),
        Answer::Found { .. } => ("✓ ", Role::Muted),
    };
    let mark = (symbol.to_owned(), paper.role(role));
    let blank = ("  ".to_owned(), paper.role(Role::Text));
    let prefix = Prefix { first: vec![bar.clone(), mark], rest: vec![bar, blank] };
    let answer = safe_line(&asked.words(&context.file.source)).into_owned();
    let asks = format!("{} ", asked.question.asks);
    let text = match is_chosen {
        true => Text::new().strong(asks),
        false => Text::new().plain(asks),
    };
    paper.text(&text.emphasis(answer), &prefix);
}

fn write_outcome(paper: &mut Paper<'_>, decision: &Decision) {
    match &decision.outcome {
        Outcome::Chosen(chosen) => {
            let text = Text::new().strong("Recommended:").plain(" ");
            let text = decide::way(chosen).runs.into_iter().fold(text, Text::run);
            paper.text(&text, &Prefix::indent(2));
        }
        Outcome::Depends(ways) => {
            paper.text(&Text::new().strong("Recommended, as it depends:"), &Prefix::indent(2));
            paper.blocks(&[Block::bullets(ways.iter().map(decide::way))], &Prefix::indent(2), None);
        }
    }
}

/// What each way gives and costs, below the decision that is looked at.
fn write_choices(paper: &mut Paper<'_>, decision: &Decision) {
    let way = |choice: &decide::Choice| {
        let text = Text::new().strong(choice.name).plain(format!(". For it: {}. ", choice.gives));
        text.plain(format!("Against it: {}.", choice.costs))
    };
    paper.text(&Text::new().strong("The ways:"), &Prefix::indent(2));
    paper.blocks(&[Block::bullets(decision.choices.iter().map(way))], &Prefix::indent(2), None);
}
