//! The page of a package, an image, a command or a variable.
//!
//! ```text
//! Esc back to RUN, line 6
//!
//! curl · package of the distribution
//!
//!   It is curl, which fetches files …
//!
//!   In this file
//! ▌ Line 7: apt-get install -y curl       the selected place; Enter goes there
//!   Line 19: apk add curl
//! ```

use super::sentence::Sentences;
use super::{Context, ExplainView, Place, Request, Wanted};
use crate::doc::{BlockKind, Document};
use crate::explain::{self, Thing};
use crate::source::{Span, safe_line};
use crate::tui::Action;
use crate::tui::guide::key_while_typing;
use crate::tui::guide::rows::{Paper, Prefix, Target};

/// A page that is open.
#[derive(Debug)]
pub(super) struct OpenPage {
    pub(super) document: Document,
    /// The rows that were scrolled away before it was opened.
    scroll: usize,
    /// The sentence that was selected before.
    sentence: Option<usize>,
}

impl ExplainView {
    /// Opens the page of a thing.
    pub(super) fn open_page(&mut self, thing: Thing, context: &Context<'_>) -> Vec<Request> {
        let document = explain::page(context.file, &self.index.1, context.analysis, &thing);
        let (scroll, sentence) = (self.sheet.top(), self.sentence.take());
        self.page = Some(OpenPage { document, scroll, sentence });
        self.laid_out = None;
        self.sheet.rewind();
        Vec::new()
    }

    /// Opens the page of the chosen token.
    pub(super) fn open_page_of_token(&mut self, context: &Context<'_>) -> Vec<Request> {
        let subject = self.subject.as_ref();
        match self.token.and_then(|token| subject?.thing(token)).cloned() {
            Some(thing) => self.open_page(thing, context),
            None => Vec::new(),
        }
    }

    /// Goes back to where the reader was.
    pub(super) fn close_page(&mut self) -> Vec<Request> {
        if let Some(page) = self.page.take() {
            self.sentence = page.sentence;
            self.laid_out = None;
            self.wanted = Some(Wanted::Scroll(page.scroll));
        }
        Vec::new()
    }

    /// Does what the reader asks for while a page is open.
    pub(super) fn update_page(&mut self, action: Action, context: &Context<'_>) -> Vec<Request> {
        match action {
            Action::Close => self.close_page(),
            Action::Submit if self.sentence.is_some() => self.go_to_place(context),
            Action::Submit => self.close_page(),
            Action::Reveal => self.scroll(Action::PageDown),
            action => self.scroll(action),
        }
    }

    /// Goes to the selected place of the file, and chooses the word there.
    pub(super) fn go_to_place(&mut self, context: &Context<'_>) -> Vec<Request> {
        let Some(span) = self.proof().first().copied() else { return Vec::new() };
        self.point_at(span.start, context);
        self.wanted = None;
        self.sheet.rewind();
        match self.subject.as_ref().map(|it| it.place) {
            Some(Place::Instruction(id)) => {
                vec![Request::Select(id), Request::Reveal(span)]
            }
            _ => vec![Request::Reveal(span)],
        }
    }

    /// Writes the page.
    pub(super) fn write_page(&self, paper: &mut Paper<'_>, page: &OpenPage) -> Sentences {
        let subject = self.subject.as_ref();
        let back = subject.map_or("back".to_owned(), |subject| {
            format!("back to {}, line {}", safe_line(&subject.title), subject.lines.first)
        });
        paper.buttons(&[(&key_while_typing(Action::Close), &back, Target::Back)], 0);
        let own = Span::empty(0);
        let mut places = Sentences::new(self.sentence, own);
        for block in &page.document.blocks {
            // Places in the file stand close together.
            if block.proof.is_empty() {
                paper.blank();
                let indent =
                    usize::from(!matches!(block.kind, BlockKind::Heading { level: 2, .. }));
                paper.blocks(std::slice::from_ref(block), &Prefix::indent(2 * indent), None);
                if matches!(block.kind, BlockKind::Heading { level: 3, .. }) {
                    while paper.rows.last().is_some_and(|row| row.pieces.is_empty()) {
                        paper.rows.pop();
                    }
                }
            } else {
                places.write(paper, block.proof.clone(), |paper, prefix| {
                    paper.blocks(std::slice::from_ref(block), prefix, None)
                });
            }
        }
        places
    }
}
