//! The Explain view: the selected instruction, then token by token.
//!
//! ```text
//! RUN · lines 4 to 6                      which instruction
//!   RUN apt-get update \                  its text; a click or h and l choose a token
//!       && apt-get install -y curl
//!   │      └─ command: Installs …         where there is room: what its words are
//!   └─ instruction: …
//!
//!   h ‹ 3 of 9 · package › l              the token, when one is chosen
//!   curl: fetches files over HTTP …
//!
//!   Runs a command in a shell …           the whole instruction
//! ▌ It finds the user root (line 2) …     the selected sentence: its proof is marked
//!                                         in the file
//!   ▸    apt-get update                   the commands of a RUN, to be unfolded
//!   ▾ && apt-get install -y curl
//!
//! Enter lesson: …                         lessons that treat it
//! ```
//!
//! Enter opens the page of a package, an image, a command or a variable in place of all that.

mod anatomy;
mod outline;
mod page;
mod sentence;
mod strip;
mod subject;
mod walk;
mod write;

use std::collections::BTreeSet;

use ratatui::layout::{Position, Size};

use crate::doc::markdown;
use crate::explain::{self, Depth, Index, TokenExplanation};
use crate::lesson::Course;
use crate::source::LineNumber;
use crate::tui::Action;
use crate::tui::keymap::Where;
use crate::tui::theme::Palette;

use super::rows::Target;
use super::sheet::Sheet;
use super::{Context, Highlights, Request};
use page::OpenPage;
use sentence::Sentence;
use subject::{Place, Subject};

/// The Explain view.
#[derive(Debug, Default)]
pub(super) struct ExplainView {
    subject: Option<Subject>,
    /// Of the text in the file pane that has this generation.
    index: (u64, Index),
    /// A directive or a comment is explained instead of the selected instruction.
    line: Option<LineNumber>,
    token: Option<usize>,
    /// The commands of a RUN whose words are shown.
    unfolded: BTreeSet<usize>,
    /// The sentences as they are laid out.
    sentences: Vec<Sentence>,
    /// The selected one.
    sentence: Option<usize>,
    /// What is shown instead of the instruction.
    page: Option<OpenPage>,
    pub sheet: Sheet,
    /// What is to be brought into view.
    wanted: Option<Wanted>,
    /// The selection changed since the view was last shown.
    stale: bool,
    laid_out: Option<(Size, Palette, bool)>,
}

/// What is to be brought into view at the next layout.
#[derive(Clone, Copy, Debug)]
enum Wanted {
    /// A sentence.
    Sentence(usize),
    /// A command of a RUN.
    Part(usize),
    /// What was in view when so many rows were scrolled away.
    Scroll(usize),
}

impl ExplainView {
    /// Another instruction is selected, or another text is shown; explained
    /// when the view is next laid out, because the reader may never look.
    pub(super) fn forget(&mut self) {
        self.stale = true;
    }

    /// The rows are laid out anew when they are next looked at.
    pub(super) fn lay_out_again(&mut self) {
        self.laid_out = None;
    }

    /// Explains what is selected now. The token stays when the instruction
    /// is still the same after a save, as far as it has that many tokens.
    fn refresh(&mut self, context: &Context<'_>) {
        self.stale = false;
        self.line = None;
        let place = context.selected.map(Place::Instruction);
        self.take(place, context);
    }

    fn take(&mut self, place: Option<Place>, context: &Context<'_>) {
        self.laid_out = None;
        if self.index.0 != context.generation {
            self.index = (context.generation, Index::knowing(context.knowledge));
            self.page = None;
        }
        let before = self.subject.as_ref().map(|it| it.place);
        self.subject = place.and_then(|place| Subject::at(context.file, &self.index.1, place));
        self.sentence = None;
        if before != place {
            self.page = None;
            self.token = None;
            self.unfolded.clear();
            self.sheet.rewind();
        }
        let count = self.subject.as_ref().map_or(0, |it| it.tokens.len());
        self.token = self.token.filter(|token| *token < count);
    }

    /// The chosen token.
    fn current(&self) -> Option<&TokenExplanation> {
        self.subject.as_ref()?.tokens.get(self.token?)
    }

    /// What is marked in the file.
    pub(super) fn highlights(&self) -> Highlights {
        let line = self.subject.as_ref().filter(|_| self.line.is_some()).map(|it| it.span);
        let token = self.current().map(|token| token.span).or(line);
        Highlights { line: self.line, token, proof: self.proof(), ..Highlights::default() }
    }

    /// Which special key places are in force.
    pub(super) fn places(&self) -> Vec<Where> {
        vec![if self.page.is_some() { Where::Page } else { Where::Explain }]
    }

    /// Does what the reader asks for.
    pub(super) fn update(
        &mut self,
        action: Action,
        context: &Context<'_>,
        course: &Course,
    ) -> Vec<Request> {
        match action {
            Action::SentenceNext => return self.step_sentence(1),
            Action::SentencePrevious => return self.step_sentence(-1),
            _ if self.page.is_some() => return self.update_page(action, context),
            _ => {}
        }
        match action {
            Action::TokenNext | Action::Right => self.step_token(1),
            Action::TokenPrevious | Action::Left => self.step_token(-1),
            Action::PartNext => self.step_part(1),
            Action::PartPrevious => self.step_part(-1),
            Action::ToggleFold => self.toggle_fold(),
            Action::ToggleFolds => self.toggle_folds(),
            Action::InstructionNext => self.step(1, context),
            Action::InstructionPrevious => self.step(-1, context),
            Action::Down => self.step_instruction(1, context),
            Action::Up => self.step_instruction(-1, context),
            Action::Close => self.close(),
            Action::Submit => self.open(context, course),
            Action::Reveal if self.sheet.has_more() => self.scroll(Action::PageDown),
            Action::Reveal => self.step_instruction(1, context),
            action => self.scroll(action),
        }
    }

