//! What starts in a container.

use ratatui::layout::Size;

use super::Context;
use super::panel::Panel;
use super::rows::{Paper, Prefix};
use super::sheet::Sheet;
use crate::tui::keymap::Where;
use crate::tui::theme::{Palette, Role};

/// The view.
#[derive(Debug, Default)]
pub(super) struct RuntimeView {
    sheet: Sheet,
    laid_out: Option<(Size, Palette)>,
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
        let mut paper = Paper::new(usize::from(size.width), context, &|_| Default::default());
        paper.words(Role::Heading, "What starts in a container", &Prefix::default());
        self.sheet.set(paper.rows, size);
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
}
