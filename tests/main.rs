//! The one integration test binary: everything that is tested from outside a module.
#![allow(missing_docs, unreachable_pub, clippy::unwrap_used, reason = "tests fail by panicking")]

mod support;

mod audit;
mod cache;
mod checks;
mod command_line;
mod context;
mod doc;
mod explain;
mod invariants;
mod lessons;
mod progress;
mod properties;
mod quiz;
mod screens;
mod select;
mod shell;
mod stages;
mod terminal;
mod truth;
