//! The document model: everything a person reads becomes these blocks, so
//! that each renderer is written once.
//!
//! [`markdown::read`] makes blocks from Markdown; [`Text`], [`Block`] and
//! [`Document`] have small builders for text that the program writes itself.
//! [`layout()`] makes rows of a width from blocks; a screen draws them.

mod build;
mod highlight;
mod html;
mod layout;
pub mod markdown;
mod measure;
mod model;
mod plain;
mod rows;

pub use highlight::Highlighter;
pub use html::Page;
pub use layout::{Details, LayoutOptions, MIN_WIDTH, Marks, layout, layout_text};
pub use model::*;
pub use plain::plain_text;
pub use rows::*;
