//! The `layerwise` command: parse arguments, run, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    layerwise::cli::main(std::env::args_os())
}
