//! Selectors and expressions.

mod parsing;