    fn scroll(&mut self, action: Action) -> Vec<Request> {
        self.sheet.act(action);
        Vec::new()
    }

    /// Lets go of the sentence, then of the token.
    fn close(&mut self) -> Vec<Request> {
        match self.sentence {
            Some(_) => self.select_sentence(None),
            None => self.choose(None),
        }
    }

    /// Opens what stands under the cursor: the proof of a sentence, the page of a word, a
    /// folded command, a lesson.
    fn open(&mut self, context: &Context<'_>, course: &Course) -> Vec<Request> {
        if self.sentence.is_some() {
            return self.go_to_proof(context);
        }
        if let Some(token) = self.token {
            return match self.subject.as_ref().and_then(|it| it.thing(token)).cloned() {
                Some(thing) => self.open_page(thing, context),
                None if self.part_of(token).is_some() => self.toggle_fold(),
                None => vec![Request::Say("This word has no page of its own.".to_owned())],
            };
        }
        match self.lessons(course).first() {
            Some((id, _)) => vec![Request::OpenLesson(id.clone())],
            None => Vec::new(),
        }
    }

    /// Does what a click asks for.
    pub(super) fn click(&mut self, at: Position, context: &Context<'_>) -> Vec<Request> {
        match self.sheet.target_at(at).cloned() {
            // A second click on a word is as Enter.
            Some(Target::Token(Some(token))) if self.token == Some(token) => {
                match self.subject.as_ref().and_then(|it| it.thing(token)).cloned() {
                    Some(thing) => self.open_page(thing, context),
                    None => Vec::new(),
                }
            }
            Some(Target::Token(token)) => self.choose(token),
            Some(Target::Lesson(id)) => vec![Request::OpenLesson(id)],
            Some(Target::Sentence(place)) if self.sentence == Some(place) => {
                self.go_to_proof(context)
            }
            Some(Target::Sentence(place)) => self.select_sentence(Some(place)),
            Some(Target::Part(part)) => self.toggle_part(part),
            Some(Target::Page) => self.open_page_of_token(context),
            Some(Target::Back) => self.close_page(),
            _ => Vec::new(),
        }
    }

    /// A place of the file was clicked: its word is chosen.
    pub(super) fn point_at(&mut self, offset: u32, context: &Context<'_>) -> Vec<Request> {
        let line = context.file.source.line_at(offset);
        let place = match explain::instruction_at(context.file, line) {
            Some(id) => Place::Instruction(id),
            None => Place::Line(line),
        };
        let is_new = self.stale || self.subject.as_ref().map(|it| it.place) != Some(place);
        if is_new {
            self.stale = false;
            self.line = match place {
                Place::Line(line) => Some(line),
                Place::Instruction(_) => None,
            };
            self.take(Some(place), context);
        }
        self.close_page();
        let tokens = self.subject.as_ref().map_or(&[][..], |it| &it.tokens);
        let token = tokens.iter().position(|token| token.span.contains(offset));
        self.choose(token);
        Vec::new()
    }

    /// What `y` copies: the explanation, or the open page, as Markdown. Secrets are masked.
    pub(super) fn copy(&self, context: &Context<'_>) -> Option<String> {
        if let Some(page) = &self.page {
            return Some(markdown::write(&page.document));
        }
        let subject = self.subject.as_ref()?;
        let line = subject.lines.first;
        let document =
            explain::document_of_line(context.file, context.knowledge, line, Depth::Full);
        Some(markdown::write(&document))
    }

    /// The lessons that treat the instruction and exist: id and title.
    fn lessons(&self, course: &Course) -> Vec<(String, String)> {
        let ids = self.subject.iter().flat_map(|it| &it.lessons);
        let entries = ids.filter_map(|id| course.find(id));
        entries.map(|entry| (entry.id.clone(), entry.title().to_owned())).collect()
    }

    /// Lays out where size, theme or content changed.
    pub(super) fn fit(&mut self, size: Size, context: &Context<'_>, course: &Course) {
        if self.stale {
            self.refresh(context);
        }
        let key = (size, context.theme.palette, context.mask_secrets);
        let mut parts = Vec::new();
        if self.laid_out != Some(key) {
            let written = self.write(size, context, course);
            self.sheet.set(written.rows, size);
            self.sentences = written.sentences;
            self.laid_out = Some(key);
            parts = written.parts;
        }
        let rows = match self.wanted.take() {
            Some(Wanted::Sentence(place)) => self.sentences.get(place).map(Sentence::rows),
            Some(Wanted::Part(place)) => parts.get(place).copied(),
            Some(Wanted::Scroll(rows)) => {
                self.sheet.rewind();
                self.sheet.scroll_by(rows as i64);
                None
            }
            None => None,
        };
        if let Some((first, last)) = rows {
            self.sheet.show(first, last);
        }
    }
}
