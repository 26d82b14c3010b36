//! Properties that must hold for any input.

mod generate;
mod parsing;
mod shapes;
