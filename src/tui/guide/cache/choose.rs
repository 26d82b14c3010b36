//! Choosing a change: lists, the tree, and what is typed.

use super::mark::line_of;
use super::page::{Does, Facts, Offer, Page};
use super::typed::Typed;
use super::{CacheView, Spot};
use crate::cache::Ready;
use crate::context::Snapshot;
use crate::tui::Action;
use crate::tui::guide::{Context, Request, line};

impl CacheView {
    /// Works something out from what the lists are made of.
    pub(super) fn with_facts<T>(
        &self,
        context: &Context<'_>,
        work: impl FnOnce(&Facts<'_>) -> T,
    ) -> T {
        let changed = self.stack.file(context.file);
        let file = changed.as_ref().unwrap_or(context.file);
        let known = self.known.as_ref().filter(|known| known.generation == context.generation);
        work(&Facts { context, stack: &self.stack, file, known })
    }

    /// What is known of the files follows the folder and the text.
    pub(super) fn refresh_files(&mut self, context: &Context<'_>) {
        let Some(snapshot) = context.surroundings.snapshot() else {
            if matches!(self.page, Page::Files | Page::Path(_)) {
                self.leave_pages();
            }
            return;
        };
        self.files.refresh(snapshot, context);
        if self.page == Page::Files {
            self.files.fill(snapshot, context);
        }
    }

    /// The folder whose tree is shown.
    pub(super) fn shows_tree<'a>(&self, context: &Context<'a>) -> Option<&'a Snapshot> {
        let is_shown = self.page == Page::Files && self.typed.is_none();
        context.surroundings.snapshot().filter(|_| is_shown)
    }

    /// Back to the forecast.
    pub(super) fn leave_pages(&mut self) {
        self.page = Page::Start;
        self.typed = None;
        self.files.typing = false;
    }

    /// Opens a list.
    pub(super) fn open(&mut self, page: Page) -> Vec<Request> {
        self.page = page;
        self.spot = Spot::Change(0);
        self.sheet.rewind();
        self.laid_out = None;
        vec![Request::TakeKeys]
    }

    /// To the list that this one was opened from, with the cursor where it was.
    pub(super) fn go_back(&mut self, context: &Context<'_>) -> Vec<Request> {
        if self.page == Page::Start {
            return Vec::new();
        }
        let above = self.page.above();
        let left = std::mem::replace(&mut self.page, above);
        self.offered = self.with_facts(context, |facts| self.page.offers(facts));
        let does = Does::Open(left);
        let place = self.offered.iter().position(|offer| offer.does == does);
        self.sheet.rewind();
        self.go_to(Spot::Change(place.unwrap_or_default()), context)
    }

    /// Does what the row under the cursor is for; at a step, adds an edit of the selected line.
    pub(super) fn choose(&mut self, context: &Context<'_>) -> Vec<Request> {
        let chosen = match self.spot {
            Spot::Change(place) => self.offered.get(place).cloned(),
            // Without one there is nothing in the line to edit.
            Spot::Step(_) => {
                self.with_facts(context, |facts| facts.edit_of_selection().map(Offer::from))
            }
        };
        match chosen {
            Some(Offer { does: Does::Add(ready), .. }) => self.add(ready),
            Some(Offer { does: Does::Open(page), .. }) => {
                let selected = line_of(context.selected, context.file);
                let selected = selected.map(|line| Does::Open(Page::Line(line)));
                let is_lines = page == Page::Lines;
                let requests = self.open(page);
                if let (true, Some(selected)) = (is_lines, selected) {
                    self.offered = self.with_facts(context, |facts| self.page.offers(facts));
                    let place = self.offered.iter().position(|offer| offer.does == selected);
                    self.spot = Spot::Change(place.unwrap_or_default());
                }
                requests
            }
            Some(Offer { does: Does::Ask(ask), .. }) => {
                self.typed = Some(self.with_facts(context, |facts| Typed::new(ask, facts)));
                self.sheet.rewind();
                vec![Request::TakeKeys]
            }
            None => vec![Request::Say("There is nothing to change here.".to_owned())],
        }
    }

    /// Adds a change, and shows the forecast.
    fn add(&mut self, ready: Ready) -> Vec<Request> {
        if self.stack.has(&ready.change) {
            return vec![Request::Say(format!("{} is among the changes already.", ready.words))];
        }
        self.stack.changes.push(ready);
        self.prediction.begin_anew();
        self.leave_pages();
        self.files.show_all();
        self.spot = Spot::Change(0);
        self.is_new = true;
        self.sheet.rewind();
        Vec::new()
    }

    /// Does what is asked for while a change is typed.
    pub(super) fn type_change(&mut self, action: Action, context: &Context<'_>) -> Vec<Request> {
        let Some(typed) = &mut self.typed else { return Vec::new() };
        if line::edit(&mut typed.field, action) {
            typed.wrong = None;
            return Vec::new();
        }
        match action {
            Action::Close => {
                self.typed = None;
                Vec::new()
            }
            Action::Submit => {
                let typed = typed.clone();
                let text = typed.field.text();
                let change = self.with_facts(context, |facts| typed.ask.change(text, facts));
                match change {
                    Ok(ready) => self.add(ready),
                    Err(wrong) => {
                        self.typed = Some(Typed { wrong: Some(wrong), ..typed });
                        Vec::new()
                    }
                }
            }
            _ => Vec::new(),
        }
    }

    /// Does what is asked for while the tree is shown.
    pub(super) fn in_tree(
        &mut self,
        action: Action,
        snapshot: &Snapshot,
        context: &Context<'_>,
    ) -> Vec<Request> {
        self.laid_out = None;
        // Keys can come faster than they are drawn; each acts on what the last one left.
        self.refresh_files(context);
        let was_typing = self.files.typing;
        if was_typing && action != Action::Submit {
            self.files.type_into(action, snapshot);
            return Vec::new();
        }
        self.files.typing = false;
        match action {
            Action::Find => {
                self.files.typing = true;
                return vec![Request::TakeKeys];
            }
            Action::Close if !self.files.find.text().is_empty() => self.files.show_all(),
            Action::Close => return self.go_back(context),
            Action::Rescan => return vec![Request::Rescan],
            Action::Submit if snapshot.children(self.files.tree.at()).next().is_some() => {
                if !was_typing {
                    self.files.tree.toggle(snapshot);
                }
            }
            Action::Submit | Action::Mark => {
                return self.open(Page::Path(snapshot.path(self.files.tree.at())));
            }
            action => self.files.tree.act(action, snapshot),
        }
        Vec::new()
    }
}
