//! BuildKit's own answers, recorded: every case is compared in full.
//!
//! `parse.jsonl` was recorded from BuildKit 73ed6825c (2026-08-21), its
//! Dockerfile parser and instruction parser called as the builder calls them.
//! `random.jsonl` and `ignore-random.jsonl` were recorded from the same commit on
//! 2026-11-29: files made by chance, compared by tens of thousands, of which these are kept.

pub mod cache;
mod checks;
pub mod facts;
mod ignore;
mod parse;
mod peers;
mod problems;

pub use facts::evaluate;
