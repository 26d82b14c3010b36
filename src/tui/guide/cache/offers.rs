//! The rows of the lists that a change is chosen from, of the tree, and of what is typed.

use ratatui::layout::Size;
use ratatui::style::Style;

use super::page::{Does, Offer, Page};
use super::typed::Typed;
use super::write::{LOW, shown};
use super::{CacheView, Spot};
use crate::context::Snapshot;
use crate::source::safe_line;
use crate::tui::guide::rows::{Paper, Prefix, Row, Target};
use crate::tui::guide::{Context, key_of, key_while_typing, line};
use crate::tui::theme::Role;
use crate::tui::widget::cut;
use crate::tui::{Action, Surroundings};

impl CacheView {
    /// A list beside the start, with its heading.
    pub(super) fn write_page(&mut self, paper: &mut Paper<'_>, size: Size, context: &Context<'_>) {
        self.write_title(paper, context);
        if size.height >= LOW {
            let (choose, back) = (key_of(Action::Submit), key_of(Action::Close));
            let words = format!("{choose} chooses, {back} goes back.");
            paper.words(Role::Muted, &words, &Prefix::default());
            paper.blank();
        }
        if self.offered.is_empty() {
            let words = match self.page {
                Page::Path(_) => "It is not there any more.",
                _ => "There is nothing to choose here.",
            };
            paper.words(Role::Muted, words, &Prefix::default());
        }
        self.write_offers(paper, context);
    }

    fn write_title(&self, paper: &mut Paper<'_>, context: &Context<'_>) {
        let title = self.with_facts(context, |facts| self.page.title(facts));
        paper.words(Role::Heading, &shown(&title, context), &Prefix::default());
    }

    /// The tree of the context, exactly as many rows as there is room for, and
    /// whether it goes on above and below.
    pub(super) fn write_tree(
        &mut self,
        size: Size,
        snapshot: &Snapshot,
        context: &Context<'_>,
    ) -> (Vec<Row>, (bool, bool)) {
        let folds = |_| Default::default();
        let mut paper = Paper::new(usize::from(size.width), context, &folds);
        self.write_title(&mut paper, context);
        if size.height >= LOW {
            let keys = [Action::Submit, Action::Mark, Action::Find, Action::Close].map(key_of);
            let [open, choose, find, back] = keys;
            let words = format!(
                "{open} opens a folder and chooses a file, {choose} chooses a folder too, {find} \
                 finds by letters, {back} goes back. + is sent, − is left out, → names the \
                 lines that take it."
            );
            paper.words(Role::Muted, &words, &Prefix::default());
        }
        self.files.write_filter(&mut paper);
        if size.height >= LOW {
            paper.blank();
        }
        let mut rows = paper.rows;
        let height = size.height.saturating_sub(u16::try_from(rows.len()).unwrap_or(u16::MAX));
        rows.extend(self.files.rows(Size::new(size.width, height), snapshot, context));
        (rows, self.files.tree.hidden())
    }

    /// The rows that can be chosen.
    pub(super) fn write_offers(&mut self, paper: &mut Paper<'_>, context: &Context<'_>) {
        let first = paper.rows.len();
        for (place, offer) in self.offered.iter().enumerate() {
            let is_here = self.spot == Spot::Change(place);
            self.write_offer(paper, offer, is_here, context);
            let last = paper.rows.len() - 1;
            paper.rows[last].target = Some(Target::Option(place));
        }
        if let Spot::Change(place) = self.spot
            && !self.offered.is_empty()
        {
            // The first one is shown with what stands above it.
            let is_top = place == 0 && (self.stack.changes.is_empty() || self.page != Page::Start);
            self.rows = Some((if is_top { 0 } else { first + place }, first + place));
        }
    }

    fn write_offer(
        &self,
        paper: &mut Paper<'_>,
        offer: &Offer,
        is_here: bool,
        context: &Context<'_>,
    ) {
        let is_added = matches!(&offer.does, Does::Add(it) if self.stack.has(&it.change));
        let (mark, more) = match &offer.does {
            Does::Add(_) if is_added => ("✓ ", ""),
            Does::Add(_) => ("  ", ""),
            Does::Open(_) => ("▸ ", ""),
            Does::Ask(_) => ("  ", " …"),
        };
        let mark_look = if is_added { Role::Good } else { Role::Key };
        let room = paper.width().saturating_sub(3 + more.len());
        let words = cut(&shown(&offer.words, context), room);
        let more = if words.ends_with('…') { "" } else { more };
        let look = if is_added { Role::Muted } else { Role::Text };
        let bar = if is_here { "▌" } else { " " };
        let pieces = vec![
            (bar.to_owned(), paper.role(Role::BorderActive)),
            (mark.to_owned(), paper.role(mark_look)),
            (words, paper.role(look)),
            (more.to_owned(), paper.role(Role::Muted)),
        ];
        let fill = if is_here { paper.role(Role::Selected) } else { Style::new() };
        paper.row(pieces).fill = fill;
    }
}

/// What is asked, and what was typed so far.
pub(super) fn write_typed(paper: &mut Paper<'_>, typed: &Typed, context: &Context<'_>) {
    let question = shown(&typed.ask.question(), context);
    paper.words(Role::Heading, &question, &Prefix::default());
    let pieces = line::pieces(paper, &typed.field, true);
    paper.row(pieces);
    if let Some(wrong) = &typed.wrong {
        paper.words(Role::Warning, &shown(wrong, context), &Prefix::default());
    }
    paper.blank();
    let (add, back) = (key_while_typing(Action::Submit), key_while_typing(Action::Close));
    let words = format!("{add} adds the change, {back} goes back.");
    paper.words(Role::Muted, &words, &Prefix::default());
}

/// Why there are no files to change.
pub(super) fn write_absent(paper: &mut Paper<'_>, context: &Context<'_>) {
    let words = match context.surroundings {
        Surroundings::NoFolder if context.is_sample => {
            "This Dockerfile is a sample, and no files lie around it: there is none to edit, and \
             a COPY counts as if it took nothing."
                .to_owned()
        }
        Surroundings::NoFolder => {
            "No folder goes with this text: there is no file to edit, and a COPY counts as if it \
             took nothing. --context FOLDER names one."
                .to_owned()
        }
        Surroundings::Failed(reason) => {
            let key = key_of(Action::Rescan);
            format!(
                "The folder cannot be read, so that there is no file to edit: {}. {key} looks \
                 again.",
                safe_line(reason)
            )
        }
        Surroundings::Waiting
        | Surroundings::Known(_)
        | Surroundings::Named(_)
        | Surroundings::Example(_) => return,
    };
    paper.blank();
    paper.words(Role::Muted, &words, &Prefix::default());
}
