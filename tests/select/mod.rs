//! Selectors and expressions.

mod evaluating;
mod finding;
mod findings;
mod parsing;
mod recorded;

use std::sync::Arc;

use layerwise::dockerfile::{Dockerfile, parse};
use layerwise::source::Source;

/// A Dockerfile from its text.
fn file(text: &str) -> Dockerfile {
    parse(Arc::new(Source::new("Dockerfile", text.as_bytes().to_vec())))
}
