//! Properties that must hold for any input.

pub mod generate;
mod parsing;
mod shapes;
