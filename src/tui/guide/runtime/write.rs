//! The rows of the Runtime view.

use std::collections::BTreeSet;

use ratatui::layout::Size;
use ratatui::style::Style;

use super::RuntimeView;
use crate::doc::Text;
use crate::explain::runtime::{Answer, assumed};
use crate::source::safe_line;
use crate::tui::guide::Context;
use crate::tui::guide::rows::{Paper, Prefix, Row, Target};
use crate::tui::theme::Role;

/// Below this width an answer stands under its question, not beside it.
const BESIDE: usize = 50;

/// The columns of a question beside its answer.
const QUESTION: usize = 13;

impl RuntimeView {
    pub(super) fn write(&mut self, size: Size, context: &Context<'_>) -> Vec<Row> {
        let folds = |_| BTreeSet::new();
        let mut paper = Paper::new(usize::from(size.width), context, &folds);
        self.rows = None;
        match &self.answers {
            None => {
                let words = "What starts in a container is being worked out.";
                paper.words(Role::Muted, words, &Prefix::default());
            }
            Some(Err(reason)) => {
                let words = format!("Nothing starts: {}.", safe_line(reason));
                paper.words(Role::Warning, &words, &Prefix::default());
            }
            Some(Ok(answers)) => {
                let mut rows = None;
                title(&mut paper, context);
                for (place, answer) in answers.iter().enumerate() {
                    let is_chosen = place == self.chosen;
                    if !answer.question.is_empty() {
                        paper.blank();
                    }
                    let first = paper.rows.len();
                    write_answer(&mut paper, context, answer, is_chosen);
                    let last = paper.rows.len();
                    paper.aim(first..last, &Target::Answer(place));
                    if is_chosen {
                        rows = Some((first, last.saturating_sub(1)));
                    }
                }
                self.rows = rows;
                if let Some(note) = assumed(answers) {
                    paper.blank();
                    paper.words(Role::Muted, &note, &Prefix::default());
                }
            }
        }
        paper.rows
    }
}

fn title(paper: &mut Paper<'_>, context: &Context<'_>) {
    let target = context.choices.target.as_deref();
    let words = match target {
        Some(target) => format!("What starts in a container of {}", safe_line(target)),
        None => "What starts in a container".to_owned(),
    };
    paper.words(Role::Heading, &words, &Prefix::default());
    if context.analysis.is_some_and(|analysis| analysis.refusal.is_some()) {
        let words = "BuildKit refuses this file. This is what the rest of it would start without \
                     the lines that are marked.";
        paper.words(Role::Warning, words, &Prefix::default());
    }
}

fn write_answer(paper: &mut Paper<'_>, context: &Context<'_>, answer: &Answer, is_chosen: bool) {
    let bar = |paper: &Paper<'_>| {
        let role = if is_chosen { Role::BorderActive } else { Role::Text };
        (if is_chosen { "▌ " } else { "  " }.to_owned(), paper.role(role))
    };
    let is_beside = paper.width() >= BESIDE;
    let prefix = if is_beside {
        let question = format!("{:QUESTION$}", answer.question);
        let blanks = " ".repeat(QUESTION);
        Prefix {
            first: vec![bar(paper), (question, paper.role(Role::Strong))],
            rest: vec![bar(paper), (blanks, Style::new())],
        }
    } else {
        if !answer.question.is_empty() {
            let question = (answer.question.to_owned(), paper.role(Role::Strong));
            let pieces = vec![bar(paper), question];
            paper.row(pieces);
        }
        Prefix { first: vec![bar(paper)], rest: vec![bar(paper)] }
    };
    let below = Prefix { first: prefix.rest.clone(), rest: prefix.rest.clone() };
    if answer.is_unknown && answer.proof.is_empty() {
        paper.words(Role::Muted, &answer.text.words(), &prefix);
    } else {
        paper.text(&answer.text, &prefix);
    }
    // What decides stands beside what it decides; a remark may be about more.
    let rests = answer.rests_on(&context.file.source);
    if !rests.is_empty() {
        paper.text(&Text::new().muted(rests), &below);
    }
    if let Some(remark) = &answer.remark {
        paper.text(remark, &below);
    }
}
