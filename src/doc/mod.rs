//! The document model: everything a person reads becomes these blocks, so
//! that each renderer is written once.
//!
//! [`markdown::read`] makes blocks from Markdown; [`Text`], [`Block`] and
//! [`Document`] have small builders for text that the program writes itself.

mod build;
pub mod markdown;
mod model;

pub use model::*;
