//! Syntax: a Dockerfile read exactly as BuildKit reads it.
//!
//! [`parse`] never fails. It gives the instructions with a byte span for
//! every token, the problems in a learner's words, and BuildKit's own verdict.

mod assemble;
mod bodies;
mod directives;
mod flag_rules;
mod gather;
pub mod go;
pub mod heredocs;
mod image;
mod keyword;
mod keyword_at;
mod lines;
mod list;
mod logical;
mod lower;
mod node;
mod paint;
mod part;
mod problem;
mod problems;
mod reader;
pub mod record;
mod refusal;
mod reread;
mod run_flags;
mod shell_words;
mod shift;
mod split;
mod stages;
mod syntax;
mod terminators;
mod tokens;
mod variables;
mod verdict;
mod weave;
mod words;

use std::sync::Arc;

pub use list::List;
pub use problem::*;
pub use syntax::*;
pub use tokens::Tokens;

use crate::source::Source;

/// Reads a Dockerfile. Never fails and never panics: what is broken becomes
/// a [`Problem`], everything else is read on.
pub fn parse(source: Arc<Source>) -> Dockerfile {
    reader::read(&source)
}

/// Reads a new state of a file of which a former state is at hand: the same tree as [`parse`]
/// gives, in a part of the time where nobody else holds the former one and it has no problems.
pub fn parse_again(source: Arc<Source>, former: Arc<Dockerfile>) -> Dockerfile {
    reread::reread(&source, former)
}
