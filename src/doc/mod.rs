//! The document model: everything a person reads becomes these blocks, so
//! that each renderer is written once.

mod model;

pub use model::*;
