//! The real program in a pseudo-terminal: few tests, each for something that
//! only a terminal can show.

mod authors;
mod course;
mod life;
mod path;

use std::path::Path;

use crate::support::terminal::{Launch, Place, Session};

/// The program with a terminal of this size, in a place of its own.
fn launch(place: &Place, columns: u16, rows: u16) -> Launch {
    let program = Path::new(env!("CARGO_BIN_EXE_layerwise"));
    Launch::new(program, columns, rows).home(&place.home).folder(&place.folder)
}

/// Starts it on the folder's Dockerfile and waits for the first frame.
fn start(place: &Place, columns: u16, rows: u16) -> Session {
    let session = launch(place, columns, rows).start();
    session.wait_for("quit");
    session
}
