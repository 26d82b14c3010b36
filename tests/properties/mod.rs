//! Properties that must hold for any input.

mod builds;
pub mod generate;
mod parsing;
mod shapes;
