//! The Runtime view: what starts in a container of the target.
//!
//! ```text
//! What starts in a container
//!
//! ▌ Who        app                            the selected answer: what
//!              line 19                        proves it is marked in the file
//!   Where      /app
//! ```

mod write;

use ratatui::layout::{Position, Size};

use super::exchange::instruction_at;
use super::panel::Panel;
use super::rows::Target;
use super::sheet::Sheet;
use super::{Context, Highlights, Request};
use crate::explain::runtime::{Answer, answers};
use crate::runtime::Runtime;
use crate::tui::Action;
use crate::tui::keymap::Where;
use crate::tui::theme::Palette;

/// The Runtime view.
#[derive(Debug, Default)]
pub(super) struct RuntimeView {
    /// The answers, or why there are none; `None` while they are worked out.
    answers: Option<Result<Vec<Answer>, String>>,
    /// The text that the answers are about.
    made_from: Option<u64>,
    /// The place of the selected answer.
    chosen: usize,
    sheet: Sheet,
    laid_out: Option<(Size, Palette)>,
    /// The rows of the selected answer, to be brought into view.
    rows: Option<(usize, usize)>,
}

impl RuntimeView {
    fn refresh(&mut self, context: &Context<'_>) {
        let Some(analysis) = context.analysis else {
            // Proofs are places of one text.
            if self.made_from != Some(context.generation) {
                self.answers = None;
            }
            return;
        };
        self.made_from = Some(context.generation);
        self.answers = Some(Runtime::of(analysis).map(|runtime| answers(&runtime)));
        self.chosen = self.chosen.min(self.list().len().saturating_sub(1));
    }

    fn list(&self) -> &[Answer] {
        match &self.answers {
            Some(Ok(answers)) => answers,
            _ => &[],
        }
    }

    /// Selects an answer, and shows in the file what proves it.
    fn select(&mut self, place: usize, context: &Context<'_>) -> Vec<Request> {
        self.chosen = place.min(self.list().len().saturating_sub(1));
        self.laid_out = None;
        let proof = self.list().get(self.chosen).and_then(|answer| answer.proof.last());
        let found = proof.and_then(|span| instruction_at(context, *span));
        found.map(Request::Select).into_iter().collect()
    }

    fn step(&mut self, by: isize, context: &Context<'_>) -> Vec<Request> {
        match self.chosen.checked_add_signed(by).filter(|next| *next < self.list().len()) {
            Some(next) => self.select(next, context),
            None => vec![Request::Say("There is no further answer.".to_owned())],
        }
    }
}

impl Panel for RuntimeView {
    fn forget(&mut self) {
        self.laid_out = None;
    }

    fn fit(&mut self, size: Size, context: &Context<'_>) {
        let key = (size, context.theme.palette);
        if self.laid_out == Some(key) {
            return;
        }
        self.refresh(context);
        let rows = self.write(size, context);
        self.sheet.set(rows, size);
        if let Some((first, last)) = self.rows {
            // The first answer is shown with the title above it.
            self.sheet.show(if self.chosen == 0 { 0 } else { first }, last);
        }
        self.laid_out = Some(key);
    }

    fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    fn sheet_mut(&mut self) -> &mut Sheet {
        &mut self.sheet
    }

    fn places(&self) -> Vec<Where> {
        Vec::new()
    }

    fn update(&mut self, action: Action, context: &Context<'_>) -> Vec<Request> {
        match action {
            Action::Down => self.step(1, context),
            Action::Up => self.step(-1, context),
            Action::Top => self.select(0, context),
            Action::Bottom => self.select(usize::MAX, context),
            action => {
                self.sheet.act(action);
                Vec::new()
            }
        }
    }

    fn click(&mut self, at: Position, context: &Context<'_>) -> Vec<Request> {
        match self.sheet.target_at(at).cloned() {
            Some(Target::Answer(place)) => self.select(place, context),
            _ => Vec::new(),
        }
    }

    fn highlights(&self) -> Highlights {
        let chosen = self.list().get(self.chosen);
        let focus = chosen.map(|answer| answer.proof.clone()).unwrap_or_default();
        Highlights { focus, ..Highlights::default() }
    }

    fn copy(&self, _context: &Context<'_>) -> Option<String> {
        let answers = self.list().iter();
        let text: String = answers
            .map(|answer| format!("{}: {}\n", answer.question, answer.text.words()))
            .collect();
        Some(text).filter(|text| !text.is_empty())
    }
}
