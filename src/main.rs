//! The `layerwise` command: parse arguments, run, exit code.

fn main() {}
