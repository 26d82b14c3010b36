//! What a reader sees of a lesson at a moment.

use super::{Focus, Item, Lesson};
use crate::doc::{Block, Text};
use crate::select::{Selector, World};

/// The part of a step that is shown now.
#[derive(Clone, Debug, Default)]
pub struct Visible<'a> {
    /// The items in order, conditions resolved; no `Pause` and no `Conditional` among them.
    pub items: Vec<&'a Item>,
    /// Whether a pause hides more.
    pub waiting: bool,
    /// The focus in force at the end of what is shown.
    pub focus: Option<&'a Focus>,
    /// Conditions that the file cannot decide, each with the reason; neither branch is shown.
    pub undecided: Vec<(&'a str, String)>,
}

impl Lesson {
    /// What to show of a step when the reader has revealed `pauses` pauses of it.
    pub fn visible_items(&self, step: usize, _pauses: usize, _world: &World<'_>) -> Visible<'_> {
        let _ = step;
        Visible::default()
    }
}

/// For lessons without `focus`: instructions of the kinds that a block talks about.
pub fn auto_focus(_block: &Block) -> Option<Selector> {
    None
}

/// The block with every `{{ value }}` filled in from the file.
pub fn fill_block(block: &Block, _world: &World<'_>) -> Block {
    block.clone()
}

/// The text with every `{{ value }}` filled in from the file.
pub fn fill_text(text: &Text, _world: &World<'_>) -> Text {
    text.clone()
}
