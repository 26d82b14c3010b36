//! Syntax: a Dockerfile read exactly as BuildKit reads it.
//!
//! [`parse`] never fails. It gives the instructions with a byte span for
//! every token, the problems in a learner's words, and BuildKit's own verdict.

mod go;
mod keyword;
mod list;
mod logical;
mod syntax;
mod tokens;

use std::sync::Arc;

pub use list::List;
pub use syntax::*;
pub use tokens::Tokens;

use crate::source::Source;

/// Reads a Dockerfile. Never fails and never panics: what is broken becomes
/// a [`Problem`], everything else is read on.
pub fn parse(source: Arc<Source>) -> Dockerfile {
    Dockerfile {
        source,
        escape: Escape::Backslash,
        directives: Vec::new(),
        instructions: Vec::new(),
        comments: Vec::new(),
        tokens: Tokens::default(),
        problems: Vec::new(),
        stages: Vec::new(),
    }
}
