//! The command line, run as a program: what it prints where, and how it ends.

mod authors;
mod baseline;
mod basics;
mod cache;
mod check;
mod checklists;
mod compose;
mod context;
mod explain;
mod facts;
mod files;
mod formats;
mod hostile;
mod hostile_packs;
mod inspect;
mod integrations;
mod knowledge;
mod lessons;
mod measured;
mod packs;
mod progress;
mod quiz;
mod run;
mod runtime;
mod schema;
mod stages;

pub use run::with_dockerfile;
use run::{Bench, Ran, bench, finish};
