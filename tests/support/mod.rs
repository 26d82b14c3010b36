//! Helpers, one for each kind of test.

pub mod spent;
#[allow(dead_code, reason = "a test of the terminal needs only a part of it")]
pub mod terminal;
