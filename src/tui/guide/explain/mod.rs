//! The Explain view: the selected instruction, then token by token.
//!
//! ```text
//! RUN · lines 4 to 6                      which instruction
//! RUN apt-get update \                    its text; a click or h and l choose a token
//!     && apt-get install -y curl
//!
//! h ‹ 3 of 9 · package › l                the token, when one is chosen
//! curl: fetches files over HTTP …
//!
//! Runs a command in a shell …             the whole instruction
//! Enter lesson: …                         lessons that treat it
//! ```

mod strip;
mod subject;
mod write;

use ratatui::layout::{Position, Size};

use crate::explain::{Index, TokenExplanation};
use crate::lesson::Course;
use crate::source::LineNumber;
use crate::tui::Action;
use crate::tui::theme::Palette;

use super::rows::Target;
use super::sheet::Sheet;
use super::{Context, Highlights, Request};
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
    pub sheet: Sheet,
    /// The selection changed since the view was last shown.
    stale: bool,
    laid_out: Option<(Size, Palette, bool)>,
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
        }
        let before = self.subject.as_ref().map(|it| it.place);
        self.subject = place.and_then(|place| Subject::at(context.file, &self.index.1, place));
        if before != place {
            self.token = None;
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
        Highlights { token, ..Highlights::default() }
    }

    /// Does what the reader asks for.
    pub(super) fn update(
        &mut self,
        action: Action,
        context: &Context<'_>,
        course: &Course,
    ) -> Vec<Request> {
        match action {
            Action::TokenNext | Action::Right => self.step_token(1),
            Action::TokenPrevious | Action::Left => self.step_token(-1),
            Action::InstructionNext => self.step(1, context),
            Action::InstructionPrevious => self.step(-1, context),
            Action::Down => self.step_instruction(1, context),
            Action::Up => self.step_instruction(-1, context),
            Action::Close => self.choose(None),
            Action::Submit => match self.lessons(course).first() {
                Some((id, _)) => vec![Request::OpenLesson(id.clone())],
                None => Vec::new(),
            },
            Action::Reveal if self.sheet.has_more() => self.scroll(Action::PageDown),
            Action::Reveal => self.step_instruction(1, context),
            action => self.scroll(action),
        }
    }

    fn scroll(&mut self, action: Action) -> Vec<Request> {
        self.sheet.act(action);
        Vec::new()
    }

    /// Does what a click asks for.
    pub(super) fn click(&mut self, at: Position) -> Vec<Request> {
        match self.sheet.target_at(at).cloned() {
            Some(Target::Token(token)) => self.choose(token),
            Some(Target::Lesson(id)) => vec![Request::OpenLesson(id)],
            Some(Target::Proof(span)) => vec![Request::Reveal(span)],
            _ => Vec::new(),
        }
    }

    /// To the instruction, directive or comment beside.
    fn step(&mut self, by: i64, context: &Context<'_>) -> Vec<Request> {
        let place = self.subject.as_ref().and_then(|subject| subject.beside(context.file, by));
        self.go_to(place, by, context)
    }

    /// To the next instruction (`1`), or the one before (`-1`).
    fn step_instruction(&mut self, by: i64, context: &Context<'_>) -> Vec<Request> {
        let subject = self.subject.as_ref();
        let id = subject.and_then(|subject| subject.instruction_beside(context.file, by));
        self.go_to(id.map(Place::Instruction), by, context)
    }

    fn go_to(&mut self, place: Option<Place>, by: i64, context: &Context<'_>) -> Vec<Request> {
        match place {
            Some(Place::Instruction(id)) => {
                self.line = None;
                self.take(place, context);
                vec![Request::Select(id)]
            }
            Some(Place::Line(line)) => {
                self.line = Some(line);
                self.take(place, context);
                vec![Request::Reveal(context.file.source.line_span(line))]
            }
            None if by < 0 => vec![Request::Say("Nothing is above this.".to_owned())],
            None => vec![Request::Say("Nothing is below this.".to_owned())],
        }
    }

    /// From the whole instruction to its first token, and so on; back the same way.
    fn step_token(&mut self, by: isize) -> Vec<Request> {
        let count = self.subject.as_ref().map_or(0, |it| it.tokens.len());
        let next = match (self.token, by > 0) {
            (None, true) if count > 0 => Some(0),
            (None, _) | (Some(0), false) => None,
            (Some(token), true) => Some((token + 1).min(count.saturating_sub(1))),
            (Some(token), false) => Some(token - 1),
        };
        self.choose(next)
    }

    fn choose(&mut self, token: Option<usize>) -> Vec<Request> {
        if token != self.token {
            self.token = token;
            self.laid_out = None;
            self.sheet.rewind();
        }
        self.current().map(|token| Request::Reveal(token.span)).into_iter().collect()
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
        if self.laid_out != Some(key) {
            let rows = self.write(size, context, course);
            self.sheet.set(rows, size);
            self.laid_out = Some(key);
        }
    }
}
