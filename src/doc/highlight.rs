//! Colours for code: a Dockerfile by our own parser, other languages by `syntect`.

use std::ops::Range;
use std::sync::Arc;

use super::Code;
use super::rows::Role;
use crate::dockerfile::{self, TokenKind};
use crate::source::Source;

/// Knows the syntax of other languages once it is warm.
#[derive(Debug, Default)]
pub struct Highlighter {}

/// The ranges of a code's text in their roles, in order; what lies between is plain.
pub(super) fn roles(code: &Code, _highlighter: Option<&Highlighter>) -> Vec<(Range<usize>, Role)> {
    match code.language.as_deref() {
        Some("dockerfile" | "docker" | "containerfile") => dockerfile_roles(&code.text),
        _ => Vec::new(),
    }
}

fn dockerfile_roles(text: &str) -> Vec<(Range<usize>, Role)> {
    let file = dockerfile::parse(Arc::new(Source::new("", text.as_bytes().to_vec())));
    let is_seen = |kind| !matches!(kind, TokenKind::Blank | TokenKind::LineEnd);
    let tokens = file.tokens.iter().filter(|token| is_seen(token.kind));
    tokens.map(|token| (token.span.range(), Role::Token(token.kind))).collect()
}
