//! Makes blobs of the tables of knowledge, so that no TOML is read when the program starts,
//! and orders the functions of the program.
//!
//! A table that is wrong ends the build with its file and its entry. What is made is
//! described in `src/knowledge/stored`.
#![allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "half of what is shared with the library is for reading, and a build script talks to cargo by printing"
)]

mod make;
mod order;
#[path = "../src/curriculum/stored.rs"]
mod paths;
#[path = "../src/knowledge/stored/mod.rs"]
mod stored;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let folder = Path::new("src/knowledge");
    // Cargo runs this again when one of these changes, or the script itself.
    for name in make::FILES {
        println!("cargo::rerun-if-changed={}", folder.join(name).display());
    }
    println!("cargo::rerun-if-changed={PATHS}");
    let Some(out) = std::env::var_os("OUT_DIR").map(PathBuf::from) else {
        eprintln!("cargo names no folder for what is made (OUT_DIR)");
        return ExitCode::FAILURE;
    };
    order::ask(&out);
    match run(folder, &out).and_then(|()| store_paths(&out)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(wrong) => {
            wrong.iter().for_each(|line| eprintln!("{line}"));
            ExitCode::FAILURE
        }
    }
}

/// The ways through the course.
const PATHS: &str = "lessons/paths.toml";

/// Stores the ways through the course as they are read when the program runs.
fn store_paths(out: &Path) -> Result<(), Vec<String>> {
    let wrong = |error: String| vec![format!("{PATHS}: {error}")];
    let text = std::fs::read_to_string(PATHS).map_err(|error| wrong(error.to_string()))?;
    let read: paths::Paths = toml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    let bytes = postcard::to_allocvec(&read).map_err(|error| wrong(error.to_string()))?;
    std::fs::write(out.join("paths.blob"), bytes).map_err(|error| wrong(error.to_string()))
}

/// Reads every table of a folder and writes what they become into another.
fn run(folder: &Path, out: &Path) -> Result<(), Vec<String>> {
    let mut texts = Vec::new();
    for name in make::FILES {
        let path = folder.join(name);
        let text = std::fs::read_to_string(&path);
        texts.push(text.map_err(|error| vec![format!("{}: {error}", path.display())])?);
    }
    for (name, bytes) in make::all(&texts)? {
        let path = out.join(name);
        std::fs::write(&path, bytes)
            .map_err(|error| vec![format!("{}: {error}", path.display())])?;
    }
    Ok(())
}
