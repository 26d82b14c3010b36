//! Properties that must hold for any input.

mod builds;
mod generate;
mod parsing;
mod shapes;
