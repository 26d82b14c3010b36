//! layerwise teaches Dockerfiles on the reader's own Dockerfile.
//!
//! The modules stand in the order in which the data flows: bytes become a
//! [`source`], a source becomes a [`dockerfile`] tree, the tree is queried
//! ([`select`]), described ([`explain`]) and taught ([`lesson`]), everything a
//! person reads is a [`doc`], and [`cli`] and [`tui`] show it.
//!
//! Nothing above [`host`] in this list does input or output.

pub use layerwise_syntax::{dockerfile, source};

pub mod arrange;
pub mod diff;
pub mod fact;

pub mod shell;

pub mod mask;

pub mod build;
pub mod cache;
pub mod context;

pub mod stages;

pub mod knowledge;

pub mod analysis;

pub mod runtime;

pub mod doc;

pub mod checks;

pub mod select;

pub mod explain;

pub mod audit;

pub mod lesson;
pub mod quiz;

pub mod progress;

pub mod curriculum;

pub mod host;

pub mod cli;
pub mod tui;
