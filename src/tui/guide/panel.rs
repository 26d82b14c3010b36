//! What a view that follows from the analysis is to the guide.

use ratatui::layout::{Position, Size};

use super::sheet::Sheet;
use super::{Context, Highlights, Request};
use crate::dockerfile::InstructionId;
use crate::tui::Action;
use crate::tui::keymap::Where;

/// A view of the guide beside the lesson and the explanation.
///
/// While [`Context::analysis`] is `None`, what is laid out stays as it is; a
/// view that has nothing yet says that it is being worked out.
pub(super) trait Panel {
    /// Something that it shows changed: the file, what follows from it, or the selection.
    fn forget(&mut self);

    /// Lays out, where size, theme or content changed since the last call.
    fn fit(&mut self, size: Size, context: &Context<'_>);

    /// The rows with their window.
    fn sheet(&self) -> &Sheet;

    /// The same, to be scrolled.
    fn sheet_mut(&mut self) -> &mut Sheet;

    /// Which special key places are in force, the most special first.
    fn places(&self) -> Vec<Where>;

    /// Does what the reader asks for: its own actions, and movement.
    fn update(&mut self, action: Action, context: &Context<'_>) -> Vec<Request> {
        let _ = context;
        self.sheet_mut().act(action);
        Vec::new()
    }

    /// A click, relative to the upper left corner.
    fn click(&mut self, at: Position, context: &Context<'_>) -> Vec<Request> {
        let _ = (at, context);
        Vec::new()
    }

    /// An instruction of the file pane was clicked, where lines can be marked.
    fn mark_at(&mut self, id: InstructionId, context: &Context<'_>) -> Vec<Request> {
        let _ = (id, context);
        Vec::new()
    }

    /// The wheel: positive rows go down.
    fn scroll(&mut self, rows: i32) {
        self.sheet_mut().scroll_by(i64::from(rows));
    }

    /// What to mark in the file pane.
    fn highlights(&self) -> Highlights {
        Highlights::default()
    }

    /// Whether letters go into a field of the view.
    fn typing(&self) -> bool {
        false
    }

    /// Types text into that field.
    fn paste(&mut self, text: &str, context: &Context<'_>) {
        let _ = (text, context);
    }

    /// What `y` copies.
    fn copy(&self, context: &Context<'_>) -> Option<String> {
        let _ = context;
        None
    }
}
