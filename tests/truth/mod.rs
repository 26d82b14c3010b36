//! BuildKit's own answers, recorded: every case is compared in full.
//!
//! `parse.jsonl` was recorded from BuildKit 73ed6825c (2026-08-21), its
//! Dockerfile parser and instruction parser called as the builder calls them.

pub mod cache;
mod checks;
pub mod facts;
mod ignore;
mod parse;
mod peers;
mod problems;

pub use facts::evaluate;
