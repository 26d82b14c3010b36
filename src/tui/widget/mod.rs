//! Small pieces that several views draw with.

mod text;

pub(in crate::tui) use text::{cut, fill, put, wrap_words};
